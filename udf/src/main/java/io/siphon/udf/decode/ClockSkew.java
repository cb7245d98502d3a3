package io.siphon.udf.decode;

/**
 * An agent's clock that is wrong, or was until then.
 *
 * @param node the agent, see {@link io.siphon.sources.hep.HepPacket#node}
 * @param agent its address
 * @param timeMicros true time of the message that shows it, epoch µs
 * @param offsetMicros see {@link io.siphon.sources.hep.HepPacket#clockOffsetMicros}; 0 when it is
 *     right again
 * @param stepMicros by how much it has just been set, µs; 0 when it has not
 */
public record ClockSkew(
        String node, String agent, long timeMicros, long offsetMicros, long stepMicros) {}
