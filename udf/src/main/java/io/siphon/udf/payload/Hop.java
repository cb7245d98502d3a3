package io.siphon.udf.payload;

import javax.annotation.Nullable;

/**
 * When and between whom a message was captured: what a parser cannot read from the message itself.
 *
 * @param timeMicros epoch µs, by a clock that is right: {@link
 *     io.siphon.sources.hep.HepPacket#correctedMicros}
 * @param node see {@link io.siphon.sources.hep.HepPacket#node}
 * @param source {@code proto:ip:port}, see {@link Endpoints}
 * @param destination {@code proto:ip:port}
 * @param trunk alias of the configured trunk at its source or destination; empty when none
 * @param direction {@code in} or {@code out} as seen by the capturing proxy; empty when unknown
 * @param correlationId the agent's correlation id; null when not sent
 * @param clockOffset see {@link io.siphon.sources.hep.HepPacket#clockOffsetMicros}
 */
public record Hop(
        long timeMicros,
        String node,
        String source,
        String destination,
        String trunk,
        String direction,
        @Nullable String correlationId,
        long clockOffset) {

    /** Captured by an agent whose clock is right. */
    public Hop(
            long timeMicros,
            String node,
            String source,
            String destination,
            String trunk,
            String direction,
            @Nullable String correlationId) {
        this(timeMicros, node, source, destination, trunk, direction, correlationId, 0);
    }
}
