package io.siphon.udf.rtcp;

import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepProtocol;
import io.siphon.udf.CapturedPackets;
import io.siphon.udf.payload.Hop;
import io.siphon.udf.payload.PayloadException;
import io.siphon.udf.report.QualityReport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What rtpengine, captagent, heplify and Asterisk wrote in our own captures, and their traps. */
class RtcpJsonTest {

    /** As captagent's module rtcpxr writes it: octets as on the wire. */
    @Test
    void readsTheExtendedReportOfCaptagent() throws Exception {
        String json =
                "{\"Extended_report_information\":{\"identifier\":305441741,\"loss_rate\":64,\"discard_rate\":0,"
                        + "\"round_trip_delay\":40,\"end_sys_delay\":60,\"signal_lev\":127,\"R_fact\":82,\"ext_R_fact\":127,"
                        + "\"MOS_LQ\":41,\"MOS_CQ\":127,\"RX_conf\":[{\"PLC\":3}],\"JB_nom\":40},\"ssrc\":1,\"type\":207}";
        QualityReport report = RtcpJson.read(json.getBytes(UTF_8)).extended(HOP);

        assertThat(report.origin()).isEqualTo("xr");
        assertThat(report.ssrc()).isEqualTo(305441741);
        assertThat(report.lossPct()).isEqualTo(25);
        assertThat(report.rttMs()).isEqualTo(40);
        assertThat(report.mos()).isEqualTo(4.1);
        assertThat(report.rFactor()).isEqualTo(82);
        assertThat(report.jitterMs()).isNaN();
        String zeros = "{\"report_blocks_xr\":{\"type\":0,\"id\":0,\"fraction_lost\":0}}";
        assertThat(RtcpJson.read(zeros.getBytes(UTF_8)).extended(HOP)).isNull();
    }

    private static final Hop HOP =
            new Hop(7, "2001", "udp:127.0.0.1:4001", "udp:127.0.0.2:4003", "carrier", "", "call-1");

    @Test
    void decodesRtpengine() throws Exception {
        RtcpReport report =
                one(
                        "{ \"sender_information\":{\"ntp_timestamp_sec\":4004388366,\"ntp_timestamp_usec\":2780699266,"
                                + "\"octets\":120000,\"rtp_timestamp\":161243, \"packets\":750},\"ssrc\":2121249460,\"type\":200,"
                                + "\"report_count\":1,\"report_blocks\":[{\"source_ssrc\":2484974529,\"highest_seq_no\":2278,"
                                + "\"fraction_lost\":12,\"ia_jitter\":8,\"packets_lost\":37,\"lsr\":503949045,\"dlsr\":327352}],"
                                + "\"sdes_report_count\":1,\"sdes_information\": [ {\"sdes_chunk_ssrc\":2121249460,\"type\":1,"
                                + "\"text\":\"sip:1002@lab.example.org;transport=udp\"}] }");

        assertThat(report)
                .isEqualTo(
                        new RtcpReport(
                                7,
                                "2001",
                                "udp:127.0.0.1:4001",
                                "udp:127.0.0.2:4003",
                                "carrier",
                                "call-1",
                                200,
                                2121249460L,
                                middle(4004388366L, 2780699266L),
                                750,
                                120000,
                                true,
                                2484974529L,
                                12,
                                37,
                                2278,
                                8,
                                503949045,
                                327352,
                                0));
    }

    @Test
    void decodesCaptagent() throws Exception {
        RtcpReport report =
                one(
                        "{ \"sender_information\":{\"ntp_timestamp_sec\":4004388339,\"ntp_timestamp_usec\":624350805,"
                                + "\"octets\":40000,\"rtp_timestamp\":43906, \"packets\":250},\"ssrc\":1083797804,\"type\":200, "
                                + "\"report_blocks\":[{\"source_ssrc\":2677755824,\"highest_seq_no\":27673,\"fraction_lost\":0,"
                                + "\"ia_jitter\":8,\"packets_lost\":-3,\"lsr\":502473423,\"dlsr\":589}],\"report_count\":1,"
                                + "\"sdes_ssrc\":1083797804,\"sdes_report_count\":1,\"sdes_information\":[{\"type\":1,"
                                + "\"text\":\"sip:1001@lab.example.org\"}]}");

        assertThat(report.senderSsrc()).isEqualTo(1083797804);
        assertThat(report.sourceSsrc()).isEqualTo(2677755824L);
        assertThat(report.cumulativeLost()).isEqualTo(-3);
        assertThat(report.lsr()).isEqualTo(middle(4004388339L, 584046832L));
    }

    @Test
    void decodesHeplifyWhoseTypeIsNotThatOfTheReport() throws Exception {
        RtcpReport report =
                one(
                        "{\"sender_information\":{\"ntp_timestamp_sec\":4004388339,\"ntp_timestamp_usec\":584046832,"
                                + "\"rtp_timestamp\":55309,\"packets\":250,\"octets\":40000},\"ssrc\":2677755824,\"type\":202,"
                                + "\"report_count\":1,\"report_blocks\":[{\"source_ssrc\":1083797804,\"fraction_lost\":0,"
                                + "\"packets_lost\":16777215,\"highest_seq_no\":16678,\"ia_jitter\":9,\"lsr\":0,\"dlsr\":0}],"
                                + "\"report_blocks_xr\":{\"type\":0,\"id\":0,\"fraction_lost\":0,\"gap_duration\":0},"
                                + "\"sdes_ssrc\":2677755824}");

        assertThat(report.packetType()).isEqualTo(202);
        assertThat(report.hasBlock()).isTrue();
        assertThat(report.cumulativeLost()).isEqualTo(-1);
        assertThat(report.highestSequence()).isEqualTo(16678);
        assertThat(report.lsr()).isZero();
    }

    @Test
    void decodesAsteriskWithItsUnixTimeAndTexts() throws Exception {
        RtcpReport report =
                one(
                        "{\"ssrc\":2425753742,\"type\":200,\"report_count\":1,\"sender_information\":{"
                                + "\"ntp_timestamp_sec\":\"1795403628\",\"ntp_timestamp_usec\":\"219836\",\"rtp_timestamp\":4320,"
                                + "\"packets\":501,\"octets\":80160},\"report_blocks\":[{\"source_ssrc\":3657116658,"
                                + "\"fraction_lost\":17,\"packets_lost\":32,\"highest_seq_no\":22526,\"ia_jitter\":14,"
                                + "\"lsr\":\"770455420\",\"dlsr\":196}]}");

        assertThat(report.senderSsrc()).isEqualTo(2425753742L);
        assertThat(report.lsr()).isEqualTo(770455420);
        long fraction = Math.round(0.219836 * 4294967296.0);
        assertThat(report.ntpMiddle()).isEqualTo(middle(1795403628L + 2208988800L, fraction));
    }

    @Test
    void takesNoTimeForTheSsrcOfAsterisk() throws Exception {
        RtcpReport report =
                one(
                        "{\"ssrc\":4004392414,\"type\":200,\"report_count\":1,\"sender_information\":{"
                                + "\"ntp_timestamp_sec\":\"1795403614\",\"ntp_timestamp_usec\":\"698244\",\"rtp_timestamp\":71851,"
                                + "\"packets\":250,\"octets\":40000},\"report_blocks\":[{\"source_ssrc\":1076395048,"
                                + "\"fraction_lost\":0,\"packets_lost\":0,\"highest_seq_no\":38565,\"ia_jitter\":11,\"lsr\":\"0\","
                                + "\"dlsr\":0}]}");

        assertThat(report.senderSsrc()).isEqualTo(-1);
        assertThat(report.sourceSsrc()).isEqualTo(1076395048);
    }

    @Test
    void believesTheBlocksRatherThanTheirCount() throws Exception {
        RtcpReport report =
                one(
                        "{\"ssrc\":4004392423,\"type\":200,\"report_count\":2,\"sender_information\":{"
                                + "\"ntp_timestamp_sec\":\"1795403623\",\"ntp_timestamp_usec\":\"216585\",\"rtp_timestamp\":102953,"
                                + "\"packets\":250,\"octets\":40000},\"report_blocks\":[{\"source_ssrc\":653432184,"
                                + "\"fraction_lost\":0,\"packets_lost\":0,\"highest_seq_no\":2121,\"ia_jitter\":0,\"lsr\":\"0\","
                                + "\"dlsr\":0}]}");

        assertThat(report.sourceSsrc()).isEqualTo(653432184);
    }

    /** What is left over are SDES and BYE, which report nothing. */
    @ParameterizedTest
    @CsvSource({
        "kam-hep3-rtpe-media, 16, 12",
        "agent-captagent-v3-rtcp, 24, 24",
        "heplify-v3-tcp-media, 24, 24",
        "ast-hep3-b2bua-rtcp, 10, 10",
    })
    void readsEveryPacketOfTheCaptures(String capture, int packets, int reports) throws Exception {
        List<byte[]> payloads =
                CapturedPackets.of(capture).stream()
                        .filter(packet -> packet.protocol() == HepProtocol.RTCP_JSON)
                        .map(HepPacket::payload)
                        .toList();
        List<RtcpReport> read = new ArrayList<>();
        for (byte[] payload : payloads) {
            read.addAll(RtcpJson.decode(payload, HOP));
        }

        assertThat(payloads).hasSize(packets);
        assertThat(read).hasSize(reports).allMatch(RtcpReport::hasBlock);
    }

    @Test
    void masksNumbersBeyond32Bits() throws Exception {
        RtcpReport report =
                one(
                        "{\"type\":\"200\",\"ssrc\":\"3796877071\",\"sender_information\":{\"ntp_timestamp_sec\":\"3695717286\","
                                + "\"ntp_timestamp_usec\":\"500\",\"packets\":4294967297,\"octets\":-2},"
                                + "\"report_blocks\":[{\"source_ssrc\":-1,\"lsr\":-1097006646,\"dlsr\":\" 65536 \","
                                + "\"highest_seq_no\":99999999999999999999999999,\"ia_jitter\":12.9,\"fraction_lost\":255}]}");

        assertThat(report.senderSsrc()).isEqualTo(3796877071L);
        assertThat(report.senderPackets()).isEqualTo(1);
        assertThat(report.senderOctets()).isEqualTo(4294967294L);
        assertThat(report.sourceSsrc()).isEqualTo(4294967295L);
        assertThat(report.lsr()).isEqualTo(4294967296L - 1097006646L);
        assertThat(report.dlsr()).isEqualTo(65536);
        assertThat(report.highestSequence()).isBetween(0L, 4294967295L);
        assertThat(report.jitter()).isEqualTo(12);
        assertThat(report.fractionLost()).isEqualTo(255);
    }

    @Test
    void makesOneReportOfEachBlockInAnyOrderOfKeys() throws Exception {
        List<RtcpReport> reports =
                decode(
                        "{\"report_blocks\":[{\"ia_jitter\":1,\"source_ssrc\":11},null,{\"source_ssrc\":12}],"
                                + "\"type\":201,\"unknown\":{\"ssrc\":[1,{\"a\":2}]},\"ssrc\":10}");

        assertThat(reports).extracting(RtcpReport::sourceSsrc).containsExactly(11L, 12L);
        assertThat(reports).extracting(RtcpReport::senderSsrc).containsOnly(10L);
        assertThat(reports).extracting(RtcpReport::senderPackets).containsOnly(-1L);
        assertThat(reports).extracting(RtcpReport::ntpMiddle).containsOnly(0L);
    }

    @Test
    void readsASingleBlockThatIsNoList() throws Exception {
        assertThat(one("{\"report_blocks\":{\"source_ssrc\":11},\"ssrc\":10}").packetType())
                .isEqualTo(201);
    }

    @Test
    void keepsSenderInformationWithoutBlocks() throws Exception {
        for (String blocks : List.of("null", "[]", "{}", "\"\"", "[{\"source_ssrc\":0}]")) {
            RtcpReport report =
                    one(
                            "{\"ssrc\":1,\"sender_information\":{\"ntp_timestamp_sec\":3908988800,"
                                    + "\"ntp_timestamp_usec\":2147483648,\"packets\":200,\"octets\":32000},"
                                    + "\"report_blocks\":"
                                    + blocks
                                    + "}");
            assertThat(report.hasBlock()).isFalse();
            assertThat(report.packetType()).isEqualTo(200);
            assertThat(report.senderPackets()).isEqualTo(200);
            assertThat(report.ntpMiddle()).isEqualTo(middle(3908988800L, 2147483648L));
        }
    }

    @Test
    void makesNothingOfPacketsThatReportNothing() throws Exception {
        assertThat(
                        decode(
                                "{ \"sdes_report_count\":1,\"sdes_information\": [ {\"sdes_chunk_ssrc\":1083797804,"
                                        + "\"type\":1,\"text\":\"sip:1001@lab.example.org\"}] }"))
                .isEmpty();
        assertThat(decode("{\"type\":201,\"ssrc\":1,\"report_count\":0,\"report_blocks\":[]}"))
                .isEmpty();
        assertThat(
                        decode(
                                "{\"type\":201,\"sender_information\":{\"ntp_timestamp_sec\":0,\"packets\":0},"
                                        + "\"report_blocks\":null}"))
                .isEmpty();
        assertThat(decode("{}")).isEmpty();
    }

    @Test
    void survivesNullAndMisplacedValues() throws Exception {
        RtcpReport report =
                one(
                        "{\"ssrc\":null,\"type\":{},\"sender_information\":null,"
                                + "\"report_blocks\":[{\"source_ssrc\":5,\"lsr\":\"soon\",\"dlsr\":[1,[2]],\"ia_jitter\":true}]}");

        assertThat(report.senderSsrc()).isEqualTo(-1);
        assertThat(report.lsr()).isZero();
        assertThat(report.dlsr()).isZero();
    }

    @Test
    void readsTextThatIsNotUtf8() throws Exception {
        byte[] payload =
                "{\"sdes_information\":[{\"text\":\"J\u00f6rg\"}],\"report_blocks\":[{\"source_ssrc\":5}]}"
                        .getBytes(ISO_8859_1);

        assertThat(RtcpJson.decode(payload, HOP)).hasSize(1);
    }

    @Test
    void refusesBrokenJson() {
        for (String text :
                List.of(
                        "",
                        "[]",
                        "hello",
                        "{\"ssrc\":",
                        "{\"cic\":qoi1z1gw2}",
                        "{\"report_blocks\":[{")) {
            assertThatExceptionOfType(PayloadException.class)
                    .as(text)
                    .isThrownBy(() -> decode(text))
                    .satisfies(e -> assertThat(e.reason()).isEqualTo("bad-json"));
        }
    }

    private static long middle(long ntpSeconds, long fraction) {
        return (ntpSeconds & 0xFFFF) << 16 | fraction >>> 16;
    }

    private static RtcpReport one(String json) throws PayloadException {
        List<RtcpReport> reports = decode(json);
        assertThat(reports).hasSize(1);
        return reports.get(0);
    }

    private static List<RtcpReport> decode(String json) throws PayloadException {
        return RtcpJson.decode(json.getBytes(UTF_8), HOP);
    }
}
