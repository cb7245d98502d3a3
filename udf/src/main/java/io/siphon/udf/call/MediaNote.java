package io.siphon.udf.call;

import io.siphon.schema.CallMedia;
import io.siphon.schema.MediaFigures;

/**
 * The text of a note of kind {@code media}: first that there is media, then, when its streams are
 * over, what it was like.
 *
 * @param complete whether it is the second: only then it has the rest
 * @param oneWayAfter how long a side may send nothing, µs
 * @param heldAt first description that lets one side not send, epoch µs; 0: none
 * @param unreachable whether a public address sent to a private one that nothing came from
 */
public record MediaNote(
        boolean complete,
        long oneWayAfter,
        long heldAt,
        boolean unreachable,
        Way fromCaller,
        Way fromCallee) {

    /** There is media. */
    public static final MediaNote SEEN = new MediaNote(false, 0, 0, false, Way.NONE, Way.NONE);

    private static final String NOTHING = "-";
    private static final int WAY_WORDS = 12;

    /**
     * One direction.
     *
     * @param firstAt first packet on the wire, epoch µs; 0 when none was seen
     * @param lastAt last packet on the wire
     * @param reported whether RTCP reports packets
     * @param unheard sender reports of its receiver that report nothing received
     * @param codecs of its streams, joined by {@code >}; empty when not known
     */
    public record Way(
            MediaFigures figures,
            long firstAt,
            long lastAt,
            boolean reported,
            int unheard,
            String codecs) {

        public static final Way NONE = new Way(MediaFigures.NONE, 0, 0, false, 0, "");

        private void write(StringBuilder to) {
            word(figures.origin(), to);
            to.append(figures.mosMin()).append(' ').append(figures.mosMean()).append(' ');
            to.append(figures.lossMaxPct()).append(' ').append(figures.lossMeanPct()).append(' ');
            to.append(figures.jitterMaxMs()).append(' ').append(figures.jitterMeanMs());
            to.append(' ').append(firstAt).append(' ').append(lastAt).append(' ');
            to.append(reported).append(' ').append(unheard).append(' ');
            word(codecs, to);
        }

        private static Way read(String[] words, int at) {
            return new Way(
                    new MediaFigures(
                            text(words[at]),
                            Double.parseDouble(words[at + 1]),
                            Double.parseDouble(words[at + 2]),
                            Double.parseDouble(words[at + 3]),
                            Double.parseDouble(words[at + 4]),
                            Double.parseDouble(words[at + 5]),
                            Double.parseDouble(words[at + 6])),
                    Long.parseLong(words[at + 7]),
                    Long.parseLong(words[at + 8]),
                    Boolean.parseBoolean(words[at + 9]),
                    Integer.parseInt(words[at + 10]),
                    text(words[at + 11]));
        }

        private static void word(String text, StringBuilder to) {
            to.append(text.isEmpty() ? NOTHING : text.replace(' ', '_')).append(' ');
        }

        private static String text(String word) {
            return word.equals(NOTHING) ? "" : word;
        }
    }

    /** The note as an event, to be applied at that time, epoch µs. */
    public CallEvent toEvent(String callId, long timeMicros) {
        if (!complete) {
            return CallEvent.note(CallNotes.MEDIA, callId, timeMicros, "");
        }
        StringBuilder text = new StringBuilder(256);
        text.append(oneWayAfter).append(' ').append(heldAt).append(' ');
        text.append(unreachable).append(' ');
        fromCaller.write(text);
        fromCallee.write(text);
        return CallEvent.note(CallNotes.MEDIA, callId, timeMicros, text.toString());
    }

    /** Of an event that {@link #toEvent} made. */
    public static MediaNote of(CallEvent note) {
        return read(note.text());
    }

    static MediaNote read(String text) {
        if (text.isEmpty()) {
            return SEEN;
        }
        String[] words = text.split(" ");
        return new MediaNote(
                true,
                Long.parseLong(words[0]),
                Long.parseLong(words[1]),
                Boolean.parseBoolean(words[2]),
                Way.read(words, 3),
                Way.read(words, 3 + WAY_WORDS));
    }

    /** Returns whether it changed the row. */
    boolean applyTo(CallState call) {
        call.media.awaited = !complete;
        if (!complete) {
            return false;
        }
        CallMedia media =
                new CallMedia(
                        MediaVerdict.of(this, call), fromCaller.figures(), fromCallee.figures());
        if (media.equals(call.media.media)) {
            return false;
        }
        call.media.media = media;
        return true;
    }
}
