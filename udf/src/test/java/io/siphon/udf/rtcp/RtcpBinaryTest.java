package io.siphon.udf.rtcp;

import io.siphon.udf.payload.Hop;
import io.siphon.udf.payload.PayloadException;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RtcpBinaryTest {

    private static final int CASES = Integer.getInteger("siphon.fuzz.cases", 200_000);

    private static final Hop HOP =
            new Hop(1, "tap", "udp:192.0.2.1:4001", "udp:192.0.2.2:5001", "t", "", null);

    private static final String SENDER =
            "80c80006 00001001 eeacaa51 80000000 000186a0 000000fa 00009c40";
    private static final String BLOCK = "00002002 0cffffff 0001ebaa 00000037 1e0a4bc5 0004feb8";
    private static final String SDES = "81ca0003 00001001 01036162 63000000";
    private static final String BYE = "81cb0001 00001001";
    private static final String APP = "80cc0003 00001001 42524553 01020304";

    /** Loss 1/256, discard 2/256, burst 50 %, gap 3/256; 127 where nothing is known. */
    private static final String VOIP =
            "80cf000a 00001001 07000008 00002002 01028003 00640bb8 0050003c ecba7f10"
                    + "5d7f297f f0000028 003c00f0";

    private static final String SUMMARY =
            "80cf000b 00001001 06e80009 00002002 00640096 00000005 00000002 00000001 00000063"
                    + "00000014 00000007 40404000";

    @Test
    void readsASenderReportWithAllItsBlocks() throws Exception {
        String packet =
                "82c80012" + SENDER.substring(8) + BLOCK + BLOCK.replace("00002002", "00003003");
        RtcpContents contents = decode(packet);

        assertThat(contents.reports()).hasSize(2);
        RtcpReport report = contents.reports().get(0);
        assertThat(report)
                .isEqualTo(
                        new RtcpReport(
                                1,
                                "tap",
                                "udp:192.0.2.1:4001",
                                "udp:192.0.2.2:5001",
                                "t",
                                "",
                                200,
                                0x1001,
                                0xaa518000L,
                                250,
                                40_000,
                                true,
                                0x2002,
                                12,
                                -1,
                                0x1ebaa,
                                0x37,
                                0x1e0a4bc5L,
                                0x4feb8,
                                0));
        assertThat(contents.reports().get(1).sourceSsrc()).isEqualTo(0x3003);
    }

    @Test
    void readsASenderReportWithoutBlocks() throws Exception {
        RtcpReport report = decode(SENDER).reports().get(0);

        assertThat(report.hasBlock()).isFalse();
        assertThat(report.senderPackets()).isEqualTo(250);
        assertThat(report.ntpMiddle()).isEqualTo(0xaa518000L);
    }

    @Test
    void readsAllPacketsOfACompound() throws Exception {
        String receiver = "81c90007 00001001" + BLOCK;
        RtcpContents contents = decode(SENDER + SDES + receiver + APP + VOIP + SUMMARY + BYE);

        assertThat(contents.reports()).extracting(RtcpReport::packetType).containsExactly(200, 201);
        assertThat(contents.extended()).hasSize(1);
        assertThat(contents.statistics()).hasSize(1);
    }

    @Test
    void saysNothingForAReceiverWhoHasReceivedNothing() throws Exception {
        assertThat(decode("80c90001 00001001" + SDES).reports()).isEmpty();
    }

    @Test
    void readsVoipMetrics() throws Exception {
        RtcpXr xr = decode(VOIP).extended().get(0);

        assertThat(xr)
                .isEqualTo(
                        new RtcpXr(
                                1,
                                "tap",
                                "udp:192.0.2.1:4001",
                                "udp:192.0.2.2:5001",
                                "t",
                                0x1001,
                                0x2002,
                                100 / 256.0,
                                200 / 256.0,
                                50,
                                300 / 256.0,
                                100,
                                3000,
                                80,
                                60,
                                -20,
                                -70,
                                Double.NaN,
                                16,
                                93,
                                Double.NaN,
                                4.1,
                                Double.NaN,
                                3,
                                3,
                                40,
                                60,
                                240));
    }

    @Test
    void readsAStatisticsSummaryAndLeavesOutWhatItsFlagsDo() throws Exception {
        RtcpStatistics all = decode(SUMMARY).statistics().get(0);
        assertThat(all.beginSequence()).isEqualTo(100);
        assertThat(all.endSequence()).isEqualTo(150);
        assertThat(all.lost()).isEqualTo(5);
        assertThat(all.duplicates()).isEqualTo(2);
        assertThat(all.minJitter()).isEqualTo(1);
        assertThat(all.maxJitter()).isEqualTo(99);
        assertThat(all.meanJitter()).isEqualTo(20);
        assertThat(all.jitterDeviation()).isEqualTo(7);

        RtcpStatistics none = decode(SUMMARY.replace("06e80009", "06000009")).statistics().get(0);
        assertThat(none.lost()).isEqualTo(-1);
        assertThat(none.duplicates()).isEqualTo(-1);
        assertThat(none.jitterDeviation()).isEqualTo(-1);
    }

    @Test
    void readsUpToWhereTheCaptureWasCut() throws Exception {
        byte[] whole = bytes(SENDER + "82c9000d 00001001" + BLOCK + BLOCK);
        byte[] cut = Arrays.copyOf(whole, whole.length - 5);

        assertThat(RtcpBinary.decode(cut, HOP).reports())
                .extracting(RtcpReport::hasBlock)
                .containsExactly(false, true);
    }

    @Test
    void takesZerosAtTheEndForPadding() throws Exception {
        assertThat(decode(SENDER + "00000000").reports()).hasSize(1);
    }

    @Test
    void believesNothingOfEncryptedRtcp() {
        // RFC 3711, 3.4: the first header is clear, an index and a tag follow the last packet
        String index = "80000001 11223344556677889900";
        assertThatThrownBy(() -> decode(SENDER + index))
                .isInstanceOf(PayloadException.class)
                .hasMessage("bad-rtcp: got packet type 0, expected 192..223 at 28");
    }

    @Test
    void refusesWhatIsNotRtcp() {
        assertThatThrownBy(() -> decode("40c80006 00001001"))
                .hasMessage("bad-rtcp: got version 1, expected 2 at 0");
        assertThatThrownBy(() -> decode("80c8"))
                .hasMessage("bad-rtcp: got 2 octets, expected 8 or more at 0");
    }

    @Test
    void readsDamagedPacketsWithinTheirBounds() {
        byte[][] seeds = {
            bytes(SENDER + SDES + BYE),
            bytes("82c80012" + SENDER.substring(8) + BLOCK + BLOCK + SDES),
            bytes("81c90007 00001001" + BLOCK + APP),
            bytes(VOIP + SUMMARY),
        };
        Random random = new Random(20260724);
        int read = 0;
        for (int i = 0; i < CASES; i++) {
            byte[] payload = seeds[random.nextInt(seeds.length)].clone();
            for (int j = random.nextInt(4); j > 0; j--) {
                payload[random.nextInt(payload.length)] = (byte) random.nextInt(256);
            }
            if (random.nextInt(3) == 0) {
                payload = Arrays.copyOf(payload, random.nextInt(2 * payload.length));
            }
            try {
                RtcpContents contents = RtcpBinary.decode(payload, HOP);
                for (RtcpReport report : contents.reports()) {
                    assertThat(report.cumulativeLost()).isBetween(-0x800000, 0x7FFFFF);
                    assertThat(report.fractionLost()).isBetween(0, 255);
                    assertThat(report.jitter()).isBetween(0L, 0xFFFFFFFFL);
                    read++;
                }
            } catch (PayloadException e) {
                assertThat(e.reason()).isEqualTo("bad-rtcp");
            }
        }
        assertThat(read).isGreaterThan(CASES / 2);
    }

    private static RtcpContents decode(String hex) throws PayloadException {
        return RtcpBinary.decode(bytes(hex), HOP);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
