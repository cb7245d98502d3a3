package io.siphon.udf.decode;

import io.siphon.schema.Trace;
import io.siphon.schema.Undecodable;
import io.siphon.sources.hep.HepChunk;
import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepProtocol;
import io.siphon.sources.hep.HepWireLength;
import io.siphon.udf.payload.Trunks;
import io.siphon.udf.report.QualityReport;
import io.siphon.udf.rtcp.RtcpDecoder;
import io.siphon.udf.rtcp.RtcpReport;
import io.siphon.udf.sip.SipDecoder;
import io.siphon.udf.sip.SipMessage;

import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.apache.flink.util.OutputTag;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

class DecodePayloadsTest {

    private static final String OPTIONS =
            "OPTIONS sip:b@example.org SIP/2.0\r\n"
                    + "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\n"
                    + "From: <sip:a@example.org>;tag=f\r\nTo: <sip:b@example.org>\r\n"
                    + "Call-ID: c1\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n";
    private static final String OK =
            "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\n"
                    + "From: <sip:a@example.org>;tag=f\r\nTo: <sip:b@example.org>;tag=t\r\n"
                    + "Call-ID: c1\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n";

    private OneInputStreamOperatorTestHarness<HepPacket, Trace> harness;

    @BeforeEach
    void open() throws Exception {
        harness =
                ProcessFunctionTestHarnesses.forProcessFunction(
                        new DecodePayloads(
                                new DecodeSettings(
                                        List.of(), Trunks.of(Map.of()), Set.of(), true, 3, 5)));
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    void aSipMessageIsStoredAndUnderstood() throws Exception {
        process(HepProtocol.SIP, OK);
        Trace trace = traces().get(0);
        assertThat(trace)
                .extracting(
                        Trace::source,
                        Trace::destination,
                        Trace::callId,
                        Trace::method,
                        Trace::status,
                        Trace::fromTag,
                        Trace::toTag,
                        Trace::direction)
                .containsExactly(
                        "udp:192.0.2.1:5060",
                        "udp:10.0.0.1:5060",
                        "c1",
                        "OPTIONS",
                        "200",
                        "f",
                        "t",
                        "in");
        assertThat(side(SipDecoder.MESSAGES)).extracting(SipMessage::status).containsExactly(200);
    }

    @Test
    void eachOfSeveralMessagesIsStoredByItself() throws Exception {
        process(HepProtocol.SIP, OPTIONS + OK + OK);
        assertThat(traces()).extracting(Trace::status).containsExactly("", "200", "200");
        assertThat(traces())
                .extracting(trace -> new String(trace.payload(), StandardCharsets.UTF_8))
                .containsExactly(OPTIONS, OK, OK);
        assertThat(traces()).extracting(Trace::ordinal).containsExactly(0, 1, 2);
        assertThat(side(SipDecoder.MESSAGES)).hasSize(3);
    }

    @Test
    void aDescriptionWithMoreThanIsKeptIsStoredAndTold() throws Exception {
        String sdp = "v=0\r\n" + "m=audio 4000 RTP/AVP 0\r\n".repeat(40);
        String invite =
                OPTIONS.replace("OPTIONS", "INVITE")
                        .replace(
                                "Content-Length: 0\r\n\r\n",
                                "Content-Type: application/sdp\r\nContent-Length: "
                                        + sdp.length()
                                        + "\r\n\r\n"
                                        + sdp);
        process(HepProtocol.SIP, invite + OK);

        assertThat(traces()).extracting(Trace::method).containsExactly("INVITE", "OPTIONS");
        assertThat(side(SipDecoder.MESSAGES).get(0).sdp().media()).hasSize(32);
        Undecodable told = side(DecodePayloads.UNDECODABLE).get(0);
        assertThat(told.reason()).isEqualTo("sdp-too-long");
        assertThat(told.detail()).isEqualTo("got 40 m= lines, expected up to 32");
        assertThat(new String(told.bytes(), StandardCharsets.UTF_8)).isEqualTo(invite);
    }

    /** Where an agent's copy of a TCP stream begins in the middle. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ate>\n</dialog>\n</dialog-info>\n",
                "ate></dialog-info>", // no line end
                "=rtpmap:8 PCMA/8000\r\n\r\n",
                "P/2.0/UDP 192.0.2.1;branch=z9hG4bK0\r\nCall-ID: c0\r\n\r\n",
                "SIP/2.0 100 Trying\r\n", // message/sipfrag
                "INVITE sip:x@example.org SIP/2.0\r\n",
                "\u0000\u0001 ",
            })
    void aMessageBehindTheRestOfABodyIsFound(String rest) throws Exception {
        for (String message : List.of(OPTIONS, OK)) {
            process(HepProtocol.SIP, rest + message + OK);
        }
        assertThat(traces())
                .extracting(trace -> new String(trace.payload(), StandardCharsets.UTF_8))
                .filteredOn(text -> text.startsWith("OPTIONS") || text.startsWith("SIP/2.0 200"))
                .containsExactly(OPTIONS, OK, OK, OK);
        assertThat(side(DecodePayloads.UNDECODABLE))
                .allSatisfy(row -> assertThat(row.bytes()).asString().isEqualTo(rest));
    }

    @Test
    void aMessageBehindOctetsThatAreNoneIsFound() throws Exception {
        process(HepProtocol.SIP, OK + "ate>\n</dialog-info>" + OPTIONS);

        assertThat(traces()).extracting(Trace::status).containsExactly("200", "");
        assertThat(traces().get(1).payload()).asString().isEqualTo(OPTIONS);
        assertThat(side(SipDecoder.MESSAGES))
                .extracting(SipMessage::missing)
                .containsExactly("trailing", "");
    }

    /** A start line that another one follows is no message; those around it count once. */
    @Test
    void messagesAroundAFragmentCountOnce() throws Exception {
        String rest = "SIP/2.0 100 Trying\r\n";
        process(HepProtocol.SIP, OPTIONS + OPTIONS + rest + OK);

        assertThat(side(SipDecoder.MESSAGES)).hasSize(3);
        assertThat(traces()).extracting(Trace::ordinal).containsExactly(0, 1, 2);
        assertThat(side(DecodePayloads.UNDECODABLE))
                .extracting(undecodable -> new String(undecodable.bytes(), StandardCharsets.UTF_8))
                .containsExactly(rest);
    }

    @Test
    void sipInsideJsonIsStoredAsSip() throws Exception {
        process(
                HepProtocol.SIP,
                "{\n\t\"payload\":\t\"" + OPTIONS.replace("\r\n", "\\r\\n") + "\"\n}");
        assertThat(new String(traces().get(0).payload(), StandardCharsets.UTF_8))
                .isEqualTo(OPTIONS);
    }

    /** Kamailio reports some ACKs twice, 2 ms apart, as its own table has them. */
    @Test
    void aMessageSeenTwiceIsTwoRows() throws Exception {
        process(HepProtocol.SIP, OPTIONS);
        harness.processElement(packet(2001, HepProtocol.SIP, OPTIONS, null, null), 0);
        assertThat(traces()).extracting(trace -> trace.timeMicros()).containsExactly(1L, 2001L);
    }

    @Test
    void rtcpIsStoredUnderItsCorrelationId() throws Exception {
        process(
                HepProtocol.RTCP_JSON,
                "{\"ssrc\":1,\"type\":201,\"report_count\":1,\"report_blocks\":[{\"source_ssrc\":2,"
                        + "\"fraction_lost\":3,\"packets_lost\":4,\"highest_seq_no\":5,"
                        + "\"ia_jitter\":6,\"lsr\":0,\"dlsr\":0}]}");
        assertThat(traces()).extracting(Trace::callId).containsExactly("corr");
        assertThat(side(RtcpDecoder.REPORTS))
                .extracting(RtcpReport::callId)
                .containsExactly("corr");
    }

    @ParameterizedTest
    @CsvSource({
        "8, '\1\0\1'", // M2UA, binary
        "34, {\"NAME\":4.032}",
        "35, d1:x1:ye", // none of its meanings
        "38, {\"NAME\":\"x\"}",
        "99, {\"NAME\":\"x\"}",
        "54, {\"cic\":qoi1z1gw2}", // of hepgen, no JSON
        "96, ''",
        "100, NOTICE:text",
        "100, {\"Event\":\"NOTICE\"}",
    })
    void anUnknownTypeIsStoredAsItIs(int protocol, String payload) throws Exception {
        process(protocol, payload);
        assertThat(traces()).extracting(Trace::callId).containsExactly("corr");
        assertThat(traces().get(0).payload()).asString().isEqualTo(payload);
        assertThat(side(DecodePayloads.UNDECODABLE)).isEmpty();
    }

    /** As an agent writes it, the message's own Call-ID in the correlation id. */
    @Test
    void aReportIsOfTheCallThatItsBodyNames() throws Exception {
        String body =
                "VQSessionReport: CallTerm\r\nCallID: call-9\r\nLocalMetrics:\r\n"
                        + "QualityEst:MOSLQ=4.1 MOSCQ=4.0\r\n";
        String publish =
                "PUBLISH sip:collector@example.org SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\n"
                        + "From: <sip:a@example.org>;tag=f\r\nTo: <sip:c@example.org>\r\nCall-ID: p1\r\n"
                        + "CSeq: 1 PUBLISH\r\nEvent: vq-rtcpxr\r\nContent-Type: application/vq-rtcpxr\r\n"
                        + "Content-Length: "
                        + body.length()
                        + "\r\n\r\n"
                        + body;
        process(HepProtocol.SIP, OK + publish); // not alone in its payload
        process(HepProtocol.SHORT_REPORT, body);
        process(HepProtocol.REPORT, publish);
        assertThat(side(QualityReport.REPORTS))
                .hasSize(3)
                .allMatch(report -> report.callId().equals("call-9") && report.mos() == 4.1);
        assertThat(traces())
                .extracting(Trace::callId)
                .containsExactly("c1", "p1", "call-9", "call-9");
        assertThat(side(DecodePayloads.UNDECODABLE)).isEmpty();
    }

    @Test
    void ofAReportThatIsNoneTheMessageIsStoredAndTheBodyKept() throws Exception {
        process(
                HepProtocol.SIP,
                "NOTIFY sip:c@example.org SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\n"
                        + "From: <sip:a@example.org>;tag=f\r\nTo: <sip:c@example.org>;tag=t\r\n"
                        + "Call-ID: n1\r\nCSeq: 1 NOTIFY\r\nc: application/vq-rtcpxr\r\nl: 3\r\n\r\nBOO");
        assertThat(traces()).extracting(Trace::method).containsExactly("NOTIFY");
        assertThat(side(SipDecoder.MESSAGES)).hasSize(1);
        Undecodable kept = side(DecodePayloads.UNDECODABLE).get(0);
        assertThat(kept.reason()).isEqualTo("bad-vq-report");
        assertThat(kept.bytes()).asString().isEqualTo("BOO");
    }

    @Test
    void theHeaderOfAByeIsAReportOfItsSender() throws Exception {
        process(
                HepProtocol.SIP,
                "BYE sip:b@example.org SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\n"
                        + "From: <sip:a@example.org>;tag=f\r\nTo: <sip:b@example.org>;tag=t\r\n"
                        + "Call-ID: c1\r\nCSeq: 2 BYE\r\n"
                        + "X-RTP-Stat: EX=BareSip;CS=0;CD=14;PR=658;PS=700;PL=32,0;PD=0,0;JI=15.0,10.0;"
                        + "IP=0.0.0.0:17074,127.0.0.13:19220;EN=PCMA/8000;DE=PCMA/8000\r\n"
                        + "Content-Length: 0\r\n\r\n");
        QualityReport received = side(QualityReport.REPORTS).get(0);
        assertThat(received.receiver()).isEqualTo("udp:192.0.2.1:17074");
        assertThat(received.receiverTag()).isEqualTo("f");
        assertThat(received.lost()).isEqualTo(32);
        assertThat(side(QualityReport.REPORTS)).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "100, call 3848276298220188511@atlanta.example.com has failed, 3848276298220188511@atlanta.example.com",
        "86, NOTICE:callid=1-2@192.0.2.1, 1-2@192.0.2.1",
        "100, no call, ''",
    })
    void aLogLineBelongsToTheCallThatItNames(int protocol, String line, String callId)
            throws Exception {
        harness.processElement(packet(1, protocol, line, null, null, null), 0);
        assertThat(traces()).extracting(Trace::callId).containsExactly(callId);
        assertThat(side(DecodePayloads.UNDECODABLE)).isEmpty();
    }

    @Test
    void aLogLineOfOpensipsBelongsToTheCallOfItsExtraCorrelation() throws Exception {
        byte[] chunks = HepChunk.EXTRA_CORRELATION.encode("{\"rest\":\"r\",\"sip\":\"1-2@3\"}");
        harness.processElement(packet(1, 86, "{\"Event\":\"NOTICE\"}", chunks, null, null), 0);
        assertThat(traces()).extracting(Trace::callId).containsExactly("1-2@3");
    }

    @Test
    void whatOpensipsCorrelatesIsStoredThoughItIsNoPayload() throws Exception {
        String calls = "{\"sip-callid\":\"a@b\",\"sip-callid\":\"c@d\"}";
        byte[] chunks = HepChunk.EXTRA_CORRELATION.encode(calls);
        harness.processElement(packet(1, 96, "", chunks, null), 0);
        assertThat(traces().get(0).payload()).asString().isEqualTo(calls);
    }

    @Test
    void whatIsNotWhatItSaysIsKeptWithTheReason() throws Exception {
        process(HepProtocol.SIP, "BOO");
        process(HepProtocol.SIP, "");
        process(HepProtocol.RTCP_JSON, "{");
        assertThat(traces()).isEmpty();
        assertThat(side(DecodePayloads.UNDECODABLE))
                .extracting(Undecodable::reason, u -> new String(u.bytes(), StandardCharsets.UTF_8))
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("no-start-line", "BOO"),
                        org.assertj.core.groups.Tuple.tuple("empty", ""),
                        org.assertj.core.groups.Tuple.tuple("bad-json", "{"));
    }

    @Test
    void aDatagramThatIsNoHepIsKeptWithTheReason() throws Exception {
        harness.processElement(packet(0, "xyz", "not-hep: 3 bytes, expected HEP"), 0);
        Undecodable kept = side(DecodePayloads.UNDECODABLE).get(0);
        assertThat(kept.reason()).isEqualTo("not-hep");
        assertThat(kept.detail()).isEqualTo("3 bytes, expected HEP");
        assertThat(kept.bytes()).asString().isEqualTo("xyz");
    }

    @Test
    void keepalivesAndGreetingsAreNotStored() throws Exception {
        harness.processElement(packet(0, "\r\n\r\n", "keepalive: 4 bytes"), 0);
        process(HepProtocol.NONE, "HEP3\u0003\n");
        assertThat(traces()).isEmpty();
        assertThat(side(DecodePayloads.UNDECODABLE)).isEmpty();
    }

    /** Three a second of one source and five of all, by the time of receipt; none is lost. */
    @Test
    void ofAFloodSoManyRowsASecondAreKeptAndTheRestIsCounted() throws Exception {
        for (int second = 0; second < 2; second++) {
            for (int n = 0; n < 1000; n++) {
                garbage(second, "192.0.2.1");
            }
            for (int source = 0; source < 1000; source++) {
                garbage(second, "198.51.100." + source);
            }
        }
        // read from another partition, which is a little behind
        garbage(0, "192.0.2.1");
        assertThat(side(DecodePayloads.UNDECODABLE))
                .extracting(Undecodable::agent)
                .containsExactly(
                        "192.0.2.1",
                        "192.0.2.1",
                        "192.0.2.1",
                        "198.51.100.0",
                        "198.51.100.1",
                        "192.0.2.1",
                        "192.0.2.1",
                        "192.0.2.1",
                        "198.51.100.0",
                        "198.51.100.1");
        assertThat(side(DecodePayloads.NOT_KEPT))
                .hasSize(4001 - 10)
                .allMatch(one -> one.bytes().length == 0 && one.reason().equals("not-hep"));
    }

    /** It is stored, and is of no call: half its Call-ID may be another's. */
    @Test
    void keepsAMessageThatTheCaptureCutInItsCallId() throws Exception {
        int half = OPTIONS.indexOf("Call-ID: c1") + "Call-ID: c".length();
        String cut = OPTIONS.substring(0, half);
        byte[] chunks = HepWireLength.chunk(OPTIONS.length());
        harness.processElement(packet(1, HepProtocol.SIP, cut, chunks, null), 0);
        harness.processElement(packet(2, HepProtocol.SIP, OPTIONS, null, null), 0);
        harness.processElement(packet(3, HepProtocol.SIP, cut, null, null), 0); // as it was sent
        assertThat(traces()).extracting(Trace::callId).containsExactly("", "c1", "c");
        assertThat(traces().get(0).payload()).asString(StandardCharsets.UTF_8).isEqualTo(cut);
        assertThat(side(SipDecoder.MESSAGES))
                .extracting(SipMessage::missing)
                .containsExactly("call-id,cseq,truncated", "", "cseq,truncated");
    }

    private void garbage(int second, String source) throws Exception {
        long micros = second * 1_000_000L + 1;
        harness.processElement(
                new HepPacket(
                        micros,
                        micros,
                        0,
                        0,
                        source,
                        1,
                        "10.0.0.1",
                        9060,
                        source,
                        source,
                        HepProtocol.NONE,
                        null,
                        null,
                        new byte[] {1, 2, 3},
                        null,
                        "not-hep: 3 bytes"),
                0);
    }

    private void process(int protocol, String payload) throws Exception {
        harness.processElement(packet(protocol, payload, null), 0);
    }

    private static HepPacket packet(int protocol, String payload, String error) {
        return packet(1, protocol, payload, null, error);
    }

    private static HepPacket packet(
            long time, int protocol, String payload, byte[] chunks, String error) {
        return packet(time, protocol, payload, chunks, error, "corr");
    }

    private static HepPacket packet(
            long time,
            int protocol,
            String payload,
            byte[] chunks,
            String error,
            String correlationId) {
        return new HepPacket(
                time,
                time,
                3,
                17,
                "192.0.2.1",
                5060,
                "10.0.0.1",
                5060,
                "10.0.0.1",
                "n",
                protocol,
                correlationId,
                "in",
                payload.getBytes(StandardCharsets.UTF_8),
                chunks,
                error);
    }

    private List<Trace> traces() {
        return harness.extractOutputValues();
    }

    private <T> List<T> side(OutputTag<T> tag) {
        Queue<org.apache.flink.streaming.runtime.streamrecord.StreamRecord<T>> records =
                harness.getSideOutput(tag);
        return records == null
                ? List.of()
                : records.stream()
                        .map(org.apache.flink.streaming.runtime.streamrecord.StreamRecord::getValue)
                        .toList();
    }
}
