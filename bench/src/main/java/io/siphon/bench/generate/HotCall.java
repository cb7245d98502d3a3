package io.siphon.bench.generate;

import io.siphon.sources.hep.HepPacket;

import java.util.ArrayDeque;
import java.util.Deque;

/** One call that never ends, and is refreshed by UPDATE as often as messages are asked for. */
public final class HotCall {

    private final CallPlan call;
    private final Deque<Planned> next;

    public HotCall(long seed) {
        call = new CallPlan(0, 0, seed, null);
        next = new ArrayDeque<>(call.messages());
    }

    /**
     * @param timeMicros that it is captured at, epoch µs
     */
    public HepPacket next(long timeMicros) {
        if (next.isEmpty()) {
            next.addAll(call.refresh());
        }
        return Traffic.packet(next.remove(), timeMicros);
    }
}
