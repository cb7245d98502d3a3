package io.siphon.udf.payload;

import io.siphon.sources.hep.HepPacket;

import org.apache.commons.codec.digest.MurmurHash3;

/** Makes {@link Trace}s, with the hash that makes a rewrite recognisable. */
public final class Traces {

    private Traces() {}

    /** Of a payload that is no SIP. */
    public static Trace of(HepPacket packet, Hop hop) {
        String correlation = packet.correlationId();
        return of(packet, hop, correlation == null ? "" : correlation, "", "", "", "", 0);
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
                packet,
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

    private static long hash(HepPacket packet, int ordinal) {
        // String.hashCode is specified, so that it is the same in every JVM
        int who = packet.sourceIp().hashCode();
        who = 31 * who + packet.sourcePort();
        who = 31 * who + packet.destinationIp().hashCode();
        who = 31 * who + packet.destinationPort();
        who = 31 * who + packet.node().hashCode();
        who = 31 * who + packet.protocol();
        who = 31 * who + ordinal;
        byte[] payload = packet.payload();
        return MurmurHash3.hash128x64(payload, 0, payload.length, who)[0];
    }
}
