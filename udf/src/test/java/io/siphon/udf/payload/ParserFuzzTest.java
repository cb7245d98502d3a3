package io.siphon.udf.payload;

import io.siphon.schema.Trace;
import io.siphon.sources.hep.HepPacket;
import io.siphon.udf.report.QualityReport;
import io.siphon.udf.report.ReportDecoder;
import io.siphon.udf.report.RtpStatHeader;
import io.siphon.udf.report.VqReport;
import io.siphon.udf.rtcp.RtcpJson;
import io.siphon.udf.rtcp.RtcpReport;
import io.siphon.udf.sdp.Media;
import io.siphon.udf.sip.SipJson;
import io.siphon.udf.sip.SipMessage;
import io.siphon.udf.sip.SipParser;

import org.apache.flink.util.OutputTag;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Damaged payloads of a fixed seed: nothing but {@link PayloadException} comes out, every parse
 * goes forward, and what lies around a payload is never looked at. {@code -Dsiphon.fuzz.cases=N}
 * sets their number.
 */
class ParserFuzzTest {

    private static final int CASES = Integer.getInteger("siphon.fuzz.cases", 200_000);
    private static final Hop HOP = new Hop(1, "n", "udp:a:1", "udp:b:2", "", "in", "c");
    private static final int MARGIN = 64;

    private static final String[] SIP = {
        "INVITE sip:b@example.org;transport=tcp SIP/2.0\r\n"
                + "Via: SIP/2.0/UDP 192.0.2.1:5060;rport;branch=z9hG4bKa1, SIP/2.0/TCP [::9]:5062;branch=\"q\"\r\n"
                + "v: SIP / 2.0 / WSS x.invalid (c);branch=z9hG4bKc3\r\n"
                + "From: \"A; \\\"<x>\\\"\" <sip:a@example.org>;tag=a-1\r\nTo: sip:b@example.org;user=phone\r\n"
                + "Call-ID: call-1@192.0.2.1\r\nCSeq: 314159\r\n INVITE\r\n"
                + "Contact: \"A\" <sip:a@192.0.2.1:5060>;expires=60, <sip:o@192.0.2.1>\r\n"
                + "P-Asserted-Identity: <tel:+4930900000>\r\nSubject: \u00c3\u00b6\u00ff\r\n"
                + "Content-Type: application/sdp\r\nContent-Length: 150\r\n\r\n"
                + "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1/127\r\nt=0 0\r\na=sendonly\r\n"
                + "m=audio 4000/2 RTP/AVP 8 101\r\na=rtpmap:101 telephone-event/8000\r\na=rtcp:4005\r\na=rtcp-mux\r\n",
        "SIP/2.0 486 Busy Here\r\nv: SIP/2.0/TLS p.example.org;branch=z9hG4bKx\r\nf: <sip:a@x>;tag=1\r\n"
                + "t: <sip:b@x>;tag=2\r\ni: 5\r\nCSeq: 2 INVITE\r\nServer: S/7\r\n"
                + "Reason: SIP;cause=486;text=\"Busy, Here\", q.850 ; text=\"a;cause=1\" ; cause = 17\r\nl: 0\r\n\r\n"
                + "\r\nBYE sip:b SIP/2.0\nCall-ID: 6\nUser-Agent: u\nX-CID: 4\n\n",
        "MESSAGE sip:b SIP/2.0\r\nc: multipart/mixed;boundary=\"b 1\"\r\n\r\n--b 1\r\nContent-Type: text/plain\r\n\r\nx\r\n"
                + "--b 1\r\nc: multipart/alternative;\r\n boundary=i\r\n\r\n--i\r\nc: application/sdp\r\n\r\nv=0\r\n"
                + "m=video 5 RTP/AVPF 96\r\na=rtpmap:96 VP8/90000\r\n--i--\r\n--b 1--\r\n",
        "NOTIFY sip:b SIP/2.0\rc: message/sipfrag\rl: 14\r\rSIP/2.0 200 OK",
    };

    private static final String[] JSON = {
        "{ \"sender_information\":{\"ntp_timestamp_sec\":4004388366,\"ntp_timestamp_usec\":2780699266,"
                + "\"octets\":120000,\"rtp_timestamp\":161243, \"packets\":750},\"ssrc\":2121249460,\"type\":200,"
                + "\"report_blocks\":[{\"source_ssrc\":2484974529,\"highest_seq_no\":2278,\"fraction_lost\":12,"
                + "\"ia_jitter\":8,\"packets_lost\":37,\"lsr\":503949045,\"dlsr\":327352}],"
                + "\"sdes_information\": [ {\"text\":\"sip:1002@x\"}] }",
        "{\"ssrc\":4004392414,\"type\":\"200\",\"sender_information\":{\"ntp_timestamp_sec\":\"1795403614\","
                + "\"ntp_timestamp_usec\":\"698244\"},\"report_blocks\":{\"source_ssrc\":-1,\"lsr\":\"-5\",\"dlsr\":1e9}}",
        "{\n\t\"payload\":\t\"INVITE sip:a SIP/2.0\\r\\nCall-ID: \\u0031\\r\\n\\r\\n\"\n}",
    };

    private static final String[] VQ = {
        "VQSessionReport: CallTerm\r\nLocalMetrics:\r\nTimestamps:START=2016-09-23T14:49:51Z STOP=2016-09-23T14:50:03Z\r\n"
                + "SessionDesc:PT=0 PD=PCMU PPS=50 PLC=3 SSUP=off\r\nCallID:ID-in-body\r\n"
                + "LocalAddr:IP=192.0.2.10 PORT=11780 SSRC=0x1234abcd\r\nRemoteAddr:IP=2001:db8::1 PORT=30012 SSRC=5\r\n"
                + "PacketLoss:NLR=0.5 JDR=0.0\r\nDelay:RTD=20 ESD=97 SOWD=48 IAJ=3 MAJ=0\r\n"
                + "QualityEst:RLQ= RCQ=92 EXTRI=127 MOSLQ=4.1 MOSCQ=4.1\r\nRemoteMetrics:\r\nDelay:IAJ=2\r\n"
                + "DialogID:ID-in-body;to-tag=t2;from-tag=t1\r\n",
        "VQIntervalReport\nCallID : a\nLocalMetrics:\nDelay: RTD=0\nVQAlertReport: Type=NLR\nCallID:b\n",
    };

    private static final String[] REPORTS = {
        "{\"CORRELATION_ID\":\"c\",\"JITTER\":0.017,\"TOTAL_PK\":1512,\"EXPECTED_PK\":1512,\"PACKET_LOSS\":3,"
                + "\"MOS\":4.032,\"SRC_IP\":\"192.0.2.1\",\"SRC_PORT\":26072,\"DST_IP\":\"::1\",\"DST_PORT\":\"5\","
                + "\"SSRC\":\"0x6687F353\",\"CODEC_NAME\":\"g722\",\"TYPE\":\"PERIODIC\",\"X\":[{\"MOS\":1}]}",
        "{\"INC_ID\":\"c\",\"INC_MOS\":420,\"INC_RVAL\":8500,\"INC_RTP_PK\":5000,\"INC_RTP_PK_LOSS\":12,"
                + "\"INC_RTP_AVG_JITTER\":8,\"OUT_MOS\":\"4.1\",\"CALLEE_SRC_IP\":null}",
    };

    private static final String[] STATS = {
        "EX=BareSip;CS=0;CD=14;PR=658;PS=700;PL=32,0;PD=0,0;JI=15.0,10.0;IP=0.0.0.0:17074,[::1]:19220;EN=PCMA/8000;DE=PCMA/8000",
        "PS=207,OS=49680,PR=314,OR=50240,PL=0,JI=600,LA=40,DU=6,EN=G711u,DE=G711u",
    };

    private static final String[] WORDS = {
        "\r\n",
        "\n",
        "\r",
        "\r\n\r\n",
        "\r\n ",
        "\"",
        "\\",
        "\\\"",
        "<",
        ">",
        ";",
        ",",
        ":",
        "=",
        " ",
        "\t",
        "\0",
        "\u00ff",
        "\u00c3",
        "--",
        "SIP/2.0",
        "tag=",
        ";branch=",
        "Content-Length: ",
        "99999999999999999999",
        "-1",
        "Via: ",
        "m=audio ",
        "a=rtpmap:",
        "{",
        "}",
        "[",
        "]",
        "null",
        "\\u",
        "INVITE a SIP/2.0\r\n",
    };

    private final Random random = new Random(20260723);

    @Test
    void readsDamagedSipWithinItsBounds() {
        SipParser one = new SipParser(List.of("Subject", "Via"));
        SipParser other = new SipParser(List.of("Subject", "Via"));
        int decoded = 0;
        for (int i = 0; i < CASES; i++) {
            byte[] payload = damaged(SIP[random.nextInt(SIP.length)]);
            List<String> messages = messages(one, payload, (byte) '\n');
            assertThat(messages(other, payload, (byte) '"'))
                    .as(() -> new String(payload, ISO_8859_1))
                    .isEqualTo(messages);
            decoded += messages.size();
        }
        assertThat(decoded).isGreaterThan(CASES / 4);
    }

    @Test
    void readsDamagedJson() {
        int decoded = 0;
        for (int i = 0; i < CASES / 4; i++) {
            byte[] payload = damaged(JSON[random.nextInt(JSON.length)]);
            try {
                for (RtcpReport report : RtcpJson.decode(payload, HOP)) {
                    assertThat(report.cumulativeLost()).isBetween(-0x800000, 0x7FFFFF);
                    assertThat(report.fractionLost()).isBetween(0, 255);
                    assertThat(report.sourceSsrc()).isBetween(0L, 0xFFFFFFFFL);
                    decoded++;
                }
            } catch (PayloadException e) {
                assertThat(e.reason()).isEqualTo("bad-json");
            }
            try {
                SipJson.unwrap(payload);
            } catch (PayloadException e) {
                assertThat(e.reason()).isIn("bad-json", "json-without-sip");
            }
        }
        assertThat(decoded).isGreaterThan(CASES / 100);
    }

    @Test
    void readsDamagedReports() {
        int decoded = 0;
        for (int i = 0; i < CASES / 4; i++) {
            byte[] body = damaged(VQ[random.nextInt(VQ.length)]);
            byte[] json = damaged(REPORTS[random.nextInt(REPORTS.length)]);
            String header = new String(damaged(STATS[random.nextInt(STATS.length)]), ISO_8859_1);
            List<QualityReport> reports =
                    new ArrayList<>(RtpStatHeader.read(header, HOP, "c", "t", "u"));
            try {
                reports.addAll(VqReport.read(body, 0, body.length, HOP));
            } catch (PayloadException e) {
                assertThat(e.reason()).isEqualTo("bad-vq-report");
            }
            for (PayloadDecoder<?> decoder : ReportDecoder.all()) {
                HepPacket packet = packet(decoder.protocol(), i % 2 == 0 ? json : body);
                try {
                    decode(decoder, packet, reports);
                } catch (PayloadException e) {
                    assertThat(e.reason()).isIn("bad-json", "bad-vq-report");
                }
            }
            for (QualityReport report : reports) {
                assertThat(report.ssrc()).isBetween(-1L, 0xFFFFFFFFL);
                assertThat(report.callId().length()).isLessThanOrEqualTo(255);
                assertThat(report.receiver().length()).isLessThanOrEqualTo(64);
                assertThat(report.codec().length()).isLessThanOrEqualTo(64);
            }
            decoded += reports.size();
        }
        assertThat(decoded).isGreaterThan(CASES / 4);
    }

    private static HepPacket packet(int protocol, byte[] payload) {
        return new HepPacket(
                1,
                1,
                3,
                17,
                "192.0.2.1",
                1,
                "192.0.2.2",
                2,
                "a",
                "n",
                protocol,
                "c",
                "in",
                payload,
                null,
                null);
    }

    private <T> void decode(
            PayloadDecoder<T> decoder, HepPacket packet, List<QualityReport> reports)
            throws PayloadException {
        decoder.decode(
                packet,
                new Hops(Trunks.of(Map.of()), Set.of()),
                new PayloadDecoder.Decoded<>() {
                    @Override
                    public void value(T value) {
                        reports.add((QualityReport) value);
                    }

                    @Override
                    public <U> void value(OutputTag<U> output, U value) {
                        throw new AssertionError(output);
                    }

                    @Override
                    public void trace(Trace trace) {
                        assertThat(trace.callId().length()).isLessThanOrEqualTo(255);
                    }
                });
    }

    /** All fields of all messages of a payload, which lies between octets of another kind. */
    private static List<String> messages(SipParser parser, byte[] payload, byte surroundings) {
        byte[] octets = new byte[payload.length + 2 * MARGIN];
        Arrays.fill(octets, surroundings);
        System.arraycopy(payload, 0, octets, MARGIN, payload.length);
        int limit = MARGIN + payload.length;
        List<String> messages = new ArrayList<>();
        int at = MARGIN;
        while (at < limit) {
            try {
                int end = parser.parse(octets, at, limit - at);
                assertThat(end).isGreaterThan(at).isLessThanOrEqualTo(limit);
                at = end;
            } catch (PayloadException e) {
                assertThat(e.reason()).isIn("empty", "no-start-line");
                return messages;
            }
            messages.add(
                    rendered(parser.toMessage(HOP)) + parser.statusText() + parser.viaTransport());
        }
        return messages;
    }

    private static String rendered(SipMessage message) {
        StringBuilder text = new StringBuilder(message.toString().replaceAll("@[0-9a-f]+", ""));
        text.append(Arrays.toString(message.vias())).append(Arrays.toString(message.headers()));
        if (message.sdp() != null) {
            for (Media media : message.sdp().media()) {
                text.append(media.ip())
                        .append(media.port())
                        .append(Arrays.toString(media.codecs()));
            }
        }
        return text.toString();
    }

    private byte[] damaged(String seed) {
        StringBuilder text = new StringBuilder(seed);
        for (int i = random.nextInt(6); i >= 0; i--) {
            int at = random.nextInt(text.length() + 1);
            int to = Math.min(text.length(), at + random.nextInt(8));
            switch (random.nextInt(6)) {
                case 0 -> text.delete(at, to);
                case 1 -> text.insert(at, WORDS[random.nextInt(WORDS.length)]);
                case 2 -> text.replace(at, to, WORDS[random.nextInt(WORDS.length)]);
                case 3 -> text.insert(at, text.substring(random.nextInt(to + 1), to));
                case 4 -> text.insert(at, (char) random.nextInt(256));
                default -> text.setLength(random.nextInt(4) == 0 ? at : text.length());
            }
        }
        return text.toString().getBytes(ISO_8859_1);
    }
}
