package io.siphon.udf.stream;

import io.siphon.udf.rtcp.SocketsOfCall;

/** State: a call that has one of a pair of sockets by SDP, or both. Times are epoch µs. */
public class PairOwner {

    /** It has one of the sockets, and is over. */
    static final int ONE_OVER = 0;

    /** It has both, and is over. */
    static final int BOTH_OVER = 1;

    /** It has one, and is up: of several that do nobody can tell. */
    static final int ONE_UP = 2;

    /** It has both, and is up. Legs of a B2BUA that leaves SDP as it is all have. */
    static final int BOTH_UP = 3;

    public String callId = "";

    /** When it announced the first of the two sockets; 0: it did not. */
    public long first;

    public long second;

    /** When that was last heard. */
    public long at;

    /** When it was last heard that it is not up any more; 0: it was not. */
    public long overAt;

    public PairOwner() {}

    void learn(SocketsOfCall known) {
        if (known.isOver()) {
            overAt = Math.max(overAt, known.timeMicros());
            return;
        }
        at = Math.max(at, known.timeMicros());
        if (known.second()) {
            second = known.since();
        } else {
            first = known.since();
        }
    }

    int rank() {
        boolean up = overAt < at;
        boolean both = first > 0 && second > 0;
        return both ? up ? BOTH_UP : BOTH_OVER : up ? ONE_UP : ONE_OVER;
    }

    /** When its SDP had the first of them. */
    private long beganAt() {
        return first == 0 || second == 0 ? since() : Math.min(first, second);
    }

    /** When its SDP had the last of them. */
    long since() {
        return Math.max(first, second);
    }

    /** Whether it began after another one: as in captures, see {@link CallOfSocket}. */
    boolean isAfter(PairOwner other) {
        return beganAt() == other.beganAt()
                ? callId.compareTo(other.callId) > 0
                : beganAt() > other.beganAt();
    }
}
