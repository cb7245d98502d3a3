package io.siphon.udf.session;

import io.siphon.udf.edge.RandomState;
import io.siphon.udf.sdp.Codec;
import io.siphon.udf.sip.SipMessage;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Random;

import static io.siphon.udf.session.SessionScript.call;
import static org.assertj.core.api.Assertions.assertThat;

/** Which codec a stream has by the sockets, or the SSRC, of its reports. */
class SessionStateTest {

    private static final String ALICE = "c=IN IP4 192.0.2.1";
    private static final String BOB = "c=IN IP4 192.0.2.2";
    private static final String ALICE_RTCP = "udp:192.0.2.1:4001";
    private static final String BOB_RTCP = "udp:192.0.2.2:5001";
    private static final String OPUS = "a=rtpmap:111 opus/48000/2";
    private static final String VP8 = "a=rtpmap:96 VP8/90000";

    private static final String[] BUNDLE_OF_ALICE = {
        ALICE,
        "a=group:BUNDLE a v",
        "m=audio 4000 UDP/TLS/RTP/SAVPF 111",
        "a=mid:a",
        "a=rtcp-mux",
        OPUS,
        "a=ssrc:1 cname:x",
        "m=video 4000 UDP/TLS/RTP/SAVPF 96",
        "a=mid:v",
        "a=rtcp-mux",
        VP8,
        "a=ssrc:2 cname:x"
    };

    private static final String[] BUNDLE_OF_BOB = {
        BOB,
        "a=group:BUNDLE a v",
        "m=audio 5000 UDP/TLS/RTP/SAVPF 111",
        "a=mid:a",
        OPUS,
        "m=video 5000 UDP/TLS/RTP/SAVPF 96",
        "a=mid:v",
        VP8
    };

    @Test
    void bothSidesHaveTheCodecOfTheAnswer() {
        SessionState session =
                session(
                        call().invite(ALICE, "m=audio 4000 RTP/AVP 111 8", OPUS)
                                .response(200, BOB, "m=audio 5000 RTP/AVP 8"));
        assertThat(codec(session, 7, ALICE_RTCP, BOB_RTCP)).isEqualTo("PCMA/8000");
        assertThat(codec(session, 7, BOB_RTCP, ALICE_RTCP)).isEqualTo("PCMA/8000");
    }

    @Test
    void bothSidesHaveTheCodecOfTheAnswerToADelayedOffer() {
        SessionScript offered =
                call().invite().response(200, BOB, "m=audio 5000 RTP/AVP 111 8", OPUS);
        assertThat(codec(session(offered), 7, BOB_RTCP, ALICE_RTCP)).isEqualTo("opus/48000");

        SessionState session = session(offered.ack(ALICE, "m=audio 4000 RTP/AVP 8"));
        assertThat(codec(session, 7, BOB_RTCP, ALICE_RTCP)).isEqualTo("PCMA/8000");
        assertThat(codec(session, 7, ALICE_RTCP, BOB_RTCP)).isEqualTo("PCMA/8000");
    }

    @Test
    void anOfferInAReliableResponseIsAnsweredInThePrack() {
        SessionState session =
                session(
                        call().invite()
                                .response(183, BOB, "m=audio 5000 RTP/AVP 111 8", OPUS)
                                .prack(ALICE, "m=audio 4000 RTP/AVP 8")
                                .response(200));
        assertThat(codec(session, 7, BOB_RTCP, ALICE_RTCP)).isEqualTo("PCMA/8000");
    }

    @Test
    void aRenegotiationTakesEffectWithItsAnswer() {
        SessionScript up =
                call().invite(ALICE, "m=audio 4000 RTP/AVP 8")
                        .response(200, BOB, "m=audio 5000 RTP/AVP 8")
                        .ack()
                        .byBob()
                        .update(BOB, "m=audio 5000 RTP/AVP 111", OPUS);
        assertThat(codec(session(up), 7, BOB_RTCP, ALICE_RTCP)).isEqualTo("PCMA/8000");

        up.response(200, ALICE, "m=audio 4000 RTP/AVP 111", OPUS);
        assertThat(codec(session(up), 7, BOB_RTCP, ALICE_RTCP)).isEqualTo("opus/48000");
        assertThat(codec(session(up), 7, ALICE_RTCP, BOB_RTCP)).isEqualTo("opus/48000");
    }

    /** Each in a network of its own behind NAT. */
    @Test
    void twoSidesOfOnePrivateAddressHaveALineEach() {
        String ip = "c=IN IP4 192.168.1.10";
        SessionScript call =
                call().invite(ip, "m=audio 4000 RTP/AVP 8")
                        .response(200, ip, "m=audio 4000 RTP/AVP 8 101")
                        .ack()
                        .byBob()
                        .reinvite(ip, "m=audio 4000 RTP/AVP 8 101")
                        .response(200, ip, "m=audio 4000 RTP/AVP 8");
        assertThat(session(call).lines)
                .extracting(line -> line.side)
                .containsExactlyInAnyOrder(LineState.CALLER, LineState.CALLEE);
    }

    @Test
    void anAnswerThatDoesNotNameAPayloadTypeTakesTheOneOfTheOffer() {
        SessionState session =
                session(
                        call().invite(ALICE, "m=audio 4000 RTP/AVP 111 8", OPUS)
                                .response(200, BOB, "m=audio 5000 RTP/AVP 111"));
        assertThat(codec(session, 7, ALICE_RTCP, BOB_RTCP)).isEqualTo("opus/48000");
        assertThat(codec(session, 7, BOB_RTCP, ALICE_RTCP)).isEqualTo("opus/48000");
    }

    @Test
    void afterARenegotiationOnANewPortUnknownSocketsHaveTheNewCodec() {
        SessionScript up =
                call().invite(ALICE, "m=audio 4000 RTP/AVP 8", "a=ssrc:7 cname:x")
                        .response(200, BOB, "m=audio 5000 RTP/AVP 8")
                        .ack()
                        .reinvite(ALICE, "m=audio 4100 RTP/AVP 111", OPUS, "a=ssrc:7 cname:x");
        String nat = "udp:203.0.113.1:9001";
        assertThat(codec(session(up), 9, nat, nat)).as("not yet agreed").isEqualTo("PCMA/8000");
        assertThat(codec(session(up), 7, nat, nat)).as("likewise").isEqualTo("PCMA/8000");

        up.response(200, BOB, "m=audio 5100 RTP/AVP 111", OPUS);
        assertThat(codec(session(up), 9, nat, nat)).isEqualTo("opus/48000");
        assertThat(codec(session(up), 7, nat, nat)).as("by its SSRC").isEqualTo("opus/48000");
        assertThat(codec(session(up), 9, ALICE_RTCP, BOB_RTCP))
                .as("the sockets before")
                .isEqualTo("PCMA/8000");
    }

    @Test
    void aHoldByAnAddressOfZerosForgetsNothing() {
        SessionState session =
                session(
                        call().invite(ALICE, "m=audio 4000 RTP/AVP 111", OPUS)
                                .response(200, BOB, "m=audio 5000 RTP/AVP 111", OPUS)
                                .ack()
                                .reinvite("c=IN IP4 0.0.0.0", "m=audio 4000 RTP/AVP 111", OPUS)
                                .response(200, BOB, "m=audio 5000 RTP/AVP 111", OPUS));
        assertThat(codec(session, 7, ALICE_RTCP, BOB_RTCP)).isEqualTo("opus/48000");
        assertThat(session.lines).hasSize(2);
    }

    @Test
    void aRefusedLineIsNoMediumOfItsSocket() {
        String[] bundle = BUNDLE_OF_BOB.clone();
        bundle[5] = "m=video 0 UDP/TLS/RTP/SAVPF 96";
        SessionState session = session(call().invite(BUNDLE_OF_ALICE).response(200, bundle));
        assertThat(session.lines).extracting(l -> l.codec).containsExactly("opus", "opus");
    }

    @Test
    void inABundleTheSsrcTellsTheMedium() {
        SessionState session = session(call().invite(BUNDLE_OF_ALICE).response(200, BUNDLE_OF_BOB));
        String alice = "udp:192.0.2.1:4000";
        String bob = "udp:192.0.2.2:5000";
        assertThat(codec(session, 1, bob, alice)).isEqualTo("opus/48000");
        assertThat(codec(session, 2, bob, alice)).isEqualTo("VP8/90000");
        assertThat(codec(session, 3, alice, bob))
                .as("the first medium where nothing tells")
                .isEqualTo("opus/48000");

        session.identify(3, "VP8", 90_000);
        assertThat(codec(session, 3, alice, bob)).as("by its RTP").isEqualTo("VP8/90000");
    }

    @Test
    void reportsComeFromASocketOfTheirOwn() {
        SessionState session =
                session(
                        call().invite(
                                        ALICE,
                                        "m=audio 4000 RTP/AVP 111",
                                        OPUS,
                                        "a=rtcp:4800 IN IP6 2001:DB8:0::9",
                                        "m=video 4010 RTP/AVP 96",
                                        VP8,
                                        "a=candidate:1 1 UDP 9 198.51.100.7 6000 typ host",
                                        "a=candidate:1 2 UDP 8 198.51.100.7 6007 typ host"));
        assertThat(codec(session, 7, "udp:[2001:db8::9]:4800", "")).isEqualTo("opus/48000");
        assertThat(codec(session, 7, "udp:198.51.100.7:6007", "")).isEqualTo("VP8/90000");
    }

    @Test
    void bothLegsOfATranscoderHaveTheirs() {
        SessionScript near = call().invite(ALICE, "m=audio 4000 RTP/AVP 111", OPUS);
        SessionScript far =
                call().at(0.1)
                        .hop("0")
                        .invite("c=IN IP4 192.0.2.9", "m=audio 9002 RTP/AVP 8")
                        .response(200, BOB, "m=audio 5000 RTP/AVP 8");
        SessionState session = session(near);
        apply(session, far);
        near.response(200, "c=IN IP4 192.0.2.9", "m=audio 9000 RTP/AVP 111", OPUS);
        session.apply(SessionEvent.of(near.messages().get(1)));
        assertThat(codec(session, 7, ALICE_RTCP, "udp:192.0.2.9:9001")).isEqualTo("opus/48000");
        assertThat(codec(session, 7, BOB_RTCP, "udp:192.0.2.9:9003")).isEqualTo("PCMA/8000");
    }

    @Test
    void redIsWhatItCarries() {
        assertThat(
                        SessionState.carried(
                                List.of(
                                        new Codec(63, "red", 48_000, 111),
                                        new Codec(8, "PCMA", 8000),
                                        new Codec(111, "opus", 48_000))))
                .extracting(Codec::name)
                .containsExactly("opus", "PCMA", "opus");
        assertThat(
                        SessionState.carried(
                                List.of(
                                        new Codec(96, "H264", 90_000),
                                        new Codec(116, "RED", 90_000),
                                        new Codec(117, "ulpfec", 90_000))))
                .as("without fmtp, as in WebRTC video")
                .extracting(Codec::name)
                .containsExactly("H264", "H264", "ulpfec");
        assertThat(
                        SessionState.carried(
                                List.of(
                                        new Codec(0, "PCMU", 8000),
                                        new Codec(111, "opus", 48_000),
                                        new Codec(63, "red", 48_000))))
                .as("without fmtp, of two clocks")
                .endsWith(new Codec(63, "opus", 48_000, 111));
        assertThat(
                        SessionState.carried(
                                List.of(
                                        new Codec(0, "PCMU", 8000),
                                        new Codec(121, "red", 8000, 101),
                                        new Codec(101, "telephone-event", 8000))))
                .as("digits")
                .contains(new Codec(121, "telephone-event", 8000, 101));
        assertThat(
                        SessionState.carried(
                                List.of(new Codec(0, "PCMU", 8000), new Codec(63, "red", 48_000))))
                .as("nothing of its clock")
                .extracting(Codec::name)
                .containsExactly("PCMU", "red");
        assertThat(SessionState.carried(List.of(new Codec(63, "red", 8000))))
                .extracting(Codec::name)
                .containsExactly("red");
    }

    @Test
    void keepsTheLatestSocketsOfManyAndCountsTheOthers() {
        SessionState session = new SessionState();
        SessionScript call = call().invite(ALICE, "m=audio 4000 RTP/AVP 8");
        for (int i = 1; i < 2000; i++) {
            call.update("c=IN IP4 192.0.2." + i % 250, "m=audio " + (4000 + i) + " RTP/AVP 8");
        }
        apply(session, call);
        assertThat(session.lines).hasSizeLessThanOrEqualTo(SessionState.LIMIT);
        assertThat(session.displaced).isPositive();
        for (int i = 0; i < 100; i++) {
            session.identify(i, "PCMA", 8000);
        }
        assertThat(session.ssrcs).hasSizeLessThanOrEqualTo(32);
    }

    @Test
    void whatIsReadIsWhatWasWritten() throws Exception {
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            SessionState state = RandomState.of(SessionState.class, random);
            assertThat(RandomState.through(new SessionStateCodec(), SessionState.class, state))
                    .usingRecursiveComparison()
                    .isEqualTo(state);
        }
    }

    private static SessionState session(SessionScript call) {
        SessionState session = new SessionState();
        apply(session, call);
        return session;
    }

    private static void apply(SessionState session, SessionScript call) {
        for (SipMessage m : call.messages()) {
            if (SessionEvent.concerns(m)) {
                session.apply(SessionEvent.of(m));
            }
        }
    }

    private static String codec(SessionState session, long ssrc, String reporter, String sender) {
        Codec codec = session.mediumOf(ssrc, reporter, sender);
        return codec.name() + '/' + codec.clockRate();
    }
}
