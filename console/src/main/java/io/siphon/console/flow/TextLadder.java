package io.siphon.console.flow;

import io.siphon.schema.Call;
import io.siphon.schema.PlainText;

import java.util.List;

/** A flow as lines of text, for terminals and tickets; ASCII but for what the messages say. */
public final class TextLadder {

    private static final int MIN_WIDTH = 20;
    private static final int MAX_WIDTH = 44;
    private static final String NO_TIME = " ".repeat(28);

    private final Flow flow;
    private final int width;
    private final StringBuilder out = new StringBuilder();

    private TextLadder(Flow flow) {
        this.flow = flow;
        int longest = MIN_WIDTH;
        for (Column column : flow.columns()) {
            longest = Math.max(longest, length(column.name()) + 2);
        }
        for (Arrow arrow : flow.arrows()) {
            longest = Math.max(longest, length(arrow.label() + arrow.marks()) + 6);
        }
        this.width = Math.min(longest, MAX_WIDTH);
    }

    public static String of(Flow flow) {
        return new TextLadder(flow).draw();
    }

    private String draw() {
        out.append("Call-ID ").append(PlainText.line(flow.callId())).append('\n');
        legs();
        if (flow.arrows().isEmpty()) {
            return out.append("no messages are stored\n").toString();
        }
        out.append(FlowTime.date(flow.startMicros())).append(" UTC\n\n").append(NO_TIME);
        for (Column column : flow.columns()) {
            out.append(centered(column.name(), width));
        }
        strip();
        flow.arrows().forEach(this::arrow);
        if (!flow.extent().isWhole()) {
            out.append("… cut: ").append(flow.extent().words()).append('\n');
        }
        return out.toString();
    }

    /** A line a leg: where it goes, how it ended, what the B2BUA before it added and changed. */
    private void legs() {
        for (LegHop hop : LegHop.of(flow.conversation())) {
            Call leg = hop.leg();
            StringBuilder line = new StringBuilder();
            line.append("leg ").append(leg.leg().leg()).append("  ").append(leg.callId());
            line.append("  ").append(leg.source()).append(" -> ").append(leg.destination());
            line.append("  ").append(leg.outcome().tag().replace('_', ' '));
            line.append(leg.finalStatus() == 0 ? "" : " " + leg.finalStatus());
            line.append(hop.before() == null ? "" : "; added " + hop.added());
            line.append(hop.changed().isEmpty() ? "" : "; changed ");
            line.append(String.join(", ", hop.changed()));
            line.append(hop.lost().isEmpty() ? "" : "; lost here: " + hop.lost());
            out.append(PlainText.line(line.toString())).append('\n');
        }
    }

    private void arrow(Arrow arrow) {
        out.append(FlowTime.clock(arrow.timeMicros()))
                .append(' ')
                .append("%10s".formatted(FlowTime.delta(arrow.deltaMicros())))
                .append("  ");
        int columns = flow.columns().size();
        int left = Math.min(arrow.from(), arrow.to());
        int right = Math.max(arrow.from(), arrow.to());
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < columns; i++) {
            line.append(" ".repeat(width / 2))
                    .append('|')
                    .append(" ".repeat(width - width / 2 - 1));
        }
        String label = arrow.label() + arrow.marks();
        if (left == right) {
            int start = left * width + width / 2 + 1;
            put(line, start, "<- " + label);
        } else {
            int start = left * width + width / 2 + 1;
            int room = (right - left) * width - 1;
            put(line, start, shaft(cut(label, room - 4), room, arrow.from() < arrow.to()));
        }
        out.append(line);
        strip();
    }

    private static String shaft(String label, int room, boolean toTheRight) {
        int dashes = room - 1 - length(label);
        String before = "-".repeat(dashes / 2);
        String after = "-".repeat(dashes - dashes / 2);
        return toTheRight ? before + label + after + ">" : "<" + before + label + after;
    }

    /** Characters beyond the basic plane are two of a StringBuilder: the line may move by one. */
    private static void put(StringBuilder line, int at, String text) {
        line.replace(at, Math.min(line.length(), at + text.length()), text);
    }

    private static String cut(String text, int room) {
        return length(text) <= room
                ? text
                : text.substring(0, text.offsetByCodePoints(0, Math.max(1, room - 1))) + "…";
    }

    private static String centered(String text, int width) {
        String fits = cut(text, width - 1);
        int blanks = width - length(fits);
        return " ".repeat(blanks / 2) + fits + " ".repeat(blanks - blanks / 2);
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** Ends the line, without blanks at its end. */
    private void strip() {
        int end = out.length();
        while (end > 0 && out.charAt(end - 1) == ' ') {
            end--;
        }
        out.setLength(end);
        out.append('\n');
    }

    /** The messages of a flow whole, one after the other, as in a trace file. */
    public static String messages(List<Arrow> arrows) {
        StringBuilder text = new StringBuilder();
        for (Arrow arrow : arrows) {
            text.append(FlowTime.date(arrow.timeMicros()))
                    .append(' ')
                    .append(PlainText.line(arrow.trace().source()))
                    .append(" > ")
                    .append(PlainText.line(arrow.trace().destination()))
                    .append('\n')
                    .append(
                            PlainText.lines(
                                            io.siphon.schema.Text.decode(arrow.trace().payload())
                                                    .stripTrailing())
                                    .indent(2))
                    .append('\n');
        }
        return text.toString();
    }
}
