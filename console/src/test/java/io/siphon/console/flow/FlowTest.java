package io.siphon.console.flow;

import io.siphon.console.ConsoleStore;
import io.siphon.schema.Trace;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class FlowTest {

    private static final long START = 1_772_359_200_000_000L;
    private static final String ALICE = "udp:192.0.2.1:5060";
    private static final String PROXY = "udp:192.0.2.2:5060";
    private static final String BOB = "udp:[2001:db8::1]:5062";
    private static final String SDP =
            "v=0\r\nc=IN IP4 192.0.2.1\r\nm=audio 4000 RTP/AVP 8 101\r\n"
                    + "a=rtpmap:101 telephone-event/8000\r\n";

    private final List<Trace> traces = new ArrayList<>();

    private void sent(long afterMicros, String from, String to, String node, String text) {
        sent(afterMicros, 0, from, to, node, text);
    }

    /** By an agent whose clock is ahead. */
    private void sent(
            long afterMicros, long ahead, String from, String to, String node, String text) {
        String start = text.split("\r\n", 2)[0];
        boolean response = start.startsWith("SIP/");
        traces.add(
                new Trace(
                        START + afterMicros + ahead,
                        START + afterMicros,
                        Trace.SIP,
                        node,
                        null,
                        ConsoleStore.bytes(text),
                        from,
                        to,
                        "c1",
                        response ? "INVITE" : start.split(" ")[0],
                        response ? start.split(" ")[1] : "",
                        "a",
                        "",
                        "",
                        0,
                        ahead));
    }

    private Flow flow() {
        return FlowBuilder.build("c1", List.of(), traces, false, 0);
    }

    private static String invite() {
        return ConsoleStore.sip(
                        "INVITE sip:bob@example.com SIP/2.0",
                        "c1",
                        "1 INVITE",
                        "Content-Type: application/sdp")
                + SDP;
    }

    private static String response(String status) {
        return ConsoleStore.sip("SIP/2.0 " + status, "c1", "1 INVITE");
    }

    @Test
    void hopsAreInOrderThoughTheClockOfAnAgentIsWrong() {
        sent(0, ALICE, PROXY, "p", invite());
        sent(
                1_000,
                -300_000_000,
                PROXY,
                BOB,
                "q",
                invite().replace("UDP 192.0.2.1", "UDP 1.1.1.1"));
        sent(2_000, -300_000_000, BOB, PROXY, "q", response("180 Ringing"));
        sent(2_400, BOB, PROXY, "p", response("180 Ringing"));
        sent(3_000, PROXY, ALICE, "p", response("180 Ringing").replace("c1", "c1 "));

        Flow flow = flow();

        assertThat(flow.arrows())
                .extracting(Arrow::timeMicros)
                .containsExactly(START, START + 1_000, START + 2_000, START + 3_000);
        assertThat(flow.arrows().get(2).nodes()).containsExactly("p", "q");
        assertThat(flow.arrows().get(2).skewMicros()).isEqualTo(300_000_400);
    }

    @Test
    void hostsAreColumnsInOrderOfAppearance() {
        sent(0, ALICE, PROXY, "p", invite());
        sent(1_000, PROXY, BOB, "p", invite().replace("UDP 192.0.2.1", "UDP 192.0.2.2"));
        sent(2_000, BOB, PROXY, "p", response("180 Ringing"));

        Flow flow = flow();

        assertThat(flow.columns())
                .extracting(Column::name)
                .containsExactly("192.0.2.1", "192.0.2.2", "2001:db8::1");
        assertThat(flow.arrows())
                .extracting(Arrow::label)
                .containsExactly("INVITE", "INVITE", "180 Ringing");
        assertThat(flow.arrows())
                .extracting(Arrow::deltaMicros)
                .containsExactly(0L, 1_000L, 1_000L);
        assertThat(flow.arrows().get(0).sdp())
                .isEqualTo("audio 192.0.2.1:4000 PCMA, telephone-event");
    }

    @Test
    void aMessageSeenByTwoAgentsIsOneArrow() {
        sent(0, ALICE, PROXY, "edge", invite());
        sent(700, ALICE, PROXY, "core", invite());

        Flow flow = flow();

        assertThat(flow.arrows()).hasSize(1);
        assertThat(flow.arrows().get(0).nodes()).containsExactly("core", "edge");
        assertThat(flow.arrows().get(0).skewMicros()).isEqualTo(700);
        assertThat(flow.arrows().get(0).marks()).isEqualTo(" (SDP) seen by 2");
    }

    @Test
    void whatIsSentAgainIsARetransmissionAlsoForTwoAgents() {
        for (int i = 0; i < 3; i++) {
            sent(i * 500_000L, ALICE, PROXY, "edge", invite());
            sent(i * 500_000L + 300, ALICE, PROXY, "core", invite());
        }

        Flow flow = flow();

        assertThat(flow.arrows()).extracting(Arrow::retransmission).containsExactly(0, 1, 2);
        assertThat(flow.arrows().get(2).marks())
                .isEqualTo(" (SDP) retransmission 2, timer A, seen by 2");
    }

    @Test
    void anotherProvisionalResponseOfATransactionIsNoRetransmission() {
        String progress = "183 Session Progress";
        sent(0, ALICE, PROXY, "p", invite());
        sent(1, PROXY, ALICE, "p", response(progress));
        sent(2, PROXY, ALICE, "p", response(progress));
        sent(3, PROXY, ALICE, "p", response(progress) + SDP);
        sent(4, PROXY, ALICE, "p", response(progress).replace("CSeq", "RSeq: 1\r\nCSeq"));
        sent(5, PROXY, ALICE, "p", response(progress).replace("CSeq", "RSeq: 2\r\nCSeq"));
        sent(6, PROXY, ALICE, "p", response(progress).replace("CSeq", "RSeq: 2\r\nCSeq"));
        sent(7, PROXY, ALICE, "p", response("200 OK"));
        sent(8, PROXY, ALICE, "p", response("200 OK") + SDP);

        assertThat(flow().arrows())
                .extracting(Arrow::retransmission)
                .containsExactly(0, 0, 1, 0, 0, 0, 1, 0, 1);
    }

    @Test
    void hostsOfOneAddressAreSplitByPort() {
        sent(0, "udp:127.0.0.1:5070", "udp:127.0.0.1:5060", "p", invite());

        assertThat(flow().columns())
                .extracting(Column::name)
                .containsExactly("127.0.0.1:5070", "127.0.0.1:5060");
    }

    @Test
    void drawsText() {
        sent(0, ALICE, PROXY, "p", invite());
        sent(123_456, PROXY, ALICE, "p", response("486 Busy Here"));

        assertThat(TextLadder.of(flow()))
                .isEqualTo(
                        """
                        Call-ID c1
                        2026-03-01 10:00:00.000000 UTC

                                                         192.0.2.1           192.0.2.2
                        10:00:00.000000  +0.000000            |---INVITE (SDP)--->|
                        10:00:00.123456  +0.123456            |<--486 Busy Here---|
                        """);
    }

    @Test
    void drawsTheSameSvgForTheSameFlow() {
        sent(0, ALICE, PROXY, "p", invite());
        sent(500_000, ALICE, PROXY, "p", invite());

        String svg = SvgLadder.document(flow());

        assertThat(svg).isEqualTo(SvgLadder.document(flow()));
        assertThat(svg)
                .contains(
                        "<title>1: 10:00:00.000000, 192.0.2.1 sends INVITE with SDP to 192.0.2.2</title>")
                .contains("INVITE (SDP) ↻1")
                .contains("stroke-dasharray")
                .doesNotContain("style=");
    }

    @Test
    void drawsMermaid() {
        sent(0, ALICE, PROXY, "p", invite());
        sent(1, PROXY, ALICE, "p", response("400 a;b#c"));

        assertThat(MermaidLadder.of(flow()))
                .isEqualTo(
                        """
                        sequenceDiagram
                            participant h0 as 192.0.2.1
                            participant h1 as 192.0.2.2
                            h0->>h1: +0.000000 INVITE (SDP)
                            h1-->>h0: +0.000001 400 a#59;b#35;c
                        """);
    }

    @Test
    void hostileTextDrawsNothingOfItsOwn() throws Exception {
        sent(
                0,
                "udp:<script>:1",
                "udp:\u001b[31m\u202e\u0000:2",
                "n\u0007",
                "\u0000<svg onload=x>\u001b \uD800\uFFFE\r\n\r\n");
        sent(1, "", "", "", "");
        sent(2, ALICE, PROXY, "p", "SIP/2.0 999999999999 <b>\r\nVia\r\n :\r\n");

        Flow flow = flow();
        String svg = SvgLadder.document(flow);

        assertThat(svg)
                .doesNotContain("<script")
                .doesNotContain("<svg onload")
                .doesNotContain("\u0000");
        javax.xml.parsers.DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new java.io.ByteArrayInputStream(ConsoleStore.bytes(svg)));
        assertThat(TextLadder.of(flow) + MermaidLadder.of(flow))
                .doesNotContain("\u001b")
                .doesNotContain("\u202e")
                .doesNotContain("\u0000");
    }

    @Test
    void aFlowWithoutMessagesIsDrawnToo() {
        assertThat(TextLadder.of(flow())).isEqualTo("Call-ID c1\nno messages are stored\n");
        assertThat(SvgLadder.document(flow())).endsWith("</svg>\n");
    }

    @Test
    void foldsHeadersAndKnowsCompactForms() {
        SipText text =
                SipText.of(
                        ConsoleStore.bytes(
                                "BYE sip:x SIP/2.0\r\ni: c1\r\nSubject: a\r\n\tb\r\n\r\nbody"));

        assertThat(text.header("call-id")).isEqualTo("c1");
        assertThat(text.header("subject")).isEqualTo("a b");
        assertThat(text.body()).isEqualTo("body");
    }
}
