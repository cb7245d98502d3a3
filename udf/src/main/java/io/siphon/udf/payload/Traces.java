package io.siphon.udf.payload;

import io.siphon.schema.Trace;
import io.siphon.sources.hep.HepChunk;
import io.siphon.sources.hep.HepChunks;
import io.siphon.sources.hep.HepPacket;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;

/** Makes {@link Trace}s, with the hash that makes a rewrite recognisable. */
public final class Traces {

    private static final Hasher64 HASH = Hashing.komihash5_0();

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

    /**
     * @param ordinal of the message in its payload, from 0: two may be the same
     */
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
                hash(packet, ordinal));
    }

    /** The same in every JVM: hash4j's functions are specified, and so is String.hashCode. */
    private static long hash(HepPacket packet, int ordinal) {
        long who = packet.sourceIp().hashCode();
        who = 31 * who + packet.sourcePort();
        who = 31 * who + packet.destinationIp().hashCode();
        who = 31 * who + packet.destinationPort();
        who = 31 * who + packet.node().hashCode();
        who = 31 * who + packet.protocol();
        who = 31 * who + ordinal;
        return HASH.hashLongLongToLong(HASH.hashBytesToLong(packet.payload()), who);
    }
}
