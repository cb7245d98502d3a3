package io.siphon.udf.report;

import io.siphon.udf.payload.Hop;
import io.siphon.udf.payload.PayloadException;

import org.junit.jupiter.api.Test;

import java.util.List;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class VqReportTest {

    private static final Hop HOP =
            new Hop(5, "n", "udp:192.0.2.9:5060", "udp:192.0.2.8:5060", "t", "in", "publish-1");

    /** As a phone sent it. */
    private static final String PHONE =
            """
            VQSessionReport: CallTerm
            LocalMetrics:
            Timestamps:START=2016-09-23T14:49:51Z STOP=2016-09-23T14:50:03Z
            SessionDesc:PT=0 PPS=50 PLC=3 SSUP=off
            CallID:ID-in-body
            FromID:<sip:alice@example.net>
            ToID:<sip:bob@example.net>
            LocalAddr:IP=192.0.2.10 PORT=11780 SSRC=0x1234abcd
            RemoteAddr:IP=192.0.2.20 PORT=30012 SSRC=0x5678dcba
            JitterBuffer:JBA=2 JBR=15 JBN=40 JBM=40 JBX=240
            PacketLoss:NLR=0.0 JDR=0.0
            BurstGapLoss:BLD=0.0 BD=0 GLD=0.0 GD=65535 GMIN=16
            Delay:RTD=0 ESD=97 SOWD=48 IAJ=0 MAJ=0
            Signal:SL=127 NL=-84 RERL=127
            QualityEst:RLQ= RCQ=92 EXTRI=127 MOSLQ=4.1 MOSCQ=4.1
            DialogID:ID-in-body;to-tag=t2;from-tag=t1
            """;

    /** In the order of the RFC's example (6035, 4.7.2): addresses first, both sides' metrics. */
    private static final String BOTH_SIDES =
            """
            VQSessionReport : CallTerm
            CallID: 12345678@example.com
            LocalID: Alice <sip:alice@example.org>
            RemoteID: Bill <sip:bill@example.net>
            LocalAddr: IP=192.0.2.1 PORT=5000 SSRC=1a3b5c7d
            RemoteAddr: IP=2001:db8::2 PORT=5002 SSRC=0x2468abcd
            LocalMetrics:
            SessionDesc: PT=18 PD=G729 SR=8000 FD=20 FO=20 FPP=2 PPS=50 FMTP="annexb=no" PLC=3 SSUP=on
            PacketLoss: NLR=5.0 JDR=2.0
            Delay: RTD=200 ESD=140 SOWD=200 IAJ=2 MAJ=10
            QualityEst: RLQ=90 RCQ=85 EXTRI=90 MOSLQ=4.2 MOSCQ=4.3
            RemoteMetrics:
            SessionDesc: PT=18 PD=G729
            PacketLoss: NLR=1.5 JDR=0.0
            Delay: RTD=65535 IAJ=7
            QualityEst: RCQ=71 MOSLQ=127 MOSCQ=3.6
            DialogID: 12345678@example.com;to-tag=8472761;from-tag=9123dh311
            """;

    @Test
    void readsWhatAPhoneReceived() throws Exception {
        QualityReport report = read(PHONE).get(0);

        assertThat(read(PHONE)).hasSize(1);
        assertThat(report.callId()).isEqualTo("ID-in-body");
        assertThat(report.origin()).isEqualTo("vq");
        assertThat(report.receiver()).isEqualTo("udp:192.0.2.10:11780");
        assertThat(report.sender()).isEqualTo("udp:192.0.2.20:30012");
        assertThat(report.ssrc()).isEqualTo(0x5678dcbaL);
        assertThat(report.lossPct()).isZero();
        assertThat(report.jitterMs()).isZero();
        assertThat(report.rttMs()).isNaN();
        assertThat(report.mos()).isEqualTo(4.1);
        assertThat(report.rFactor()).isEqualTo(92);
        assertThat(report.whole()).isTrue();
        assertThat(report.own()).isTrue();
    }

    @Test
    void remoteMetricsAreOfTheStreamTheOtherWay() throws Exception {
        List<QualityReport> reports = read(BOTH_SIDES);

        assertThat(reports).extracting(QualityReport::own).containsExactly(true, false);
        assertThat(reports)
                .extracting(QualityReport::receiver)
                .containsExactly("udp:192.0.2.1:5000", "udp:[2001:db8::2]:5002");
        assertThat(reports).extracting(QualityReport::codec).containsExactly("G729", "G729");
        assertThat(reports).extracting(QualityReport::lossPct).containsExactly(5.0, 1.5);
        assertThat(reports).extracting(QualityReport::jitterMs).containsExactly(2.0, 7.0);
        assertThat(reports).extracting(QualityReport::rttMs).containsExactly(200.0, Double.NaN);
        assertThat(reports).extracting(QualityReport::mos).containsExactly(4.2, 3.6);
        assertThat(reports.get(0).ssrc()).isEqualTo(0x2468abcdL);
        assertThat(reports.get(1).ssrc()).isEqualTo(-1);
    }

    @Test
    void aBodyHasSeveralSessions() throws Exception {
        String interval = PHONE.replace("VQSessionReport: CallTerm", "VQIntervalReport");
        String other = interval.replace("ID-in-body", "other");
        List<QualityReport> reports = read(interval + other.replace("\n", "\r\n") + BOTH_SIDES);

        assertThat(reports)
                .extracting(QualityReport::callId)
                .containsExactly(
                        "ID-in-body", "other", "12345678@example.com", "12345678@example.com");
        assertThat(reports)
                .extracting(QualityReport::whole)
                .containsExactly(false, false, true, true);
    }

    @Test
    void withoutACallIdTheDialogTells() throws Exception {
        assertThat(read(PHONE.replace("CallID:ID-in-body\n", "")).get(0).callId())
                .isEqualTo("ID-in-body");
        assertThat(read("VQAlertReport: Type=NLR Severity=Warning Dir=local\n").get(0).callId())
                .isEqualTo("publish-1");
    }

    @Test
    void whatIsNoReportIsSaidToBeNone() {
        assertThatThrownBy(() -> read("LocalMetrics:\nDelay:IAJ=1\n"))
                .isInstanceOf(PayloadException.class)
                .hasMessageStartingWith("bad-vq-report");
        assertThatThrownBy(() -> read("VQSessionReport\n".repeat(33)))
                .hasMessageContaining("got 33");
    }

    @Test
    void numbersThatAreNoneAreLeftOut() throws Exception {
        QualityReport report =
                read("VQSessionReport\nPacketLoss:NLR=NaN\nDelay:IAJ=1e400 RTD=0x10p3\nQualityEst:MOSLQ=4f\n")
                        .get(0);

        assertThat(report.lossPct()).isNaN();
        assertThat(report.rttMs()).isNaN();
        assertThat(report.mos()).isNaN();
        assertThat(report.jitterMs()).isInfinite(); // the tracker leaves out what is impossible
    }

    private static List<QualityReport> read(String body) throws PayloadException {
        byte[] octets = body.getBytes(UTF_8);
        return VqReport.read(octets, 0, octets.length, HOP);
    }
}
