package io.siphon.udf.stream;

import java.util.ArrayList;
import java.util.List;

/** State: the reported round trips of one SSRC, by call. */
public class RoundTripsState {

    /**
     * Calls that have the same SSRC at a time; the one that was reported longest ago makes place.
     */
    static final int LIMIT = 64;

    /** The round trips of one call. */
    public static class OfCall {

        public String callId = "";
        public double sum;
        public int count;

        /** Last report, epoch µs. */
        public long activeAt;

        public OfCall() {}
    }

    public List<OfCall> calls = new ArrayList<>();

    /** The timer that is set, see {@link io.siphon.udf.order.DeadlineTimer}. */
    public long timer;

    public RoundTripsState() {}

    void add(String callId, double rttMs, long timeMicros) {
        OfCall call = of(callId);
        if (call == null) {
            call = new OfCall();
            call.callId = callId;
        } else {
            calls.remove(call);
        }
        if (calls.size() == LIMIT) {
            calls.remove(0);
        }
        call.sum += rttMs;
        call.count++;
        call.activeAt = Math.max(call.activeAt, timeMicros);
        calls.add(call);
    }

    /** ms; NaN when nothing was reported. */
    double mean(String callId) {
        OfCall call = of(callId);
        return call == null ? Double.NaN : call.sum / call.count;
    }

    void forget(long activeBefore) {
        calls.removeIf(call -> call.activeAt <= activeBefore);
    }

    /** There must be one. */
    long oldest() {
        return calls.stream().mapToLong(call -> call.activeAt).min().orElseThrow();
    }

    private OfCall of(String callId) {
        for (OfCall call : calls) {
            if (call.callId.equals(callId)) {
                return call;
            }
        }
        return null;
    }
}
