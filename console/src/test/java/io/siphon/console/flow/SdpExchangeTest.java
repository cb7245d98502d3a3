package io.siphon.console.flow;

import org.junit.jupiter.api.Test;

import java.util.List;

import static io.siphon.console.flow.TraceList.sdp;
import static org.assertj.core.api.Assertions.assertThat;

class SdpExchangeTest {

    private static final String INVITE = "INVITE sip:bob@example.com SIP/2.0";
    private static final String ACK = "ACK sip:bob@example.com SIP/2.0";
    private static final String OK = "SIP/2.0 200 OK";
    private static final String OFFERED =
            "m=audio 4000 RTP/AVP 8 0 101\r\na=rtpmap:101 telephone-event/8000\r\n";

    private static List<String> of(Flow flow, int number) {
        return SdpExchange.of(flow, flow.arrows().get(number - 1)).sentences();
    }

    @Test
    void saysWhatAnswerAndOfferAgreedOn() {
        Flow flow =
                new TraceList()
                        .forth(INVITE, "1 INVITE", sdp("sendrecv", OFFERED))
                        .back(OK, "1 INVITE", sdp("sendrecv", "m=audio 5000 RTP/AVP 8\r\n"))
                        .flow();

        String agreed =
                "audio: agreed on PCMA; not taken: PCMU, telephone-event; 192.0.2.9:4000 and 192.0.2.9:5000.";
        assertThat(of(flow, 1)).containsExactly("Offer, answered by message 2.", agreed);
        assertThat(of(flow, 2)).containsExactly("Answer to the offer in message 1.", agreed);
    }

    @Test
    void anInviteWithoutAnOfferIsOfferedInTheResponse() {
        Flow flow =
                new TraceList()
                        .forth(INVITE, "1 INVITE", "")
                        .back(OK, "1 INVITE", sdp("sendrecv", OFFERED))
                        .forth(ACK, "1 ACK", sdp("sendrecv", "m=audio 5000 RTP/AVP 0\r\n"))
                        .flow();

        assertThat(of(flow, 1)).isEmpty();
        assertThat(of(flow, 2).get(0)).isEqualTo("Offer, answered by message 3.");
        assertThat(of(flow, 3))
                .contains("Answer to the offer in message 2.")
                .anyMatch(words -> words.startsWith("audio: agreed on PCMU; not taken: PCMA"));
    }

    @Test
    void namesHoldAndWhatChanged() {
        Flow flow =
                new TraceList()
                        .forth(INVITE, "1 INVITE", sdp("sendrecv", OFFERED))
                        .back(OK, "1 INVITE", sdp("sendrecv", "m=audio 5000 RTP/AVP 8\r\n"))
                        .forth(INVITE, "2 INVITE", sdp("sendonly", OFFERED))
                        .back(OK, "2 INVITE", sdp("recvonly", "m=audio 5000 RTP/AVP 8\r\n"))
                        .flow();

        assertThat(of(flow, 3))
                .anyMatch(words -> words.contains("192.0.2.9:4000 sends only to 192.0.2.9:5000"))
                .contains("Since message 1: direction sendrecv → sendonly.");
    }

    @Test
    void namesWhatRfc3264Forbids() {
        Flow flow =
                new TraceList()
                        .forth(
                                INVITE,
                                "1 INVITE",
                                sdp("sendrecv", OFFERED + "m=video 4002 RTP/AVP 34\r\n"))
                        .back(OK, "1 INVITE", sdp("sendrecv", "m=audio 5000 RTP/AVP 9\r\n"))
                        .flow();

        assertThat(of(flow, 2).get(1)).contains("no common codec").contains("not offered: G722");
        assertThat(of(flow, 2).get(2)).startsWith("video: left out of the answer");
    }

    @Test
    void anOfferMayBeRefusedOrNeverAnswered() {
        Flow flow =
                new TraceList()
                        .forth(INVITE, "1 INVITE", sdp("sendrecv", OFFERED))
                        .back(OK, "1 INVITE", sdp("sendrecv", "m=audio 0 RTP/AVP 8\r\n"))
                        .forth(INVITE, "2 INVITE", sdp("sendrecv", OFFERED))
                        .flow();

        assertThat(of(flow, 2)).contains("audio: refused.");
        assertThat(of(flow, 3)).containsExactly("Offer; no answer to it was seen.");
    }

    @Test
    void aDescriptionOfRubbishIsNoError() {
        Flow flow =
                new TraceList()
                        .forth(INVITE, "1 INVITE", "m=\r\nm=a\r\nc=\r\na=rtpmap:\r\nm=a b c d\r\n")
                        .back(OK, "x INVITE", "m=\r\nm=\r\n".repeat(50))
                        .flow();

        assertThat(of(flow, 1)).isNotEmpty();
        assertThat(of(flow, 2)).isNotEmpty();
    }
}
