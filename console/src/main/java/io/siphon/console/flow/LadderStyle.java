package io.siphon.console.flow;

/**
 * How a page draws a ladder.
 *
 * @param link of an arrow, which its number is appended to; empty for none
 * @param selected number of the arrow that is shown beside it; 0 for none
 * @param marked number of the arrow that others are compared with; 0 for none
 * @param sinceStart whether times count from the first message
 * @param startMicros of the whole flow, which may have been drawn in parts
 * @param toScale whether distances are times
 * @param byTransaction whether colours are those of CSeq instead of request and response
 * @param narrow whether two stand beside each other
 * @param anchor what the id of an arrow begins with, before its number
 */
public record LadderStyle(
        String link,
        int selected,
        int marked,
        boolean sinceStart,
        long startMicros,
        boolean toScale,
        boolean byTransaction,
        boolean narrow,
        String anchor) {

    /** On a page with one ladder. */
    public LadderStyle(
            String link,
            int selected,
            int marked,
            boolean sinceStart,
            long startMicros,
            boolean toScale,
            boolean byTransaction) {
        this(link, selected, marked, sinceStart, startMicros, toScale, byTransaction, false, "m");
    }

    /** Of a picture that stands alone. */
    public static final LadderStyle PLAIN = new LadderStyle("", 0, 0, false, 0, false, false);
}
