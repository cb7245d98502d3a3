package io.siphon.udf.session;

import io.siphon.udf.sdp.Codec;
import io.siphon.udf.sip.SipMessage;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

import static io.siphon.udf.session.SessionScript.BEGINNING;
import static io.siphon.udf.session.SessionScript.call;
import static org.assertj.core.api.Assertions.assertThat;

/** The sockets of a call, for those that meet its media on the wire. */
class SessionTrackerTest {

    private static final String ALICE = "c=IN IP4 192.0.2.1";
    private static final String BOB = "c=IN IP4 192.0.2.2";
    private static final String OPUS = "a=rtpmap:111 opus/48000/2";
    private static final String VP8 = "a=rtpmap:96 VP8/90000";

    @Test
    void announcesEachMediumAndWhoseItIs() throws Exception {
        assertThat(
                        rtp(
                                call().invite(
                                                ALICE,
                                                "m=audio 4000 RTP/AVP 8",
                                                "m=video 4002 RTP/AVP 31")
                                        .response(
                                                183,
                                                BOB,
                                                "m=audio 5000 RTP/AVP 8",
                                                "m=video 0 RTP/AVP 31")))
                .containsExactly(
                        "udp:192.0.2.1:4000 caller PCMA",
                        "udp:192.0.2.1:4002 caller H261",
                        "udp:192.0.2.2:5000 callee PCMA",
                        "udp:192.0.2.1:4000 caller PCMA");
    }

    @Test
    void knowsWhoseARenegotiationIsByTheTagsOfTheDialog() throws Exception {
        SessionScript up =
                call().invite(ALICE, "m=audio 4000 RTP/AVP 8")
                        .response(200, BOB, "m=audio 5000 RTP/AVP 8")
                        .ack();
        up.byBob()
                .reinvite("c=IN IP4 192.0.2.7", "m=audio 7000 RTP/AVP 8")
                .response(200, "c=IN IP6 2001:db8::6", "m=audio 6000 RTP/AVP 8");
        assertThat(rtp(up))
                .contains("udp:192.0.2.7:7000 callee PCMA", "udp:[2001:db8::6]:6000 caller PCMA");
        assertThat(rtp(up.byAlice().update(ALICE, "m=audio 4004 RTP/AVP 8")))
                .contains("udp:192.0.2.1:4004 caller PCMA");
    }

    @Test
    void passesOverNamesAndAddressesOfZeros() throws Exception {
        assertThat(rtp(call().invite("c=IN IP4 host.invalid", "m=audio 4000 RTP/AVP 8"))).isEmpty();
        assertThat(rtp(call().invite("c=IN IP4 0.0.0.0", "m=audio 9 RTP/AVP 8"))).isEmpty();
    }

    @Test
    void passesOverWhatDoesNotNegotiate() throws Exception {
        assertThat(rtp(call().invite(ALICE).bye())).isEmpty();
    }

    @Test
    void announcesCandidatesAsFurtherSocketsOfTheirSide() throws Exception {
        String[] offer = {
            "c=IN IP4 0.0.0.0",
            "m=audio 9 UDP/TLS/RTP/SAVPF 111",
            OPUS,
            "a=candidate:1 1 udp 2130706431 198.51.100.10 40000 typ host",
            "a=candidate:2 1 UDP 2130706430 2001:db8:0::10 40002 typ host generation 0",
            "a=candidate:3 1 tcp 1518280447 198.51.100.10 9 typ host tcptype active",
            "a=candidate:4 1 udp 2130706429 1f4712db.local 40004 typ host",
            "a=candidate:1 2 udp 2130706430 198.51.100.10 40001 typ host"
        };
        assertThat(rtp(call().invite(offer)))
                .containsExactly(
                        "udp:198.51.100.10:40000 caller opus",
                        "udp:[2001:db8::10]:40002 caller opus");
        assertThat(rtcp(call().invite(offer))).containsExactly("udp:198.51.100.10:40001");
        assertThat(rtcp(call().invite(with(offer, "a=rtcp-mux"))))
                .contains("udp:198.51.100.10:40000", "udp:[2001:db8::10]:40002");
    }

    @Test
    void announcesWhereRtcpGoes() throws Exception {
        String audio = "m=audio 4000 RTP/AVP 8";
        assertThat(rtcp(call().invite(ALICE, audio)))
                .containsExactly("udp:192.0.2.1:4001", "udp:192.0.2.1:4000");
        assertThat(rtcp(call().invite(ALICE, audio, "a=rtcp-mux")))
                .containsExactly("udp:192.0.2.1:4000", "udp:192.0.2.1:4001");
        assertThat(rtcp(call().invite(ALICE, audio, "a=rtcp:4800 IN IP4 192.0.2.8")))
                .containsExactly("udp:192.0.2.8:4800", "udp:192.0.2.1:4001", "udp:192.0.2.1:4000");
    }

    @Test
    void aSocketTakesThePayloadTypesOfAllItsLines() throws Exception {
        assertThat(
                        rtp(
                                call().invite(
                                                ALICE,
                                                "a=group:BUNDLE 0 1",
                                                "m=audio 4000 RTP/AVP 111",
                                                "a=mid:0",
                                                OPUS,
                                                "m=video 4000 RTP/AVP 96",
                                                "a=mid:1",
                                                VP8)))
                .containsExactly("udp:192.0.2.1:4000 caller opus,VP8");
    }

    /** Offered on two sockets, answered on one: all goes to the first then (RFC 9143, 7.2). */
    @Test
    void theFirstSocketOfABundleTakesThePayloadTypesOfAllItsLines() throws Exception {
        String[] offer = {
            ALICE,
            "a=group:BUNDLE 0 1",
            "m=audio 4000 RTP/AVP 111",
            "a=mid:0",
            OPUS,
            "m=video 4002 RTP/AVP 96",
            "a=mid:1",
            VP8
        };
        assertThat(rtp(call().invite(offer)))
                .containsExactlyInAnyOrder(
                        "udp:192.0.2.1:4000 caller opus,VP8", "udp:192.0.2.1:4002 caller VP8");
        offer[5] = "m=video 0 RTP/AVP 96";
        assertThat(rtp(call().invite(with(offer, "a=bundle-only"))))
                .containsExactly("udp:192.0.2.1:4000 caller opus,VP8");
    }

    /** RFC 8839, 4.3.1: neither has a default address. */
    @Test
    void twoSidesThatNameNoAddressAreTwo() throws Exception {
        String none = "c=IN IP4 0.0.0.0";
        SessionScript call =
                call().invite(
                                none,
                                "m=audio 9 RTP/AVP 111",
                                OPUS,
                                "a=candidate:1 1 udp 9 198.51.100.1 4000 typ host")
                        .response(
                                200,
                                none,
                                "m=audio 9 RTP/AVP 97",
                                "a=rtpmap:97 opus/48000/2",
                                "a=candidate:1 1 udp 9 198.51.100.2 5000 typ host");
        List<MediaSocket> sockets = SessionHarness.rtp(call.messages());
        assertThat(texts(sockets))
                .containsExactlyInAnyOrder(
                        "udp:198.51.100.1:4000 caller opus",
                        "udp:198.51.100.1:4000 caller opus,opus",
                        "udp:198.51.100.2:5000 callee opus,opus");
        assertThat(texts(SessionHarness.rtp(call.again().messages()))).isEqualTo(texts(sockets));
    }

    /** Each side sends by the payload types of the other (RFC 3264, 6.1). */
    @Test
    void payloadTypesAreThoseOfTheSideThatReceives() throws Exception {
        List<MediaSocket> sockets =
                SessionHarness.rtp(
                        call().invite(ALICE, "m=audio 4000 RTP/AVP 111", OPUS)
                                .response(
                                        200,
                                        BOB,
                                        "m=audio 5000 RTP/AVP 97",
                                        "a=rtpmap:97 opus/48000/2")
                                .messages());
        MediaSocket alice = sockets.get(sockets.size() - 1);
        assertThat(alice.socket()).isEqualTo("udp:192.0.2.1:4000");
        assertThat(alice.codecs()).extracting(Codec::payloadType).containsExactly(111, 97);
        assertThat(alice.sends()).extracting(Codec::payloadType).containsExactly(97, 111);
    }

    /** Of a dynamic type that one side has no rtpmap for, or had one for before. */
    @Test
    void theSideThatNamesAPayloadTypeTells() throws Exception {
        String dtmf = "a=rtpmap:101 telephone-event/8000";
        SessionScript call =
                call().invite(ALICE, "m=audio 4000 RTP/AVP 0 101", dtmf)
                        .response(200, BOB, "m=audio 5000 RTP/AVP 0 101", "a=fmtp:101 0-15");
        assertThat(rtp(call))
                .endsWith(
                        "udp:192.0.2.2:5000 callee PCMU,telephone-event",
                        "udp:192.0.2.1:4000 caller PCMU,telephone-event");

        call.ack().update(ALICE, "m=audio 4000 RTP/AVP 0 101").response(200);
        assertThat(rtp(call)).last().asString().endsWith("4000 caller PCMU,telephone-event");
    }

    @Test
    void tellsThatACallIsOver() throws Exception {
        SessionScript ended =
                call().invite(ALICE, "m=audio 4000 RTP/AVP 8")
                        .response(200, BOB, "m=audio 5000 RTP/AVP 8")
                        .ack()
                        .bye()
                        .response(200);
        assertThat(over(ended)).containsExactlyInAnyOrder("192.0.2.1:4000", "192.0.2.2:5000");
        SessionScript failed = call().invite(ALICE, "m=audio 4000 RTP/AVP 8").response(486);
        assertThat(over(failed)).containsExactly("192.0.2.1:4000");
        SessionScript refused =
                call().invite(ALICE, "m=audio 4000 RTP/AVP 8")
                        .response(200, BOB, "m=audio 5000 RTP/AVP 8")
                        .ack()
                        .bye()
                        .response(481);
        assertThat(over(refused)).isEmpty();
    }

    @Test
    void announcesTheSocketsOfALongHoldAgain() throws Exception {
        try (SessionHarness sessions = new SessionHarness()) {
            sessions.push(
                    call().invite(ALICE, "m=audio 4000 RTP/AVP 8")
                            .response(200, BOB, "m=audio 5000 RTP/AVP 8")
                            .messages());
            for (int minute = 1; minute <= 60; minute++) {
                sessions.at(60 * minute);
            }
            assertThat(sessions.rtp()).extracting(MediaSocket::began).containsOnly(BEGINNING);
            assertThat(
                            sessions.rtp().stream()
                                    .filter(s -> s.socket().equals("udp:192.0.2.2:5000"))
                                    .count())
                    .isBetween(14L, 16L);
            sessions.at(24 * 3600).assertNothingLeft();
        }
    }

    @Test
    void aNewCallOfTheSameCallIdBeginsAnew() throws Exception {
        SessionScript calls =
                call().invite(ALICE, "m=audio 4000 RTP/AVP 8")
                        .response(200, BOB, "m=audio 5000 RTP/AVP 8")
                        .bye()
                        .response(200)
                        .at(10)
                        .inviteAgain(ALICE, "m=audio 4010 RTP/AVP 8");
        List<MediaSocket> sockets = SessionHarness.rtp(calls.messages());
        MediaSocket last = sockets.get(sockets.size() - 1);
        assertThat(last.socket()).isEqualTo("udp:192.0.2.1:4010");
        assertThat(last.began()).isEqualTo(BEGINNING + 10_000_000);
        assertThat(last.over()).isFalse();
    }

    @Test
    void isTheSameInAnyOrderOfArrivalAndAfterARestore() throws Exception {
        List<SipMessage> messages = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            messages.addAll(
                    call("call-" + i)
                            .at(i)
                            .invite()
                            .response(183, BOB, "m=audio " + (5000 + i) + " RTP/AVP 111 8", OPUS)
                            .prack(ALICE, "m=audio " + (4000 + i) + " RTP/AVP 8")
                            .response(200)
                            .inviteResponse(200)
                            .byBob()
                            .reinvite(BOB, "m=audio " + (5000 + i) + " RTP/AVP 111", OPUS)
                            .response(200, ALICE, "m=audio " + (4000 + i) + " RTP/AVP 111", OPUS)
                            .bye()
                            .response(200)
                            .messages());
        }
        List<String> expected = all(SessionHarness.rtp(messages));
        assertThat(expected).hasSize(40);
        Random random = new Random(1);
        for (int i = 0; i < 20; i++) {
            Collections.shuffle(messages, random);
            assertThat(all(SessionHarness.rtp(messages))).isEqualTo(expected);
        }
        List<MediaSocket> halves = new ArrayList<>();
        try (SessionHarness before = new SessionHarness()) {
            before.push(messages).at(3);
            halves.addAll(before.rtp());
            try (SessionHarness after = new SessionHarness(before.snapshot())) {
                halves.addAll(after.endOfInput().rtp());
                after.assertNothingLeft();
            }
        }
        assertThat(all(halves)).isEqualTo(expected);
    }

    @Test
    void survivesWhatAStrangerMaySend() throws Exception {
        Random random = new Random(7);
        String[] methods = {"INVITE", "ACK", "PRACK", "UPDATE", "BYE"};
        try (SessionHarness sessions = new SessionHarness()) {
            for (int i = 0; i < 1000; i++) {
                SessionScript call = call("call-" + random.nextInt(3)).at(i * 0.01);
                call.fork("tag-" + random.nextInt(20)).hop("" + random.nextInt(3));
                String[] sdp = randomSdp(random);
                switch (methods[random.nextInt(methods.length)]) {
                    case "INVITE" -> call.invite(sdp).response(100 + random.nextInt(500), sdp);
                    case "ACK" -> call.ack(sdp);
                    case "PRACK" -> call.prack(sdp).response(200, randomSdp(random));
                    case "UPDATE" -> call.byBob().update(sdp).response(200, randomSdp(random));
                    default -> call.bye().response(200 + random.nextInt(300));
                }
                sessions.push(call.messages());
            }
            sessions.at(60);
            assertThat(sessions.rtp()).isNotEmpty();
            sessions.at(48 * 3600).assertNothingLeft();
        }
    }

    private static String[] randomSdp(Random random) {
        List<String> lines = new ArrayList<>();
        lines.add("c=IN IP4 192.0.2." + random.nextInt(300));
        lines.add("a=group:BUNDLE 0 1 2 0 x");
        for (int i = random.nextInt(6); i > 0; i--) {
            lines.add(
                    "m=audio %d RTP/AVP %d %d 101"
                            .formatted(
                                    random.nextInt(3) * random.nextInt(40_000),
                                    random.nextInt(140),
                                    random.nextInt(140)));
            lines.add("a=mid:" + random.nextInt(4));
            lines.add("a=rtpmap:" + random.nextInt(140) + " red/" + random.nextInt());
            lines.add("a=fmtp:" + random.nextInt(140) + " " + random.nextInt(140) + "/0");
            lines.add("a=ssrc:" + random.nextLong() + " cname:x");
            lines.add(random.nextBoolean() ? "a=bundle-only" : "a=rtcp-mux");
            for (int c = random.nextInt(90); c > 0; c--) {
                lines.add(
                        "a=candidate:1 %d udp 1 198.51.100.%d %d typ host"
                                .formatted(random.nextInt(4), c, random.nextInt(70_000)));
            }
        }
        return lines.toArray(new String[0]);
    }

    private static List<String> rtp(SessionScript call) throws Exception {
        return texts(SessionHarness.rtp(call.messages()));
    }

    private static List<String> rtcp(SessionScript call) throws Exception {
        return SessionHarness.rtcp(call.messages()).stream().map(MediaSocket::socket).toList();
    }

    private static List<String> over(SessionScript call) throws Exception {
        return SessionHarness.rtp(call.messages()).stream()
                .filter(MediaSocket::over)
                .map(s -> s.socket().substring("udp:".length()))
                .toList();
    }

    private static List<String> all(List<MediaSocket> sockets) {
        return sockets.stream()
                .map(s -> s.timeMicros() + " " + s.callId() + " " + text(s) + " " + s.over())
                .sorted()
                .toList();
    }

    private static List<String> texts(List<MediaSocket> sockets) {
        return sockets.stream().map(SessionTrackerTest::text).toList();
    }

    private static String text(MediaSocket s) {
        String codecs = Arrays.stream(s.codecs()).map(Codec::name).collect(Collectors.joining(","));
        return s.socket() + " " + s.announcer() + " " + codecs;
    }

    private static String[] with(String[] lines, String more) {
        String[] all = Arrays.copyOf(lines, lines.length + 1);
        all[lines.length] = more;
        return all;
    }
}
