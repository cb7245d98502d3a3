package io.siphon.udf.stream;

import io.siphon.udf.rtp.RtpPacket;

/**
 * Makes packets that are held share their texts: each came off the network with its own, which
 * would make it four times as large. The texts seen last are kept, {@value #SLOTS} at most.
 */
final class SharedTexts {

    private static final int SLOTS = 4096;

    private final String[] texts = new String[SLOTS];

    RtpPacket in(RtpPacket packet) {
        return new RtpPacket(
                packet.timeMicros(),
                shared(packet.node()),
                shared(packet.trunk()),
                shared(packet.source()),
                shared(packet.destination()),
                packet.ssrc(),
                packet.payloadType(),
                packet.sequence(),
                packet.timestamp(),
                packet.marker(),
                packet.payloadBytes());
    }

    private String shared(String text) {
        int slot = text.hashCode() * 0x9E3779B1 >>> 20;
        if (!text.equals(texts[slot])) {
            texts[slot] = text;
        }
        return texts[slot];
    }
}
