package io.siphon.udf.call;

import io.siphon.schema.Call;
import io.siphon.schema.CallCause;
import io.siphon.udf.order.Ceiling;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.function.Consumer;

import static io.siphon.udf.call.CallScript.call;
import static io.siphon.udf.call.CallScript.ms;
import static io.siphon.udf.call.CallScript.s;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Every cause, of the messages of a call to its row. */
class CallCausesTest {

    private CallHarness tracker;

    @BeforeEach
    void open() throws Exception {
        tracker = new CallHarness();
    }

    @AfterEach
    void leavesNothingBehind() throws Exception {
        tracker.end();
        tracker.close();
    }

    @ParameterizedTest
    @CsvSource({
        "400, Bad Request, bad_request",
        "402, Payment Required, blocked",
        "403, Forbidden, blocked",
        "404, Not Found, no_route",
        "404, User not registered, not_registered",
        "405, Method Not Allowed, bad_request",
        "408, Request Timeout, unreachable",
        "410, Gone, no_route",
        "415, Unsupported Media Type, codec_refused",
        "416, Unsupported URI Scheme, bad_number",
        "420, Bad Extension, bad_request",
        "430, Flow Failed, unreachable",
        "433, Anonymity Disallowed, blocked",
        "480, Temporarily Unavailable, not_registered",
        "481, Call/Transaction Does Not Exist, bad_request",
        "482, Loop Detected, loop",
        "483, Too Many Hops, too_many_hops",
        "484, Address Incomplete, bad_number",
        "486, Busy Here, busy",
        "488, Not Acceptable Here, codec_refused",
        "500, Server Internal Error, server_error",
        "502, Bad Gateway, trunk_down",
        "503, Service Unavailable, trunk_down",
        "503, Maximum calls limit reached, trunk_overloaded",
        "504, Server Time-out, trunk_down",
        "513, Message Too Large, server_error",
        "580, Precondition Failure, codec_refused",
        "600, Busy Everywhere, busy",
        "603, Decline, declined",
        "603, Network Blocked, blocked",
        "604, Does Not Exist Anywhere, no_route",
        "606, Not Acceptable, codec_refused",
        "607, Unwanted, blocked",
        "608, Rejected, blocked",
        "302, Moved Temporarily, redirected",
        "401, Unauthorized, no_credentials",
        "407, Proxy Authentication Required, no_credentials",
        "699, , declined"
    })
    void followsFromTheStatusBeforeRinging(int status, String reason, String cause)
            throws Exception {
        Call row =
                over(
                        call().invite()
                                .next(m -> m.reason = reason == null ? "" : reason)
                                .response(s(1), status)
                                .ackFailure(s(1.01)));

        assertThat(row.verdict().cause().tag()).isEqualTo(cause);
        assertThat(row.verdict().text())
                .startsWith("192.0.2.10 answered " + status + (reason == null ? "" : " " + reason))
                .endsWith(".");
    }

    @ParameterizedTest
    @CsvSource({
        "503, 1, no_route",
        "503, 3, no_route",
        "500, 17, busy",
        "480, 18, unreachable",
        "480, 19, no_answer",
        "480, 20, not_registered",
        "403, 21, blocked",
        "480, 21, declined",
        "500, 27, unreachable",
        "500, 28, bad_number",
        "503, 34, trunk_overloaded",
        "500, 38, trunk_down",
        "503, 42, trunk_overloaded",
        "403, 57, blocked",
        "503, 88, codec_refused",
        "500, 25, too_many_hops"
    })
    void followsFromTheQ850CauseWhereTheStatusSaysLess(int status, int q850, String cause)
            throws Exception {
        Call row = over(call().invite().next(m -> m.q850Cause = q850).response(s(1), status));

        assertThat(row.verdict().cause().tag()).isEqualTo(cause);
        assertThat(row.verdict().text()).contains("with Q.850 cause " + q850);
    }

    @Test
    void namesWhoRefusedFirstAndNotWhoPassedItOn() throws Exception {
        Call row =
                over(
                        call().invite()
                                .ringing(s(1))
                                .next(m -> m.reason = "Busy Here")
                                .response(s(2), 486)
                                .ackFailure(s(2.01))
                                .secondHop());

        assertThat(row.verdict().cause()).isEqualTo(CallCause.BUSY);
        assertThat(row.verdict().text())
                .isEqualTo("192.0.2.2 answered 486 Busy Here: the callee is busy.");
    }

    @Test
    void isOverloadedWhereARefusalSaysWhenToTryAgain() throws Exception {
        Call row =
                over(
                        call().invite()
                                .next(
                                        m -> {
                                            m.reason = "Service Unavailable";
                                            m.retryAfter = 30;
                                            m.explanation = "All channels in use";
                                        })
                                .response(s(1), 503));

        assertThat(row.verdict().cause()).isEqualTo(CallCause.TRUNK_OVERLOADED);
        assertThat(row.verdict().text())
                .isEqualTo(
                        "192.0.2.10 answered 503 Service Unavailable with Retry-After 30 s (All"
                                + " channels in use): it is overloaded, or has no free line.");
    }

    @Test
    void isOfWrongCredentialsWhenChallengedAgain() throws Exception {
        Call row =
                over(
                        call().invite()
                                .challenged(s(0.1), 407)
                                .cseq(2)
                                .next(m -> m.credentials = true)
                                .invite(s(0.2))
                                .challenged(s(0.3), 407));

        assertThat(row.verdict().cause()).isEqualTo(CallCause.WRONG_CREDENTIALS);
    }

    @Test
    void isOfWrongCredentialsWhenForbiddenRightAfterThem() throws Exception {
        Call row =
                over(
                        call().invite()
                                .challenged(s(0.1), 401)
                                .cseq(2)
                                .next(m -> m.credentials = true)
                                .invite(s(0.2))
                                .response(s(0.3), 403));

        assertThat(row.verdict().cause()).isEqualTo(CallCause.WRONG_CREDENTIALS);
    }

    @Test
    void isBlockedWhenForbiddenBeyondTheHostThatChallenged() throws Exception {
        CallScript script =
                call().invite()
                        .challenged(s(0.1), 401)
                        .cseq(2)
                        .next(m -> m.credentials = true)
                        .invite(s(0.2))
                        .beyond("b")
                        .invite(s(0.21))
                        .response(s(0.3), 403)
                        .atCaller()
                        .response(s(0.31), 403);

        assertThat(over(script).verdict().cause()).isEqualTo(CallCause.BLOCKED);
    }

    @Test
    void isBusyAfterAChallengeThatWasAnswered() throws Exception {
        Call row =
                over(
                        call().invite()
                                .challenged(s(0.1), 401)
                                .cseq(2)
                                .invite(s(0.2))
                                .response(s(0.5), 486));

        assertThat(row.verdict().cause()).isEqualTo(CallCause.BUSY);
    }

    @Test
    void isNotAnsweredWhenItRangAndNobodyPickedUp() throws Exception {
        Call row = over(call().invite().ringing(s(1)).response(s(31), 480));

        assertThat(row.verdict().cause()).isEqualTo(CallCause.NO_ANSWER);
        assertThat(row.verdict().text()).contains("it rang for 30.0 s");
    }

    @Test
    void isUnreachableWhenTheCalleesOwnHostIsAway() throws Exception {
        CallScript script =
                call().invite()
                        .beyond("b")
                        .invite(s(0.01))
                        .response(s(0.3), 480)
                        .atCaller()
                        .response(s(0.31), 480);

        assertThat(over(script).verdict().cause()).isEqualTo(CallCause.UNREACHABLE);
    }

    @Test
    void isGivenUpByTheCallerAfterSoManySecondsOfRinging() throws Exception {
        Call row =
                over(
                        call().invite()
                                .ringing(s(2))
                                .cancel(s(14.5))
                                .response(s(14.6), 487)
                                .ackFailure(s(14.61)));

        assertThat(row.verdict().cause()).isEqualTo(CallCause.CALLER_GAVE_UP);
        assertThat(row.verdict().text())
                .isEqualTo("The caller (192.0.2.1) gave up after 12.6 s of ringing.");
    }

    @Test
    void isCancelledBeforeItRang() throws Exception {
        Call row = over(call().invite().response(s(0.1), 100).cancel(s(3)).response(s(3.1), 487));

        assertThat(row.verdict().cause()).isEqualTo(CallCause.CANCELLED_BEFORE_RINGING);
    }

    @Test
    void wasTakenByAnotherPhoneWhereTheCancelSaysSo() throws Exception {
        Call row =
                over(
                        call().invite()
                                .ringing(s(1))
                                .next(
                                        m -> {
                                            m.sipCause = 200;
                                            m.explanation = "Call completed elsewhere";
                                        })
                                .cancel(s(5))
                                .response(s(5.1), 487));

        assertThat(row.verdict().cause()).isEqualTo(CallCause.ANSWERED_ELSEWHERE);
        assertThat(row.verdict().text()).contains("(Call completed elsewhere)");
    }

    @Test
    void heardEarlyMediaOnly() throws Exception {
        Call row =
                over(
                        call().invite()
                                .next(m -> m.sdp = SipFixture.audio("192.0.2.2", 4000, "PCMA/8000"))
                                .response(s(1), 183)
                                .cancel(s(21))
                                .response(s(21.1), 487));

        assertThat(row.verdict().cause()).isEqualTo(CallCause.EARLY_MEDIA_ONLY);
        assertThat(row.verdict().text()).contains("early media for 20.1 s");
    }

    @Test
    void isTimerBWhenNothingAnswersTheInvite() throws Exception {
        Call row =
                over(
                        call().invite()
                                .invite(s(0.5))
                                .invite(s(1.5))
                                .invite(s(3.5))
                                .otherAgent()
                                .secondHop());

        assertThat(row.verdict().cause()).isEqualTo(CallCause.TIMER_B);
        assertThat(row.verdict().text())
                .isEqualTo(
                        "192.0.2.10 answered nothing to the INVITE, not even 100, though it was"
                                + " repeated 3 times.");
        assertThat(row.signalling().retransmissions()).isEqualTo(3);
    }

    /** The hop that signs may be any of them. */
    @Test
    void hasTheAttestationOfTheFirstInviteThatIsSigned() throws Exception {
        CallScript call = call().invite();
        call.next(m -> m.attestation = "B").beyond("b").invite(ms(5)).atCaller();
        call.next(m -> m.attestation = "A").invite(s(1));
        Call row = over(call.response(s(2), 486).ackFailure(s(2.1)));

        assertThat(row.signalling().attestation()).isEqualTo("B");
        assertThat(row.verdict().cause()).isEqualTo(CallCause.BUSY);
    }

    @Test
    void hasNoFinalResponseWhenItOnlyRang() throws Exception {
        assertThat(over(call().invite().ringing(s(1))).verdict().cause())
                .isEqualTo(CallCause.NO_FINAL_RESPONSE);
    }

    @Test
    void isNormalWhenOneSideHangsUp() throws Exception {
        Call row = over(answered().bye(s(12)).byeResponse(s(12.1), 200));

        assertThat(row.verdict().cause()).isEqualTo(CallCause.NORMAL);
        assertThat(row.verdict().text()).isEqualTo("The caller (192.0.2.1) sent BYE after 10.0 s.");
    }

    @Test
    void isReleasedAbnormallyWhereTheByeSaysSo() throws Exception {
        Call row =
                over(
                        answered()
                                .next(
                                        m -> {
                                            m.q850Cause = 41;
                                            m.explanation = "Temporary failure";
                                        })
                                .bye(s(12))
                                .byeResponse(s(12.1), 200));

        assertThat(row.verdict().cause()).isEqualTo(CallCause.RELEASED_ABNORMALLY);
        assertThat(row.verdict().text())
                .isEqualTo(
                        "The BYE of the caller (192.0.2.1) after 10.0 s says Q.850 cause 41"
                                + " (Temporary failure).");
    }

    @Test
    void isReleasedForWantOfMediaWhereTheByeSaysSo() throws Exception {
        Call row =
                over(
                        answered()
                                .next(m -> m.explanation = "RTP Timeout")
                                .bye(s(12))
                                .byeResponse(s(12.1), 200));

        assertThat(row.verdict().cause()).isEqualTo(CallCause.MEDIA_TIMEOUT);
        assertThat(row.verdict().text())
                .isEqualTo(
                        "The BYE of the caller (192.0.2.1) after 10.0 s says that no media came"
                                + " (RTP Timeout).");
    }

    @Test
    void isNoMediaTimeoutWhereSomethingElseTimedOut() throws Exception {
        Call row =
                over(
                        answered()
                                .next(m -> m.explanation = "Session timeout")
                                .bye(s(12))
                                .byeResponse(s(12.1), 200));

        assertThat(row.verdict().cause()).isEqualTo(CallCause.NORMAL);
    }

    @Test
    void missesTheAckWhereTheAnswerIsRepeated() throws Exception {
        CallScript script =
                call().invite()
                        .answered(s(2))
                        .answered(s(2.5))
                        .answered(s(3.5))
                        .answered(s(5.5))
                        .byeByCallee(s(34));
        Call row = over(script.secondHop());

        assertThat(row.verdict().cause()).isEqualTo(CallCause.ACK_MISSING);
        assertThat(row.verdict().text()).contains("repeated 3 times");
    }

    @Test
    void doesNotMissAnAckThatComesLate() throws Exception {
        Call row =
                over(
                        call().invite()
                                .answered(s(2))
                                .answered(s(2.5))
                                .answered(s(3.5))
                                .ack(s(3.6))
                                .bye(s(12))
                                .byeResponse(s(12.1), 200));

        assertThat(row.verdict().cause()).isEqualTo(CallCause.NORMAL);
    }

    @Test
    void isBehindNatWhereTheAckGoesToAPrivateContact() throws Exception {
        Consumer<SipFixture> hidden = m -> m.contact = "sip:bob@192.168.1.20:5060";
        Call row =
                over(
                        call().invite()
                                .next(hidden)
                                .answered(s(2))
                                .next(hidden)
                                .answered(s(2.5))
                                .next(hidden)
                                .answered(s(3.5))
                                .byeByCallee(s(34)));

        assertThat(row.verdict().cause()).isEqualTo(CallCause.NAT);
        assertThat(row.verdict().text()).contains("private address");
    }

    @Test
    void isBehindNatWhereTheByeGoesToAPrivateContact() throws Exception {
        CallScript script =
                call().next(m -> m.contact = "sip:alice@10.0.0.7")
                        .invite()
                        .answered(s(2))
                        .ack(s(2.1));
        byes(script);

        assertThat(over(script).verdict().cause()).isEqualTo(CallCause.NAT);
    }

    @Test
    void leavesAPrivateContactAloneWhereItWorks() throws Exception {
        CallScript script =
                call().next(m -> m.contact = "sip:alice@10.0.0.7")
                        .invite()
                        .answered(s(2))
                        .ack(s(2.1))
                        .bye(s(9))
                        .byeResponse(s(9.1), 200);

        assertThat(over(script).verdict().cause()).isEqualTo(CallCause.NORMAL);
    }

    @Test
    void hasItsByeUnansweredWhereThatIsRepeated() throws Exception {
        CallScript script = answered();
        byes(script);
        Call row = over(script);

        assertThat(row.verdict().cause()).isEqualTo(CallCause.BYE_UNANSWERED);
        assertThat(row.verdict().text()).contains("repeated 3 times");
    }

    @Test
    void hasLostItsByeWhereNoneIsSeenFor12Hours() throws Exception {
        Call row = over(answered());

        assertThat(row.verdict().cause()).isEqualTo(CallCause.BYE_LOST);
    }

    @Test
    void isNotKnownToHaveEndedWhereItWasEvicted() throws Exception {
        try (CallHarness small = new CallHarness(Ceiling.ofCalls(1, 1 << 20), null)) {
            small.live(call("a").invite()).live(call("b").invite(s(1))).at(s(10));
            assertThat(small.rows())
                    .filteredOn(row -> row.endedAt() > 0)
                    .extracting(row -> row.verdict().cause())
                    .contains(CallCause.EVICTED);
            small.end();
        }
    }

    /** Longer than its column, with what moves a cursor, and with words of another cause. */
    @Test
    void keepsHostileTextsShortAndPrintable() throws Exception {
        String hostile = "\u001b[2J\u202e<script>\r\n" + "\uD83D\uDCDE".repeat(200);
        Call row =
                over(
                        call().invite()
                                .next(
                                        m -> {
                                            m.reason = hostile;
                                            m.explanation = hostile;
                                            m.retryAfter = Integer.MAX_VALUE;
                                        })
                                .response(s(1), 486));

        assertThat(row.verdict().cause()).isEqualTo(CallCause.BUSY);
        assertThat(row.verdict().text().getBytes(UTF_8).length).isLessThanOrEqualTo(255);
        assertThat(row.verdict().text()).doesNotContainPattern("[\\p{Cc}\\p{Cf}]");
    }

    /**
     * A stranger with the Call-ID of a call: neither its words nor its responses are the call's.
     */
    @Test
    void takesNothingFromAStrangersMessages() throws Exception {
        Consumer<SipFixture> mallory =
                m -> {
                    m.fromTag = "mallory";
                    m.explanation = "blocked by policy";
                    m.retryAfter = 3;
                };
        Call row = over(call().invite().next(mallory).response(s(0.5), 503).response(s(1), 486));

        assertThat(row.verdict().text()).isEqualTo("192.0.2.10 answered 486: the callee is busy.");
    }

    /** The caller's BYE goes to the Contact of the callee. */
    @Test
    void aByeOfTheCallerIsNotLostForHisOwnContact() throws Exception {
        Consumer<SipFixture> hidden = m -> m.contact = "sip:alice@192.168.1.20:5060";
        CallScript script = call().next(hidden).invite().answered(s(2)).ack(s(2.1));
        Call row = over(script.bye(s(30)).bye(s(30.5)).bye(s(31.5)).bye(s(33.5)));
        assertThat(row.verdict().cause()).isEqualTo(CallCause.BYE_UNANSWERED);
    }

    private static CallScript answered() {
        return call().invite().ringing(s(1)).answered(s(2)).ack(s(2.1));
    }

    private static void byes(CallScript script) {
        script.byeByCallee(s(30)).byeByCallee(s(30.5)).byeByCallee(s(31.5)).byeByCallee(s(33.5));
    }

    private Call over(CallScript script) throws Exception {
        tracker.live(script).at(Duration.ofHours(13));
        Call row = tracker.row();
        assertThat(row.endedAt()).isPositive();
        return row;
    }
}
