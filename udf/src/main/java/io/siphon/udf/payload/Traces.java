package io.siphon.udf.payload;

import io.siphon.schema.Trace;
import io.siphon.sources.hep.HepChunk;
import io.siphon.sources.hep.HepChunks;
import io.siphon.sources.hep.HepPacket;

/** Makes {@link Trace}s. */
public final class Traces {

    private Traces() {}

    /** Of a payload that is no SIP. */
    public static Trace of(HepPacket packet, Hop hop) {
        String correlation = hop.correlationId();
        String callId = correlation == null ? "" : correlation;
        return of(withContent(packet), hop, callId, "", "", "", "", 0);
    }

    /** What OpenSIPS correlates it says in a chunk, beside no payload. */
    private static HepPacket withContent(HepPacket packet) {
        if (packet.payload().length > 0 || packet.chunks() == null) {
            return packet;
        }
        HepChunks.Chunk extra = HepChunks.of(packet).find(HepChunk.EXTRA_CORRELATION);
        return extra == null ? packet : packet.withPayload(extra.body());
    }

    public static Trace of(
            HepPacket packet,
            Hop hop,
            String callId,
            String method,
            String status,
            String fromTag,
            String toTag,
            int ordinal) {
        return new Trace(
                packet.timeMicros(),
                packet.receivedMicros(),
                packet.protocol(),
                hop.node(),
                hop.correlationId(),
                packet.payload(),
                hop.source(),
                hop.destination(),
                callId,
                method,
                status,
                fromTag,
                toTag,
                hop.direction(),
                ordinal,
                packet.clockOffsetMicros());
    }
}
