package io.siphon.udf.session;

import io.siphon.udf.call.CallEvent;
import io.siphon.udf.sip.SipMessage;

import org.junit.jupiter.api.Test;

import java.util.List;

import static io.siphon.udf.session.SessionScript.call;
import static org.assertj.core.api.Assertions.assertThat;

/** Who offered and answered what, message by message (RFC 3264; RFC 6337, 2.2). */
class AgreedCodecsTest {

    private static final String ALL = "m=audio 4000 RTP/AVP 0 8 18 101";
    private static final String DTMF = "a=rtpmap:101 telephone-event/8000";
    private static final String G729 = "m=audio 5000 RTP/AVP 18";
    private static final String PCMA = "m=audio 5000 RTP/AVP 8";
    private static final String PCMU = "m=audio 5000 RTP/AVP 0";

    @Test
    void anAnswerTakesOfAnOffer() {
        assertThat(codecs(call().invite(ALL, DTMF))).isEqualTo("PCMU,PCMA,G729,telephone-event");
        assertThat(codecs(call().invite(ALL, DTMF).response(183, G729))).isEqualTo("G729");
        assertThat(codecs(call().invite(ALL, DTMF).response(200, PCMA, DTMF))).isEqualTo("PCMA");
        assertThat(
                        codecs(
                                call().invite(ALL, DTMF)
                                        .response(200, "m=audio 5000 RTP/AVP 8 101", DTMF)
                                        .ack()))
                .isEqualTo("PCMA,telephone-event");
    }

    @Test
    void whatAnAnswerAddsIsNotAgreed() {
        assertThat(codecs(call().invite(PCMA).response(200, "m=audio 5000 RTP/AVP 9 8")))
                .isEqualTo("PCMA");
        assertThat(codecs(call().invite(PCMA).response(200, "m=audio 5000 RTP/AVP 9")))
                .as("an answer that takes nothing of the offer")
                .isEqualTo("G722");
    }

    @Test
    void anAnswerThatTakesNoMediumOfTheOfferByItsNameIsWhatItSays() {
        String[] dtmf = {"m=audio 5000 RTP/AVP 97 101", "a=rtpmap:97 G729x/8000", DTMF};
        assertThat(codecs(call().invite(ALL, DTMF).response(200, dtmf)))
                .isEqualTo("G729x,telephone-event");
        String[] annex = {"m=audio 5000 RTP/AVP 18 101", "a=rtpmap:18 G729a/8000", DTMF};
        assertThat(codecs(call().invite(ALL, DTMF).response(200, annex)))
                .isEqualTo("G729,telephone-event");
    }

    @Test
    void anAnswerWithItsOwnPayloadTypesIsOneAllTheSame() {
        assertThat(
                        codecs(
                                call().invite("m=audio 4 RTP/AVP 111", "a=rtpmap:111 opus/48000/2")
                                        .response(
                                                200,
                                                "m=audio 6 RTP/AVP 96",
                                                "a=rtpmap:96 OPUS/48000/2")))
                .isEqualTo("OPUS");
    }

    @Test
    void theAnswerToADelayedOfferIsInTheAck() {
        SessionScript offered = call().invite().response(200, "m=audio 5000 RTP/AVP 0 8 18");
        assertThat(codecs(offered)).isEqualTo("PCMU,PCMA,G729");
        assertThat(codecs(offered.again().ack(G729).again())).isEqualTo("G729");
    }

    @Test
    void theAnswerToAnOfferInAReliableResponseIsInThePrack() {
        assertThat(
                        codecs(
                                call().invite()
                                        .response(183, ALL)
                                        .prack(G729)
                                        .response(200)
                                        .inviteResponse(200)))
                .isEqualTo("G729");
        assertThat(
                        codecs(
                                call().invite()
                                        .response(183, ALL)
                                        .prack(G729)
                                        .again()
                                        .response(200)
                                        .inviteResponse(200, ALL)))
                .as("a 2xx that says the offer again")
                .isEqualTo("G729");
    }

    @Test
    void aPrackMayOfferToo() {
        assertThat(
                        codecs(
                                call().invite(ALL)
                                        .response(183, PCMA)
                                        .prack(ALL)
                                        .response(200, PCMU)
                                        .inviteResponse(200)))
                .isEqualTo("PCMA>PCMU");
    }

    @Test
    void anUpdateRenegotiatesBeforeAndAfterTheAnswer() {
        SessionScript early =
                call().invite(ALL).response(183, PCMA).update(ALL).response(200, PCMU);
        assertThat(codecs(early.inviteResponse(200))).isEqualTo("PCMA>PCMU");
        assertThat(codecs(early.inviteResponse(200, PCMA)))
                .as("a 2xx that says what its 183 said")
                .isEqualTo("PCMA>PCMU");
        assertThat(codecs(early.byBob().update(ALL).response(200, G729)))
                .isEqualTo("PCMA>PCMU>G729");
    }

    @Test
    void aReinviteRenegotiatesFromEitherSide() {
        SessionScript up = call().invite(ALL).response(200, G729).ack();
        assertThat(codecs(up.byBob().reinvite(PCMA))).isEqualTo("G729");
        assertThat(codecs(up.response(200, "m=audio 4000 RTP/AVP 8").ack())).isEqualTo("G729>PCMA");
        assertThat(codecs(up.byAlice().reinvite().response(200, ALL).ack(PCMU)))
                .as("a delayed offer within the call")
                .isEqualTo("G729>PCMA>PCMU");
    }

    @Test
    void aReinviteThatFailsChangesNothing() {
        assertThat(
                        codecs(
                                call().invite(ALL)
                                        .response(200, G729)
                                        .ack()
                                        .reinvite(PCMA)
                                        .response(488)
                                        .ack()))
                .isEqualTo("G729");
    }

    @Test
    void holdAndResumeAreNoChange() {
        SessionScript up = call().invite(ALL, DTMF).response(200, PCMA, DTMF).ack();
        up.reinvite("c=IN IP4 0.0.0.0", PCMA, "a=inactive").response(200, PCMA, "a=inactive");
        up.reinvite("m=audio 0 RTP/AVP 8").response(200, "m=audio 0 RTP/AVP 8");
        up.reinvite(ALL, DTMF).response(200, PCMA);
        assertThat(codecs(up)).isEqualTo("PCMA");
    }

    @Test
    void refusedMediaAreNotAgreed() {
        String[] offer = {"m=video 4002 RTP/AVP 31", "m=audio 4000 RTP/AVP 8 0"};
        assertThat(codecs(call().invite(offer).response(200, "m=video 0 RTP/AVP 31", PCMA)))
                .isEqualTo("PCMA");
        assertThat(
                        codecs(
                                call().invite(offer)
                                        .response(
                                                200,
                                                "m=video 0 RTP/AVP 31",
                                                "m=audio 0 RTP/AVP 8")))
                .as("all refused")
                .isEmpty();
    }

    @Test
    void aBundleOnlyMediumIsOfferedThoughItsPortIsZero() {
        assertThat(
                        codecs(
                                call().invite(
                                                "a=group:BUNDLE 0 1",
                                                PCMA,
                                                "a=mid:0",
                                                "m=video 0 RTP/AVP 31",
                                                "a=bundle-only",
                                                "a=mid:1")))
                .isEqualTo("PCMA,H261");
    }

    @Test
    void aFaxFollows() {
        assertThat(
                        codecs(
                                call().invite(ALL)
                                        .response(200, PCMA)
                                        .ack()
                                        .byBob()
                                        .reinvite("m=image 5002 udptl t38")
                                        .response(200, "m=image 4002 udptl t38")))
                .isEqualTo("PCMA>t38");
        assertThat(
                        codecs(
                                call().invite(ALL)
                                        .response(200, PCMA)
                                        .ack()
                                        .reinvite("m=audio 0 RTP/AVP 8", "m=image 4 udptl t38")
                                        .response(
                                                200, "m=audio 0 RTP/AVP 8", "m=image 6 udptl t38")))
                .isEqualTo("PCMA>t38");
    }

    @Test
    void whatAFailedAttemptAgreedOnIsForgotten() {
        assertThat(
                        codecs(
                                call().invite(ALL)
                                        .response(183, PCMU)
                                        .response(503)
                                        .inviteAgain(ALL)
                                        .response(200, PCMA)))
                .isEqualTo("PCMA");
    }

    @Test
    void theForkThatAnswersCounts() {
        assertThat(
                        codecs(
                                call().invite(ALL)
                                        .fork("desk")
                                        .response(183, PCMU)
                                        .fork("mobile")
                                        .response(183, G729)
                                        .response(200, PCMA)))
                .isEqualTo("PCMA");
    }

    /** Where a proxy leaves no codec as it was, the hop nearest the caller counts. */
    @Test
    void theHopNearestTheCallerCounts() {
        AgreedCodecsState codecs = new AgreedCodecsState();
        see(codecs, call().invite(PCMA), true);
        see(codecs, call().at(0.1).hop("0").invite(ALL).response(200, G729), false);
        see(codecs, response(call().invite(PCMA), PCMA), true);
        assertThat(codecs.text()).isEqualTo("PCMA");

        see(codecs, response(call().hop("0").invite(ALL), PCMU), false);
        assertThat(codecs.text()).isEqualTo("PCMA");
    }

    @Test
    void aPayloadTypeThatAnAnswerDoesNotNameMayBeAny() {
        AgreedCodecsState codecs = new AgreedCodecsState();
        see(codecs, call().invite("m=audio 4 RTP/AVP 97 0", "a=rtpmap:97 iLBC/8000"), true);
        see(codecs, response(call().invite(ALL), "m=audio 5000 RTP/AVP 97"), true);
        assertThat(codecs.text()).isEqualTo("97");
        assertThat(codecs.has("iLBC")).isTrue();
    }

    @Test
    void signallingEventsOfAGatewayAreNoMedium() {
        String nse = "a=rtpmap:100 X-NSE/8000";
        SessionScript up = call().invite(ALL).response(200, PCMA).ack();
        up.reinvite("m=audio 4000 RTP/AVP 8 100", nse)
                .response(200, "m=audio 5000 RTP/AVP 8 100", nse);
        assertThat(codecs(up)).isEqualTo("PCMA");
    }

    /** What was agreed on at any time or hop is known to be, and bounded. */
    @Test
    void remembersWhatIsAgreedOnNoMore() {
        AgreedCodecsState codecs = new AgreedCodecsState();
        see(codecs, call().invite(ALL).fork("tone").response(183, PCMU), true);
        see(codecs, response(call().invite(ALL).fork("bob"), PCMA), true);
        see(codecs, call().hop("0").invite(ALL).response(200, G729), false);
        assertThat(codecs.text()).isEqualTo("PCMA");
        assertThat(codecs.others).isEqualTo("PCMU,G729");
        assertThat(codecs.has("pcmu")).isTrue();
        assertThat(codecs.has("PCMA")).isTrue();
        assertThat(codecs.has("G722")).isFalse();

        SessionScript call = call().invite().response(200);
        for (int i = 0; i < 1000; i++) {
            call.fork("" + i).response(200, "m=audio 4 RTP/AVP 96", "a=rtpmap:96 x" + i + "/8000");
        }
        see(codecs, call, true);
        assertThat(codecs.others).hasSizeBetween(200, 255);
    }

    @Test
    void ofACallThatWasUpTheNextNegotiationTells() {
        assertThat(codecs(withoutFirst(call().invite(ALL).response(200, G729)))).isEqualTo("G729");
        assertThat(codecs(withoutFirst(call().invite().response(200, ALL).ack(G729))))
                .isEqualTo("G729");
    }

    @Test
    void keepsTheFirstAndTheLatestOfManyRenegotiations() {
        SessionScript call = call().invite(ALL).response(200, G729).ack();
        for (int i = 0; i < 200; i++) {
            call.reinvite(ALL).response(200, i % 2 == 0 ? PCMA : PCMU).ack();
        }
        assertThat(codecs(call))
                .hasSizeLessThanOrEqualTo(255)
                .startsWith("G729>PCM")
                .endsWith(">PCMA>PCMU");
    }

    @Test
    void remembersABoundedNumberOfExchanges() {
        AgreedCodecsState codecs = new AgreedCodecsState();
        SessionScript call = call().invite(ALL);
        for (int i = 0; i < 100; i++) {
            call.hop("" + i).reinvite("m=audio 4000 RTP/AVP " + i + " 8 0");
        }
        see(codecs, call.messages(), false);
        assertThat(codecs.negotiation.exchanges).hasSize(NegotiationState.LIMIT);
        int kept = codecs.negotiation.exchanges.stream().mapToInt(e -> e.codecs.length()).sum();
        assertThat(kept).isLessThanOrEqualTo(255);
    }

    private static String codecs(SessionScript call) {
        return codecs(call.messages());
    }

    private static String codecs(List<SipMessage> messages) {
        AgreedCodecsState codecs = new AgreedCodecsState();
        see(codecs, messages, true);
        return codecs.text();
    }

    private static void see(AgreedCodecsState codecs, SessionScript call, boolean nearest) {
        see(codecs, call.messages(), nearest);
    }

    private static void see(AgreedCodecsState codecs, List<SipMessage> messages, boolean nearest) {
        for (SipMessage m : messages) {
            if (CallEvent.concerns(m)) {
                CallEvent event = CallEvent.of(m);
                codecs.see(event, event.codecs(), nearest);
            }
        }
    }

    private static List<SipMessage> withoutFirst(SessionScript call) {
        return call.messages().subList(1, call.messages().size());
    }

    private static List<SipMessage> response(SessionScript invite, String... sdp) {
        return withoutFirst(invite.response(200, sdp));
    }
}
