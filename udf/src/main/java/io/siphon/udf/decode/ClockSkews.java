package io.siphon.udf.decode;

import io.siphon.schema.BoundedText;
import io.siphon.sources.hep.HepPacket;

import javax.annotation.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reports each agent whose clock is wrong: at once, a minute of its time later again, and when it
 * is set. Bounded: agents not heard for longest are forgotten, and reported anew.
 */
final class ClockSkews {

    private static final int MOST = 1_000;
    private static final long MINUTE = 60_000_000;

    /** Less is a drift, µs. */
    private static final long STEP = 1_000_000;

    private record Agent(String node, String address) {}

    private record Told(long micros, long offset) {}

    private final Map<Agent, Told> told =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Agent, Told> eldest) {
                    return size() > MOST;
                }
            };

    /** What there is to report; null when there is nothing. */
    @Nullable
    ClockSkew of(HepPacket packet) {
        long offset = packet.clockOffsetMicros();
        if (packet.agent().isEmpty() || offset == 0 && (told.isEmpty() || !packet.tellsTime())) {
            return null; // of a capture, or right
        }
        Agent agent = new Agent(BoundedText.id(packet.node()), packet.agent());
        long now = packet.correctedMicros();
        Told before = told.get(agent);
        if (before == null && offset == 0) {
            return null;
        }
        long step = before == null ? 0 : offset - before.offset();
        boolean set = Math.abs(step) >= STEP;
        if (before != null && !set && offset != 0 && now < before.micros() + MINUTE) {
            return null;
        }
        if (offset == 0) {
            told.remove(agent);
        } else {
            told.put(agent, new Told(now, offset));
        }
        return offset == 0 && !set
                ? null
                : new ClockSkew(agent.node(), agent.address(), now, offset, set ? step : 0);
    }
}
