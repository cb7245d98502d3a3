package io.siphon.console.flow;

import java.util.ArrayList;
import java.util.List;

/** Where each line of a ladder stands: one under the other, or to scale with silence folded. */
record LadderLayout(List<LadderLine> lines, int height) {

    static final int ROW = 30;

    /** To scale. */
    private static final double PIXELS_A_SECOND = 120;

    /** Longer times are folded. */
    private static final long FOLD_MICROS = 1_500_000;

    private record Event(long timeMicros, Arrow arrow, Note note) {}

    static LadderLayout of(Flow flow, List<Note> notes, boolean toScale) {
        List<LadderLine> lines = new ArrayList<>();
        int y = 0;
        long before = Long.MIN_VALUE;
        for (Event event : merged(flow.arrows(), notes)) {
            long silence = before == Long.MIN_VALUE ? 0 : event.timeMicros() - before;
            boolean folded = toScale && silence > FOLD_MICROS;
            if (folded) {
                y += ROW;
            } else if (toScale) {
                y += Math.max(0, (int) (silence / 1e6 * PIXELS_A_SECOND) - ROW / 2);
            }
            lines.add(new LadderLine(y, event.arrow(), event.note(), folded ? silence : 0));
            y += ROW;
            before = event.timeMicros();
        }
        return new LadderLayout(List.copyOf(lines), y + ROW / 2);
    }

    /** Both are in order of time; a note comes before a message of its µs. */
    private static List<Event> merged(List<Arrow> arrows, List<Note> notes) {
        List<Event> events = new ArrayList<>();
        int next = 0;
        for (Arrow arrow : arrows) {
            while (next < notes.size() && notes.get(next).timeMicros() <= arrow.timeMicros()) {
                events.add(new Event(notes.get(next).timeMicros(), null, notes.get(next)));
                next++;
            }
            events.add(new Event(arrow.timeMicros(), arrow, null));
        }
        for (; next < notes.size(); next++) {
            events.add(new Event(notes.get(next).timeMicros(), null, notes.get(next)));
        }
        return events;
    }
}
