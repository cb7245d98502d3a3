package io.siphon.udf.report;

import io.siphon.udf.payload.Hop;

import org.junit.jupiter.api.Test;

import java.util.List;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ReportFormatsTest {

    private static final Hop HOP =
            new Hop(5, "n", "udp:192.0.2.9:5060", "udp:192.0.2.8:5060", "t", "in", "corr");

    private static final String PERIODIC =
            "{\"CORRELATION_ID\":\"callid\",\"RTP_SIP_CALL_ID\":\"callid\",\"DELTA\":19.983,\"JITTER\":0.017,"
                    + "\"REPORT_TS\":1549879181.33,\"TL_BYTE\":0,\"SKEW\":0.0,\"TOTAL_PK\":1512,\"EXPECTED_PK\":1520,"
                    + "\"PACKET_LOSS\":8,\"SEQ\":0,\"MAX_JITTER\":0.1,\"MAX_DELTA\":20.5,\"MAX_SKEW\":-8.1,"
                    + "\"MEAN_JITTER\":0.07,\"MIN_MOS\":3.9,\"MEAN_MOS\":4.032,\"MOS\":4.0,\"RFACTOR\":80.2,"
                    + "\"SRC_IP\":\"192.0.2.1\",\"SRC_PORT\":26072,\"DST_IP\":\"192.0.2.2\",\"DST_PORT\":51354,"
                    + "\"SSRC\":\"0x6687F353\",\"CODEC_PT\":9,\"CLOCK\":8000,\"CODEC_NAME\":\"g722\",\"DIR\":0,"
                    + "\"TYPE\":\"PERIODIC\",\"SOURCE\":\"RTP\"}";

    @Test
    void readsWhatRtpAgentSays() throws Exception {
        QualityReport report = RtpAgentReport.read(PERIODIC.getBytes(UTF_8), HOP).get(0);

        assertThat(report.callId()).isEqualTo("callid");
        assertThat(report.origin()).isEqualTo("rtpagent");
        assertThat(report.sender()).isEqualTo("udp:192.0.2.1:26072");
        assertThat(report.receiver()).isEqualTo("udp:192.0.2.2:51354");
        assertThat(report.ssrc()).isEqualTo(0x6687F353L);
        assertThat(report.lost()).isEqualTo(8);
        assertThat(report.lossPct()).isEqualTo(8 * 100 / 1520.0);
        assertThat(report.jitterMs()).isEqualTo(0.07);
        assertThat(report.jitterMaxMs()).isEqualTo(0.1);
        assertThat(report.mos()).isEqualTo(4.032);
        assertThat(report.mosMin()).isEqualTo(3.9);
        assertThat(report.whole()).isFalse();
    }

    @Test
    void whatItSaysOfRtcpIsAPercentage() throws Exception {
        String rtcp =
                "{\"CORRELATION_ID\":\"c\",\"INTERARRIVAL_JITTER\":12,\"PACKET_COUNT\":100,\"CUM_PACKET_LOSS\":5,"
                        + "\"PERCENTAGE_LOSS\":4.5,\"MAX_PERCENTAGE_LOSS\":9,\"TYPE\":\"HANGUP\",\"SOURCE\":\"RTCP\"}";
        QualityReport report = RtpAgentReport.read(rtcp.getBytes(UTF_8), HOP).get(0);

        assertThat(report.lossPct()).isEqualTo(4.5);
        assertThat(report.lossMaxPct()).isEqualTo(9);
        assertThat(report.jitterMs()).isEqualTo(12);
        assertThat(report.whole()).isTrue();
        assertThat(report.sender()).isEqualTo("udp:192.0.2.9:5060");
    }

    @Test
    void readsWhatAnOracleSbcMeasured() throws Exception {
        String json =
                "{\"NAME\":\"sbc\",\"INC_REALM\":\"access\",\"OUT_REALM\":\"core\",\"INC_ID\":\"a@b\",\"INC_RTP_BYTE\":1,"
                        + "\"INC_RTP_PK\":4988,\"INC_RTP_PK_LOSS\":12,\"INC_RTP_AVG_JITTER\":8,\"INC_RTP_MAX_JITTER\":22,"
                        + "\"INC_RTCP_AVG_LAT\":30,\"INC_MOS\":420,\"INC_RVAL\":8500,\"CALLER_SRC_IP\":\"192.0.2.1\","
                        + "\"CALLER_SRC_PORT\":4000,\"CALLER_DST_IP\":\"192.0.2.10\",\"CALLER_DST_PORT\":30000,"
                        + "\"OUT_ID\":\"c@d\",\"OUT_MOS\":0,\"OUT_RTP_PK\":0,\"OUT_RTP_PK_LOSS\":0}";
        List<QualityReport> reports = HoraclifixReport.read(json.getBytes(UTF_8), HOP);

        assertThat(reports).hasSize(1);
        QualityReport report = reports.get(0);
        assertThat(report.callId()).isEqualTo("a@b");
        assertThat(report.mos()).isEqualTo(4.2);
        assertThat(report.rFactor()).isEqualTo(85);
        assertThat(report.lossPct()).isEqualTo(0.24);
        assertThat(report.rttMs()).isEqualTo(30);
        assertThat(report.sender()).isEqualTo("udp:192.0.2.1:4000");
    }

    /** As baresip writes it, bound to all addresses. */
    @Test
    void readsBothWaysOfAnRtpStatHeader() {
        String value =
                "EX=BareSip;CS=0;CD=14;PR=658;PS=700;PL=32,7;PD=0,0;JI=15.0,10.0;"
                        + "IP=0.0.0.0:17074,127.0.0.13:19220;EN=PCMA/8000;DE=PCMU/8000";
        List<QualityReport> reports = RtpStatHeader.read(value, HOP, "c", "me", "peer");

        assertThat(reports)
                .extracting(QualityReport::receiver)
                .containsExactly("udp:192.0.2.9:17074", "udp:127.0.0.13:19220");
        assertThat(reports).extracting(QualityReport::receiverTag).containsExactly("me", "peer");
        assertThat(reports).extracting(QualityReport::own).containsExactly(true, false);
        assertThat(reports).extracting(QualityReport::codec).containsExactly("PCMU", "PCMA");
        assertThat(reports).extracting(QualityReport::lost).containsExactly(32, 7);
        assertThat(reports).extracting(QualityReport::jitterMs).containsExactly(1.875, 1.25);
        assertThat(reports.get(0).lossPct()).isCloseTo(32 / 6.9, within(1e-9));
        assertThat(reports.get(1).lossPct()).isEqualTo(1);
    }

    /** As Cisco's ATAs write P-RTP-Stat: commas for semicolons, one value each. */
    @Test
    void readsAHeaderWithCommas() {
        List<QualityReport> reports =
                RtpStatHeader.read(
                        "PS=207,OS=49680,PR=314,OR=50240,PL=0,JI=6,LA=40,DU=6,EN=G711u,DE=G711u",
                        HOP,
                        "c",
                        "me",
                        "peer");

        assertThat(reports).hasSize(1);
        assertThat(reports.get(0).jitterMs()).isEqualTo(6);
        assertThat(reports.get(0).rttMs()).isEqualTo(40);
        assertThat(reports.get(0).lossPct()).isZero();
        assertThat(RtpStatHeader.read("none", HOP, "c", "me", "peer")).isEmpty();
    }
}
