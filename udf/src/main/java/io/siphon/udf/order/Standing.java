package io.siphon.udf.order;

/**
 * Rank of the state of a key when keys must be evicted.
 *
 * @param rank what is of a lower one goes first: {@link #OVER} before all, since nothing is lost
 * @param since of the same rank the smallest goes first
 * @param source who made it come to be, as far as that is known; else empty
 * @param places see {@link Ceiling}
 */
public record Standing(int rank, long since, String source, int places) {

    /** Its row is written; it only distinguishes retransmissions from new messages. */
    public static final int OVER = 0;

    /** Nothing has come of it: one packet can make one. */
    public static final int UNANSWERED = 1;

    /** Under way: the other side has been heard of. */
    public static final int UNDER_WAY = 2;

    /** Up: it took both sides. */
    public static final int UP = 3;
}
