package io.siphon.udf.rtp;

import io.siphon.udf.payload.Hop;
import io.siphon.udf.payload.PayloadException;

import org.junit.jupiter.api.Test;

import java.util.HexFormat;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RtpHeaderTest {

    private static final int CASES = Integer.getInteger("siphon.fuzz.cases", 200_000);

    private static final Hop HOP =
            new Hop(7, "tap", "udp:192.0.2.1:4000", "udp:192.0.2.2:5000", "t", "", null);

    private static final String FIXED = "8088fffe fffffff0 dee0ee8f";

    @Test
    void readsTheFixedHeader() throws Exception {
        assertThat(read(FIXED + "d5d5d5d5", 172))
                .isEqualTo(
                        new RtpPacket(
                                7,
                                "tap",
                                "t",
                                "udp:192.0.2.1:4000",
                                "udp:192.0.2.2:5000",
                                0xdee0ee8fL,
                                8,
                                0xfffe,
                                0xfffffff0L,
                                true,
                                160,
                                0));
    }

    @Test
    void leavesCsrcsExtensionAndPaddingOutOfThePayload() throws Exception {
        String csrcs = "00000001 00000002";
        String extension = "bede0001 10ff0000";
        String packet = "b2" + FIXED.substring(2) + csrcs + extension + "d5d5d5d5 d5000003";

        assertThat(read(packet, 36).payloadBytes()).isEqualTo(5);
    }

    @Test
    void readsAPacketThatWasCutAfterItsHeader() throws Exception {
        assertThat(read("b1" + FIXED.substring(2) + "00000001 bede0001", 200).payloadBytes())
                .isEqualTo(200 - 24);
        assertThat(read("9f" + FIXED.substring(2), 200).payloadBytes()).isEqualTo(200 - 72);
    }

    @Test
    void refusesWhatIsNotRtp() {
        assertThatThrownBy(() -> read("40" + FIXED.substring(2), 12))
                .isInstanceOf(PayloadException.class)
                .hasMessage("bad-rtp: got version 1, expected 2");
        assertThatThrownBy(() -> read("80880001", 172))
                .hasMessage("bad-rtp: got 4 octets, expected 12 or more");
        assertThatThrownBy(() -> read("8f" + FIXED.substring(2), 12))
                .hasMessage("bad-rtp: got 12 octets, expected 72 or more");
        assertThatThrownBy(() -> read("a0" + FIXED.substring(2) + "d5ff", 14))
                .hasMessage("bad-rtp: got 14 octets, expected 267 or more");
    }

    @Test
    void readsAnythingWithinItsBounds() {
        Random random = new Random(20260725);
        int read = 0;
        for (int i = 0; i < CASES; i++) {
            byte[] octets = new byte[random.nextInt(64)];
            random.nextBytes(octets);
            if (octets.length > 0 && random.nextBoolean()) {
                octets[0] = (byte) (octets[0] & 0x3f | 0x80);
            }
            try {
                RtpPacket packet = RtpHeader.read(octets, random.nextInt(300), HOP);
                assertThat(packet.payloadBytes()).isBetween(0, 300);
                assertThat(packet.sequence()).isBetween(0, 0xffff);
                read++;
            } catch (PayloadException e) {
                assertThat(e.reason()).isEqualTo("bad-rtp");
            }
        }
        assertThat(read).isGreaterThan(CASES / 10);
    }

    private static RtpPacket read(String hex, int wireLength) throws PayloadException {
        return RtpHeader.read(HexFormat.of().parseHex(hex.replace(" ", "")), wireLength, HOP);
    }
}
