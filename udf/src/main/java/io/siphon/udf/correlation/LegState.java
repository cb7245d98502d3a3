package io.siphon.udf.correlation;

import io.siphon.udf.call.CallState;
import io.siphon.udf.order.Seconds;
import io.siphon.udf.payload.Endpoints;

import java.util.ArrayList;
import java.util.List;

/**
 * State: what {@link LegTracker} keeps of a call. Times are epoch µs, 0 when it has not happened.
 */
public class LegState {

    /** Identifiers of one call, of all its messages; further ones are left out. */
    static final int MOST_KEYS = 16;

    public long startedAt;
    public long clockOffset;
    public String source = "";

    /** Hash of the caller's tag; 0 when it has none. */
    public int fromTag;

    public long cseq;
    public long activeAt;
    public boolean ringing;
    public boolean answered;

    /** Whether its INVITE had a session description. */
    public boolean offered;

    public long endedAt;

    /** Whether nobody tries again after this end. */
    public boolean settled;

    /** Whether after this end somebody tries again at once, or nobody. */
    public boolean retriedAtOnce;

    /** Keys that marks were emitted under, in order, and that are to be told of what follows. */
    public List<String> keys = new ArrayList<>();

    /** Keys of no more than a moment, as hashes: each is marked once. */
    public List<Integer> passing = new ArrayList<>();

    /** Destinations of its INVITEs, as hashes: each is marked once. */
    public List<Integer> destinations = new ArrayList<>();

    public LegState() {}

    /** Whether it goes on, or may be tried again. */
    boolean isUp(long micros) {
        return endedAt == 0 || !isSettledAt(micros);
    }

    /** Whether nobody tries again any more: from the second on in which {@code calls} says so. */
    boolean isSettledAt(long micros) {
        return settled
                || retriedAtOnce
                        && endedAt > 0
                        && micros >= Seconds.notBefore(endedAt + CallState.AT_ONCE) * 1000;
    }

    /** Whether a response came back to whom the first INVITE came from. */
    boolean isAtCaller(LegEvent response) {
        return response.destination().equals(source)
                || Endpoints.address(response.destination()).equals(Endpoints.address(source));
    }
}
