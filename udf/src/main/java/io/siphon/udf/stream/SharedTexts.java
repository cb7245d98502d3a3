package io.siphon.udf.stream;

import io.siphon.sources.Interner;
import io.siphon.udf.rtp.RtpPacket;

/**
 * Makes held packets share their texts. Each packet came over the network with texts of its own,
 * which make it four times as large.
 */
final class SharedTexts {

    private final Interner texts = Interner.ofTexts();

    RtpPacket in(RtpPacket packet) {
        return new RtpPacket(
                packet.timeMicros(),
                texts.of(packet.node()),
                texts.of(packet.trunk()),
                texts.of(packet.source()),
                texts.of(packet.destination()),
                packet.ssrc(),
                packet.payloadType(),
                packet.sequence(),
                packet.timestamp(),
                packet.marker(),
                packet.payloadBytes(),
                packet.clockOffset());
    }
}
