package io.siphon.udf.correlation;

/** What a {@link LegEvent} or a {@link LegMark} says about a call. */
public enum LegStep {
    /**
     * An INVITE without To tag, at any hop; of a mark: its value belongs to the call from now on.
     */
    INVITE,
    /** It rings, or early media flow: 18x at the caller. */
    RINGING,
    /** 2xx to the INVITE, at the caller. */
    ANSWERED,
    /** The final failure of the INVITE, at the caller. */
    FAILED,
    /** The first BYE. */
    BYE,
    /** A request within the call that names another one. */
    REFER,
    /** Only of marks: the call has been over for a while. */
    OVER,
    /** Only of events: whether the call is up. */
    ASKED;

    private static final LegStep[] ALL = values();

    /** By its ordinal, which is in savepoints: new ones come last. */
    static LegStep of(int ordinal) {
        return ALL[ordinal];
    }
}
