package io.siphon.udf.call;

import io.siphon.schema.Call;
import io.siphon.schema.CallOutcome;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.function.Consumer;

import static io.siphon.schema.CallChange.ANSWERED;
import static io.siphon.schema.CallChange.ENDED;
import static io.siphon.schema.CallChange.RINGING;
import static io.siphon.schema.CallChange.STARTED;
import static io.siphon.udf.call.CallHarness.MAX_DURATION;
import static io.siphon.udf.call.CallHarness.SETUP_TIMEOUT;
import static io.siphon.udf.call.CallScript.BEGINNING;
import static io.siphon.udf.call.CallScript.call;
import static io.siphon.udf.call.CallScript.micros;
import static io.siphon.udf.call.CallScript.ms;
import static io.siphon.udf.call.CallScript.s;
import static org.assertj.core.api.Assertions.assertThat;

/** What becomes of a call, told message by message. */
class CallTrackerTest {

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

    /**
     * RFC 3578, 3: digit by digit, each INVITE with all so far, whether 484 comes before or after.
     */
    @Test
    void overlapDiallingIsOneCallToTheWholeNumber() throws Exception {
        after(
                call().next(m -> m.requestUri = "sip:030@example.org")
                        .invite()
                        .response(ms(100), 484)
                        .next(m -> m.requestUri = "sip:03022@example.org")
                        .cseq(2)
                        .invite(s(4))
                        .next(m -> m.requestUri = "sip:0302255@example.org")
                        .cseq(3)
                        .invite(s(7))
                        .cseq(2)
                        .response(s(7.01), 484)
                        .cseq(3)
                        .ringing(s(8))
                        .answered(s(9)),
                s(60));

        assertThat(tracker.rows()).extracting(Call::startedAt).containsOnly(BEGINNING);
        Call call = tracker.row();
        assertThat(call.outcome()).isEqualTo(CallOutcome.ANSWERED);
        assertThat(call.callee()).isEqualTo("0302255");
        assertThat(call.pddMs()).isEqualTo(8000);
    }

    @Test
    void anIncompleteNumberThatNothingFollowsIsRejected() throws Exception {
        after(call().invite().response(ms(100), 484), s(60));

        Call call = tracker.row();
        assertThat(call.outcome()).isEqualTo(CallOutcome.REJECTED);
        assertThat(call.endedAt()).isEqualTo(micros(ms(100)));
    }

    @Test
    void writesEachStepOfAnAnsweredCallOnce() throws Exception {
        after(
                call().invite()
                        .ringing(s(2))
                        .answered(s(5))
                        .ack(s(5.1))
                        .bye(s(65.5))
                        .byeResponse(s(65.5), 200),
                s(70));

        assertThat(tracker.changes()).containsExactly(STARTED, RINGING, ANSWERED, ENDED);
        assertThat(tracker.rows())
                .extracting(Call::changeMicros)
                .containsExactly(BEGINNING, micros(s(2)), micros(s(5)), micros(s(65.5)));
        assertThat(tracker.rows())
                .extracting(Call::outcome)
                .containsExactly(
                        CallOutcome.IN_PROGRESS,
                        CallOutcome.IN_PROGRESS,
                        CallOutcome.ANSWERED,
                        CallOutcome.ANSWERED);
        Call row = tracker.row();
        assertThat(row.startedAt()).isEqualTo(BEGINNING);
        assertThat(row.ringingAt()).isEqualTo(micros(s(2)));
        assertThat(row.answeredAt()).isEqualTo(micros(s(5)));
        assertThat(row.endedAt()).isEqualTo(micros(s(65.5)));
        assertThat(row.pddMs()).isEqualTo(2000);
        assertThat(row.setupMs()).isEqualTo(5000);
        assertThat(row.durationMs()).isEqualTo(60500);
        assertThat(row.finalStatus()).isEqualTo(200);
        assertThat(row.releasedBy()).isEqualTo("caller");
        assertThat(row.fromTag()).isEqualTo("alice");
        assertThat(row.toTag()).isEqualTo("bob");
    }

    @Test
    void takesWhatDescribesTheCallFromTheInvite() throws Exception {
        after(
                call().next(
                                m -> {
                                    m.assertedIdentity = "sip:+4930900000;cpc=ordinary@ims.example";
                                    m.requestUri = "sip:+44207180@192.0.2.10:5060;user=phone";
                                    m.userAgent = "Desk phone 1.0";
                                    m.trunk = "carrier-a";
                                    m.xcid = "other-leg";
                                    m.sdp = SipFixture.audio("192.0.2.1", 4000, "opus/48000");
                                })
                        .invite()
                        .next(m -> m.sdp = SipFixture.audio("192.0.2.2", 5000, "PCMA/8000"))
                        .answered(s(1)),
                s(10));

        Call started = tracker.rows().get(0);
        assertThat(started.caller()).isEqualTo("+4930900000");
        assertThat(started.callee()).isEqualTo("+44207180");
        assertThat(started.userAgent()).isEqualTo("Desk phone 1.0");
        assertThat(started.trunk()).isEqualTo("carrier-a");
        assertThat(started.correlationId()).isEqualTo("other-leg");
        assertThat(started.source()).isEqualTo(CallScript.ALICE);
        assertThat(started.destination()).isEqualTo(CallScript.PROXY);
        assertThat(started.node()).isEqualTo("proxy");
        assertThat(started.direction()).isEqualTo("in");
        assertThat(started.codecs()).isEqualTo("opus");
        assertThat(tracker.row().codecs()).isEqualTo("PCMA");
    }

    @Test
    void roundsMillisecondsHalfUp() throws Exception {
        after(call().invite().ringing(ms(1.4999)).answered(ms(2.5)).bye(ms(5.0)), s(10));

        assertThat(tracker.row().pddMs()).isEqualTo(1);
        assertThat(tracker.row().setupMs()).isEqualTo(3);
        assertThat(tracker.row().durationMs()).isEqualTo(3);
    }

    @Test
    void countsEveryHopAndAgentOnce() throws Exception {
        after(
                call().invite()
                        .response(ms(3), 100)
                        .ringing(s(1))
                        .answered(s(4))
                        .ack(s(4.1))
                        .bye(s(9))
                        .byeResponse(s(9.1), 200)
                        .secondHop()
                        .otherAgent(),
                s(20));

        assertThat(tracker.changes()).containsExactly(STARTED, RINGING, ANSWERED, ENDED);
        assertThat(tracker.row().source()).isEqualTo(CallScript.ALICE);
        assertThat(tracker.row().ringingAt()).isEqualTo(micros(s(1)));
        assertThat(tracker.row().answeredAt()).isEqualTo(micros(s(4)));
        assertThat(tracker.row().endedAt()).isEqualTo(micros(s(9)));
    }

    @Test
    void countsRetransmissionsOnce() throws Exception {
        CallScript call = call();
        for (int i = 0; i < 4; i++) {
            call.invite(ms(500 * i)).ringing(ms(2000 + 500 * i));
            call.answered(s(5 + i)).bye(s(20 + i));
        }
        after(call, s(30));

        assertThat(tracker.changes()).containsExactly(STARTED, RINGING, ANSWERED, ENDED);
        assertThat(tracker.row().endedAt()).isEqualTo(micros(s(20)));
    }

    /** Kamailio reports the ACK of a response that it sent statelessly twice. */
    @Test
    void endsOnceWhereTheAckComesTwice() throws Exception {
        after(call().invite().response(ms(1), 404).ackFailure(ms(3)).ackFailure(ms(5)), s(20));

        assertThat(tracker.changes()).containsExactly(STARTED, ENDED);
        assertThat(tracker.row().outcome()).isEqualTo(CallOutcome.REJECTED);
        assertThat(tracker.count("unknownDialogs")).isZero();
    }

    /** One sent statelessly, the other by the transaction, each with a To tag of its own. */
    @Test
    void endsAtTheFirstOfTwoFinalResponses() throws Exception {
        after(
                call().invite()
                        .by("stateless")
                        .response(ms(4), 478)
                        .by("transaction")
                        .response(ms(5), 478)
                        .ackFailure(ms(6)),
                s(20));

        assertThat(tracker.changes()).containsExactly(STARTED, ENDED);
        assertThat(tracker.row().finalStatus()).isEqualTo(478);
        assertThat(tracker.row().toTag()).isEqualTo("stateless");
        assertThat(tracker.row().endedAt()).isEqualTo(micros(ms(4)));
    }

    /** As Kamailio traces dialogs and transactions together: no ACK, the rest of it twice. */
    @Test
    void isOneCallWithoutItsAckAndWithTheByeTwice() throws Exception {
        after(
                call().invite()
                        .ringing(s(1))
                        .answered(s(4))
                        .bye(s(9))
                        .bye(s(9.0001))
                        .byeResponse(s(9.1), 200)
                        .byeResponse(s(9.1001), 200)
                        .secondHop(),
                s(20));

        assertThat(tracker.changes()).containsExactly(STARTED, RINGING, ANSWERED, ENDED);
        assertThat(tracker.row().endedAt()).isEqualTo(micros(s(9)));
        assertThat(tracker.row().outcome()).isEqualTo(CallOutcome.ANSWERED);
    }

    /** topoh gives the leg behind the proxy another Call-ID; tags and CSeq stay. */
    @Test
    void isACallALegWhereTheProxyHidesTheCallId() throws Exception {
        tracker.live(call("a-leg").invite().answered(s(2)).bye(s(9)));
        tracker.live(
                call("!!:jh0Kx6CMCEP.x.MD4LzdjLP*")
                        .beyond("b1")
                        .invite(s(20))
                        .answered(s(22))
                        .bye(s(29)));
        tracker.at(s(40));

        assertThat(tracker.rows())
                .extracting(row -> row.callId() + " " + row.change())
                .containsExactly(
                        "a-leg STARTED",
                        "a-leg ANSWERED",
                        "a-leg ENDED",
                        "!!:jh0Kx6CMCEP.x.MD4LzdjLP* STARTED",
                        "!!:jh0Kx6CMCEP.x.MD4LzdjLP* ANSWERED",
                        "!!:jh0Kx6CMCEP.x.MD4LzdjLP* ENDED");
        assertThat(tracker.rows()).extracting(Call::fromTag).containsOnly("alice");
    }

    /** OpenSIPS, topology_hiding("C"): HEP has the caller's Call-ID on both, each with its Via. */
    @Test
    void isOneCallWhereBothLegsHaveItsCallId() throws Exception {
        for (int status : new int[] {200, 486}) {
            tracker.live(
                    call("call-" + status)
                            .invite(s(status))
                            .beyond("b")
                            .next(m -> m.vias("leg-2"))
                            .invite(s(status + 0.01))
                            .next(m -> m.vias("leg-2"))
                            .response(s(status + 2), status)
                            .atCaller()
                            .response(s(status + 2.01), status)
                            .bye(s(status + 9)));
        }
        tracker.at(s(600));

        assertThat(tracker.changes()).containsExactly(STARTED, ANSWERED, ENDED, STARTED, ENDED);
        assertThat(tracker.rows()).extracting(Call::source).containsOnly(CallScript.ALICE);
        assertThat(tracker.row().outcome()).isEqualTo(CallOutcome.BUSY);
        assertThat(tracker.row().endedAt()).isEqualTo(micros(s(488.01)));
    }

    @Test
    void describesTheHopNearestTheCallerWhicheverIsSeenFirst() throws Exception {
        after(
                call().beyond("b1")
                        .invite()
                        .atCaller()
                        .invite(ms(1))
                        .beyond("b1")
                        .response(s(1), 486)
                        .beyond("b2")
                        .invite(s(1.1))
                        .answered(s(3))
                        .atCaller()
                        .bye(s(9)),
                s(20));

        assertThat(tracker.row().source()).isEqualTo(CallScript.ALICE);
        assertThat(tracker.row().startedAt()).isEqualTo(BEGINNING);
        assertThat(tracker.changes()).containsExactly(STARTED, ANSWERED, ENDED);
    }

    @Test
    void tellsWhoHungUpByTheTagOfTheBye() throws Exception {
        after(call().invite().answered(s(1)).byeByCallee(s(3)), s(20));

        assertThat(tracker.row().releasedBy()).isEqualTo("callee");
        assertThat(tracker.row().outcome()).isEqualTo(CallOutcome.ANSWERED);
    }

    @Test
    void takesTheQ850CauseOfTheBye() throws Exception {
        after(call().invite().answered(s(1)).next(m -> m.q850Cause = 16).bye(s(3)), s(20));

        assertThat(tracker.row().q850Cause()).isEqualTo(16);
    }

    @Test
    void endsAtTheByeEvenIfThatFails() throws Exception {
        for (int status : new int[] {408, 481}) {
            tracker.live(
                    call("call-" + status)
                            .invite(s(status))
                            .answered(s(status + 1))
                            .bye(s(status + 5))
                            .byeResponse(s(status + 37), status));
            tracker.at(s(status + 60));
            assertThat(tracker.row().endedAt()).isEqualTo(micros(s(status + 5)));
            assertThat(tracker.row().outcome()).isEqualTo(CallOutcome.ANSWERED);
        }
    }

    @Test
    void endsAtTheAnswerToAByeThatWasNotSeen() throws Exception {
        after(call().invite().answered(s(1)).byeResponse(s(7), 200), s(20));

        assertThat(tracker.row().change()).isEqualTo(ENDED);
        assertThat(tracker.row().endedAt()).isEqualTo(micros(s(7)));
        assertThat(tracker.row().releasedBy()).isEqualTo("caller");
    }

    @Test
    void endsAsBusyAtTheResponseThatTheCallerGets() throws Exception {
        after(
                call().invite().ringing(s(1)).response(s(3), 486).ackFailure(s(3.1)).secondHop(),
                s(20));

        assertThat(tracker.changes()).containsExactly(STARTED, RINGING, ENDED);
        assertThat(tracker.row().outcome()).isEqualTo(CallOutcome.BUSY);
        assertThat(tracker.row().finalStatus()).isEqualTo(486);
        assertThat(tracker.row().endedAt()).isEqualTo(micros(s(3)));
        assertThat(tracker.row().releasedBy()).isEqualTo("callee");
        assertThat(tracker.row().durationMs()).isEqualTo(-1);
    }

    @Test
    void isAnsweredWhenASerialForkFailsFirst() throws Exception {
        after(
                call().invite()
                        .beyond("b1")
                        .invite(ms(2))
                        .by("bob-desk")
                        .ringing(s(1))
                        .response(s(3), 486)
                        .ackFailure(s(3.01))
                        .beyond("b2")
                        .invite(s(3.02))
                        .by("bob-mobile")
                        .ringing(s(4))
                        .answered(s(9))
                        .atCaller()
                        .answered(s(9.002))
                        .ack(s(9.01))
                        .bye(s(19)),
                s(30));

        assertThat(tracker.changes()).containsExactly(STARTED, RINGING, ANSWERED, ENDED);
        assertThat(tracker.row().toTag()).isEqualTo("bob-mobile");
        assertThat(tracker.row().outcome()).isEqualTo(CallOutcome.ANSWERED);
    }

    /** Only the outgoing side of the proxy is captured. */
    @Test
    void isOneCallWhenAProxySeenOnlyFromBelowTriesTheNextGateway() throws Exception {
        after(
                call().beyond("b1")
                        .invite()
                        .response(s(1), 500)
                        .ackFailure(s(1.001))
                        .beyond("b2")
                        .invite(s(1.005))
                        .ringing(s(2))
                        .answered(s(3))
                        .bye(s(10))
                        .byeResponse(s(10.1), 200),
                s(20));

        assertThat(tracker.changes()).containsExactly(STARTED, RINGING, ANSWERED, ENDED);
        assertThat(tracker.row().startedAt()).isEqualTo(micros(ms(0)));
        assertThat(tracker.row().outcome()).isEqualTo(CallOutcome.ANSWERED);
    }

    /** It cancels one phone before it tries the next: nobody has given up. */
    @Test
    void isAnsweredWhereAProxySeenOnlyFromBelowHuntsThroughPhones() throws Exception {
        after(
                call().beyond("b1")
                        .invite()
                        .ringing(s(1))
                        .cancel(s(20))
                        .response(s(20.01), 487)
                        .ackFailure(s(20.02))
                        .beyond("b2")
                        .invite(s(20.03))
                        .ringing(s(21))
                        .answered(s(60))
                        .bye(s(200))
                        .byeResponse(s(200.1), 200),
                s(210));

        assertThat(tracker.row().outcome()).isEqualTo(CallOutcome.ANSWERED);
        assertThat(tracker.row().setupMs()).isEqualTo(60_000);
        assertThat(tracker.row().durationMs()).isEqualTo(140_000);
        assertThat(tracker.row().q850Cause()).isZero();
    }

    @Test
    void isCancelledWhenTheLastPhoneOfAHuntIsToo() throws Exception {
        after(
                call().beyond("b1")
                        .invite()
                        .ringing(s(1))
                        .cancel(s(20))
                        .response(s(20.01), 487)
                        .beyond("b2")
                        .invite(s(20.03))
                        .ringing(s(21))
                        .cancel(s(40))
                        .response(s(40.01), 487),
                s(80));

        assertThat(tracker.row().outcome()).isEqualTo(CallOutcome.CANCELLED);
        assertThat(tracker.row().endedAt()).isEqualTo(micros(s(40.01)));
    }

    /** A callee may not: what the INVITE is answered by counts. */
    @Test
    void isNotAnsweredByAByeOfTheCalleeBeforeTheAnswer() throws Exception {
        after(
                call().invite()
                        .ringing(s(1))
                        .byeByCallee(s(5))
                        .next(
                                m -> {
                                    m.fromTag = "bob";
                                    m.toTag = "alice";
                                    m.cseq = 77;
                                })
                        .byeResponse(s(5.1), 200)
                        .response(s(6), 480),
                s(60));

        assertThat(tracker.row().outcome()).isEqualTo(CallOutcome.NO_ANSWER);
        assertThat(tracker.row().finalStatus()).isEqualTo(480);
        assertThat(tracker.row().releasedBy()).isEqualTo("callee");
    }

    /** As topology hiding does: the same Call-ID, From tag and CSeq, and one Via. */
    @Test
    void failsWithItsOwnHopThoughTheOneBehindIsOpen() throws Exception {
        after(
                call().invite()
                        .next(
                                m -> {
                                    m.source = "udp:192.0.2.10:5060";
                                    m.destination = "udp:192.0.2.20:5060";
                                    m.vias("hidden");
                                })
                        .invite(ms(20))
                        .response(s(6), 404),
                s(8));

        assertThat(tracker.row().outcome()).isEqualTo(CallOutcome.REJECTED);
        assertThat(tracker.row().endedAt()).isEqualTo(micros(s(6)));
    }

    @Test
    void isAnsweredOnceWhenForksRingTogether() throws Exception {
        after(
                call().invite()
                        .beyond("b1")
                        .invite(ms(2))
                        .beyond("b2")
                        .invite(ms(3))
                        .by("bob-mobile")
                        .ringing(s(1))
                        .beyond("b1")
                        .by("bob-desk")
                        .ringing(s(2))
                        .answered(s(5))
                        .atCaller()
                        .answered(s(5.002))
                        .beyond("b2")
                        .cancel(s(5.01))
                        .by("bob-mobile")
                        .response(s(5.02), 487)
                        .ackFailure(s(5.03))
                        .atCaller()
                        .by("bob-desk")
                        .bye(s(25)),
                s(40));

        assertThat(tracker.changes()).containsExactly(STARTED, RINGING, ANSWERED, ENDED);
        assertThat(tracker.row().ringingAt()).isEqualTo(micros(s(1)));
        assertThat(tracker.row().toTag()).isEqualTo("bob-desk");
        assertThat(tracker.row().outcome()).isEqualTo(CallOutcome.ANSWERED);
    }

    @Test
    void ringsOnWhileOneForkOfAProxySeenOnlyFromBelowFails() throws Exception {
        after(
                call().beyond("b1")
                        .invite()
                        .beyond("b2")
                        .invite(ms(1))
                        .response(s(1), 486)
                        .beyond("b1")
                        .answered(s(4))
                        .bye(s(9)),
                s(30));

        assertThat(tracker.changes()).containsExactly(STARTED, ANSWERED, ENDED);
    }

    @Test
    void isOneCallUntilTheCallerHangsUpOneOfTwoAnswers() throws Exception {
        CallScript call =
                call().invite()
                        .by("bob-desk")
                        .answered(s(2))
                        .by("bob-mobile")
                        .answered(s(2.01))
                        .by("bob-desk")
                        .bye(s(2.1))
                        .byeResponse(s(2.2), 200)
                        .by("bob-mobile")
                        .bye(s(30));
        after(call.secondHop(), s(60));

        assertThat(tracker.changes()).containsExactly(STARTED, ANSWERED, ENDED);
        assertThat(tracker.row().endedAt()).isEqualTo(micros(s(30)));
        assertThat(tracker.row().toTag()).isEqualTo("bob-mobile");
    }

    @Test
    void isCancelledWhenTheCallerCancels() throws Exception {
        after(
                call().invite()
                        .ringing(s(1))
                        .next(m -> m.q850Cause = 16)
                        .cancel(s(4))
                        .response(s(4.1), 487)
                        .secondHop(),
                s(20));

        assertThat(tracker.changes()).containsExactly(STARTED, RINGING, ENDED);
        assertThat(tracker.row().outcome()).isEqualTo(CallOutcome.CANCELLED);
        assertThat(tracker.row().releasedBy()).isEqualTo("caller");
        assertThat(tracker.row().finalStatus()).isEqualTo(487);
        assertThat(tracker.row().q850Cause()).isEqualTo(16);
        assertThat(tracker.row().endedAt()).isEqualTo(micros(s(4.1)));
    }

    @Test
    void isCancelledWhenNothingAnswersTheCancel() throws Exception {
        after(call().invite().ringing(s(1)).cancel(s(4)), s(60));

        assertThat(tracker.row().outcome()).isEqualTo(CallOutcome.CANCELLED);
        assertThat(tracker.row().endedAt()).isEqualTo(micros(s(4)));
        assertThat(tracker.row().finalStatus()).isZero();
    }

    @Test
    void isAnsweredWhenTheAnswerCrossesTheCancel() throws Exception {
        after(call().invite().cancel(s(4)).answered(s(4.001)).bye(s(4.1)), s(20));

        assertThat(tracker.row().outcome()).isEqualTo(CallOutcome.ANSWERED);
    }

    @Test
    void isNobodysCancelWhenTheProxyGivesUp() throws Exception {
        after(
                call().invite()
                        .beyond("b1")
                        .invite(ms(2))
                        .ringing(s(1))
                        .atCaller()
                        .response(s(8), 408)
                        .beyond("b1")
                        .cancel(s(8.001))
                        .response(s(8.002), 487),
                s(20));

        assertThat(tracker.row().outcome()).isEqualTo(CallOutcome.NO_ANSWER);
        assertThat(tracker.row().finalStatus()).isEqualTo(408);
        assertThat(tracker.row().releasedBy()).isEqualTo("network");
    }

    @Test
    void believesAResponseWithoutViaByItsDestination() throws Exception {
        after(call().invite().cancel(s(1)).next(m -> m.vias()).response(s(2), 487), s(20));

        assertThat(tracker.row().endedAt()).isEqualTo(micros(s(2)));
        assertThat(tracker.row().outcome()).isEqualTo(CallOutcome.CANCELLED);
    }

    @Test
    void isOneAttemptWhenChallenged() throws Exception {
        for (int status : new int[] {401, 407}) {
            int at = (status - 400) * 100;
            tracker.live(
                    call("call-" + status)
                            .invite(s(at))
                            .challenged(s(at + 0.1), status)
                            .cseq(2)
                            .invite(s(at + 0.2))
                            .ringing(s(at + 1))
                            .answered(s(at + 3))
                            .bye(s(at + 6))
                            .secondHop());
            tracker.at(s(at + 20));
            assertThat(tracker.row().outcome()).isEqualTo(CallOutcome.ANSWERED);
            assertThat(tracker.row().setupMs()).isEqualTo(3000);
        }
        assertThat(tracker.changes())
                .containsExactly(
                        STARTED, RINGING, ANSWERED, ENDED, STARTED, RINGING, ANSWERED, ENDED);
    }

    @Test
    void isRejectedWhenNothingFollowsTheChallenge() throws Exception {
        tracker.live(call().invite().challenged(s(0.1), 407)).at(s(30));
        assertThat(tracker.changes()).containsExactly(STARTED);

        tracker.at(s(34));
        assertThat(tracker.changes()).containsExactly(STARTED, ENDED);
        assertThat(tracker.row().outcome()).isEqualTo(CallOutcome.REJECTED);
        assertThat(tracker.row().finalStatus()).isEqualTo(407);
        assertThat(tracker.row().endedAt()).isEqualTo(micros(s(0.1)));
        assertThat(tracker.row().releasedBy()).isEqualTo("network");
    }

    @Test
    void isRejectedWhenTheRetryIsRefused() throws Exception {
        after(
                call().invite()
                        .challenged(s(0.1), 407)
                        .cseq(2)
                        .invite(s(0.2))
                        .response(s(0.3), 403),
                s(10));

        assertThat(tracker.changes()).containsExactly(STARTED, ENDED);
        assertThat(tracker.row().finalStatus()).isEqualTo(403);
    }

    @Test
    void leavesAChallengeBelowToTheProxyThatAnswersIt() throws Exception {
        after(
                call().invite()
                        .beyond("b1")
                        .invite(ms(2))
                        .challenged(s(0.1), 407)
                        .beyond("b2")
                        .cseq(2)
                        .invite(s(0.2))
                        .ringing(s(1))
                        .answered(s(3))
                        .atCaller()
                        .cseq(1)
                        .answered(s(3.002))
                        .bye(s(9)),
                s(20));

        assertThat(tracker.changes()).containsExactly(STARTED, RINGING, ANSWERED, ENDED);
        assertThat(tracker.row().source()).isEqualTo(CallScript.ALICE);
    }

    @Test
    void isRedirectedWhenNothingFollows() throws Exception {
        after(call().invite().response(s(1), 302).secondHop(), s(40));

        assertThat(tracker.row().outcome()).isEqualTo(CallOutcome.REDIRECTED);
        assertThat(tracker.row().endedAt()).isEqualTo(micros(s(1)));
    }

    /** A bare duplicate says of every message that it comes from the proxy, and not in order. */
    @Test
    void isRedirectedWhereTheAckOfTheProxyLooksLikeTheCallers() throws Exception {
        after(
                call().invite()
                        .beyond("proxy")
                        .response(ms(4), 302)
                        .invite(ms(5))
                        .next(m -> m.source = CallScript.ALICE)
                        .ackFailure(ms(6))
                        .atCaller()
                        .response(ms(7), 302)
                        .ackFailure(ms(8)),
                s(40));

        assertThat(tracker.row().outcome()).isEqualTo(CallOutcome.REDIRECTED);
    }

    @Test
    void isAnsweredWhenTheCallerFollowsTheRedirection() throws Exception {
        after(
                call().invite().response(s(1), 302).cseq(2).invite(s(1.1)).answered(s(3)).bye(s(9)),
                s(50));

        assertThat(tracker.changes()).containsExactly(STARTED, ANSWERED, ENDED);
        assertThat(tracker.row().outcome()).isEqualTo(CallOutcome.ANSWERED);
    }

    @Test
    void staysUpThroughReinvites() throws Exception {
        after(
                call().invite()
                        .answered(s(1))
                        .ack(s(1.1))
                        .cseq(2)
                        .reinvite(s(5))
                        .reresponse(s(5.1), 488)
                        .cseq(3)
                        .reinvite(s(8))
                        .reresponse(s(8.1), 200)
                        .bye(s(20)),
                s(30));

        assertThat(tracker.changes()).containsExactly(STARTED, ANSWERED, ENDED);
        assertThat(tracker.row().finalStatus()).isEqualTo(200);
        assertThat(tracker.row().durationMs()).isEqualTo(19000);
    }

    @Test
    void endsByTheFailureKnownWhenWhatTheCallerGotWasNotSeen() throws Exception {
        tracker.live(
                call().invite().beyond("b1").invite(ms(2)).response(s(3), 503).ackFailure(s(3.1)));
        tracker.at(s(200));
        assertThat(tracker.changes()).containsExactly(STARTED);

        tracker.at(SETUP_TIMEOUT.plusSeconds(5));
        assertThat(tracker.row().outcome()).isEqualTo(CallOutcome.FAILED);
        assertThat(tracker.row().finalStatus()).isEqualTo(503);
        assertThat(tracker.row().endedAt()).isEqualTo(micros(s(3)));
        assertThat(tracker.row().releasedBy()).isEqualTo("network");
    }

    @Test
    void timesOutWhenNobodyAnswersTheInvite() throws Exception {
        tracker.live(call().invite().invite(s(0.5)).ringing(s(10)));
        tracker.at(SETUP_TIMEOUT.plusSeconds(9));
        assertThat(tracker.changes()).containsExactly(STARTED, RINGING);

        tracker.at(SETUP_TIMEOUT.plusSeconds(11));
        assertThat(tracker.row().change()).isEqualTo(ENDED);
        assertThat(tracker.row().outcome()).isEqualTo(CallOutcome.TIMED_OUT);
        assertThat(tracker.row().endedAt())
                .isEqualTo(wholeSecondAfter(SETUP_TIMEOUT.plusSeconds(10)));
        assertThat(tracker.row().releasedBy()).isEqualTo("network");
    }

    @Test
    void timesOutWhenByeNeverArrives() throws Exception {
        tracker.live(call().invite().answered(s(1)));
        tracker.at(MAX_DURATION);
        assertThat(tracker.changes()).containsExactly(STARTED, ANSWERED);

        tracker.at(MAX_DURATION.plusSeconds(3));
        assertThat(tracker.row().outcome()).isEqualTo(CallOutcome.TIMED_OUT);
        assertThat(tracker.row().answeredAt()).isEqualTo(micros(s(1)));
        assertThat(tracker.row().endedAt())
                .isEqualTo(wholeSecondAfter(MAX_DURATION.plusSeconds(1)));
        assertThat(tracker.row().durationMs()).isEqualTo(-1);
    }

    @Test
    void livesOnWhileTheSessionIsRefreshed() throws Exception {
        tracker.live(call().invite().answered(s(1)).update(Duration.ofHours(11)));
        tracker.at(Duration.ofHours(20));
        assertThat(tracker.changes()).containsExactly(STARTED, ANSWERED);

        tracker.at(Duration.ofHours(23).plusSeconds(2));
        assertThat(tracker.row().outcome()).isEqualTo(CallOutcome.TIMED_OUT);
    }

    @Test
    void makesNoCallOfWhatItJoinsLate() throws Exception {
        after(
                call().ringing(s(1))
                        .answered(s(2))
                        .ack(s(2.1))
                        .cseq(2)
                        .reinvite(s(3))
                        .reresponse(s(3.1), 200)
                        .bye(s(9))
                        .byeResponse(s(9.1), 200),
                s(30));

        assertThat(tracker.rows()).isEmpty();
        assertThat(tracker.count("unknownDialogs")).isEqualTo(7);
        tracker.assertNothingLeft();
    }

    @Test
    void toleratesResponsesStampedBeforeTheirInvite() throws Exception {
        after(call().invite().response(ms(-0.3), 404), s(20));

        assertThat(tracker.changes()).containsExactly(STARTED, ENDED);
        assertThat(tracker.row().outcome()).isEqualTo(CallOutcome.REJECTED);
        assertThat(tracker.row().endedAt()).isEqualTo(BEGINNING);
        assertThat(tracker.count("unknownDialogs")).isZero();
    }

    @Test
    void makesNothingOfAStrayResponseBeforeTheInvite() throws Exception {
        after(call().answered(ms(-120)).invite().response(s(1), 404), s(20));

        assertThat(tracker.changes()).containsExactly(STARTED, ENDED);
        assertThat(tracker.row().finalStatus()).isEqualTo(404);
    }

    @Test
    void isOneAttemptWhenTheSessionIntervalIsTooSmall() throws Exception {
        after(
                call().invite()
                        .response(s(0.1), 422)
                        .cseq(2)
                        .invite(s(0.2))
                        .answered(s(1))
                        .bye(s(2)),
                s(40));

        assertThat(tracker.changes()).containsExactly(STARTED, ANSWERED, ENDED);
    }

    @Test
    void isAnsweredWhenTheRetriedInviteWasNotSeen() throws Exception {
        after(
                call().invite()
                        .challenged(s(0.1), 407)
                        .cseq(2)
                        .ringing(s(1))
                        .answered(s(3))
                        .bye(s(9)),
                s(40));

        assertThat(tracker.changes()).containsExactly(STARTED, RINGING, ANSWERED, ENDED);
        assertThat(tracker.row().outcome()).isEqualTo(CallOutcome.ANSWERED);
    }

    @Test
    void infersALostAnswerFromAckAndBye() throws Exception {
        after(call().invite().ringing(s(1)).ack(s(3)).bye(s(13)), s(20));

        assertThat(tracker.changes()).containsExactly(STARTED, RINGING, ANSWERED, ENDED);
        assertThat(tracker.row().answeredAt()).isEqualTo(micros(s(3)));
        assertThat(tracker.row().durationMs()).isEqualTo(10000);
        assertThat(tracker.row().finalStatus()).isZero();
    }

    @Test
    void isAnsweredWithoutTimesWhenOnlyTheCalleesByeShowsIt() throws Exception {
        after(call().invite().ringing(s(1)).byeByCallee(s(13)), s(46));

        assertThat(tracker.changes()).containsExactly(STARTED, RINGING, ENDED);
        assertThat(tracker.row().outcome()).isEqualTo(CallOutcome.ANSWERED);
        assertThat(tracker.row().answeredAt()).isZero();
        assertThat(tracker.row().durationMs()).isEqualTo(-1);
    }

    @Test
    void isCancelledByTheCallersEarlyBye() throws Exception {
        after(call().invite().ringing(s(1)).bye(s(3)).response(s(3.1), 487), s(20));

        assertThat(tracker.row().outcome()).isEqualTo(CallOutcome.CANCELLED);
        assertThat(tracker.changes()).containsExactly(STARTED, RINGING, ENDED);
    }

    @Test
    void takesNoAckOfAFailureForAnAnswer() throws Exception {
        after(call().invite().ackFailure(ms(2)).response(ms(2.05), 503), s(20));

        assertThat(tracker.changes()).containsExactly(STARTED, ENDED);
        assertThat(tracker.row().outcome()).isEqualTo(CallOutcome.FAILED);
        assertThat(tracker.row().releasedBy()).isEqualTo("network");
    }

    @Test
    void lingersForRetransmissionsThenForgets() throws Exception {
        tracker.live(
                call().invite()
                        .answered(s(1))
                        .bye(s(5))
                        .invite(s(5.1))
                        .answered(s(5.2))
                        .byeResponse(s(35), 408));
        tracker.at(s(36.5));
        assertThat(tracker.changes()).containsExactly(STARTED, ANSWERED, ENDED);
        assertThat(tracker.entries()).isEqualTo(1);

        tracker.at(s(38));
        assertThat(tracker.entries()).isZero();
        tracker.end();
    }

    @Test
    void isANewCallWhenTheCallIdIsUsedAgain() throws Exception {
        after(call().invite().response(s(1), 486).invite(s(60)).answered(s(62)).bye(s(70)), s(80));

        assertThat(tracker.changes()).containsExactly(STARTED, ENDED, STARTED, ANSWERED, ENDED);
        assertThat(tracker.row().startedAt()).isEqualTo(micros(s(60)));
    }

    /** What is answered is not tried again, so another From tag is another dialog. */
    @Test
    void isACallBesideAnotherOfTheSameCallerAndCallId() throws Exception {
        Consumer<SipFixture> other = m -> m.fromTag = "alice-2";
        tracker.live(
                        call().invite()
                                .answered(s(1))
                                .ack(s(1.1))
                                .cseq(2)
                                .by("carol")
                                .next(other)
                                .invite(s(10))
                                .next(other)
                                .answered(s(12))
                                .next(other)
                                .ack(s(12.1))
                                .next(other)
                                .bye(s(40))
                                .next(other)
                                .byeResponse(s(40.1), 200)
                                .cseq(3)
                                .by("bob")
                                .bye(s(70))
                                .byeResponse(s(70.1), 200))
                .at(s(200));

        assertThat(tracker.row("alice").durationMs()).isEqualTo(69_000);
        assertThat(tracker.row("alice-2").durationMs()).isEqualTo(28_000);
        assertThat(tracker.count("unknownDialogs")).isZero();
    }

    @Test
    void isANewCallWhenTheCallerTriesAgainSoonAfterAFailure() throws Exception {
        after(
                call().invite().response(s(1), 486).cseq(2).invite(s(2)).answered(s(4)).bye(s(10)),
                s(20));

        assertThat(tracker.changes()).containsExactly(STARTED, ENDED, STARTED, ANSWERED, ENDED);
        assertThat(tracker.row().startedAt()).isEqualTo(micros(s(2)));
    }

    @Test
    void isNotEndedByAByeOfOtherTags() throws Exception {
        String[][] tags = {
            {"evil", "other"}, {"alice", "other"}, {"evil", "bob"}, {"bob", "evil"}, {"", ""}
        };
        CallScript call = call().invite().answered(s(1));
        for (String[] pair : tags) {
            for (int status : new int[] {0, 481, 200}) {
                call.next(
                        m -> {
                            m.fromTag = pair[0];
                            m.toTag = pair[1];
                            m.cseq = 99;
                        });
                if (status == 0) {
                    call.bye(s(5));
                } else {
                    call.byeResponse(s(5.01), status);
                }
            }
        }
        after(call.bye(s(600.5)).byeResponse(s(600.6), 200), s(610));

        assertThat(tracker.changes()).containsExactly(STARTED, ANSWERED, ENDED);
        assertThat(tracker.row().durationMs()).isEqualTo(599_500);
        assertThat(tracker.count("unknownDialogs")).isEqualTo(15);
    }

    /** Before the answer and after, by who knows the Call-ID alone. */
    @Test
    void isNotAnsweredNorRefusedByResponsesWithoutItsTag() throws Exception {
        CallScript call = call().invite();
        for (String tag : new String[] {"", "evil"}) {
            for (int status : new int[] {180, 200, 302, 486, 603}) {
                call.next(
                        m -> {
                            m.fromTag = tag;
                            m.toTag = "other";
                        });
                call.response(s(1), status);
            }
        }
        call.ringing(s(2)).answered(s(5));
        after(call.bye(s(600.5)).byeResponse(s(600.6), 200), s(610));

        assertThat(tracker.changes()).containsExactly(STARTED, RINGING, ANSWERED, ENDED);
        assertThat(tracker.row().pddMs()).isEqualTo(2000);
        assertThat(tracker.row().setupMs()).isEqualTo(5000);
        assertThat(tracker.row().durationMs()).isEqualTo(595_500);
    }

    @Test
    void isNotEndedByAByeThatWasRefused() throws Exception {
        for (int status : new int[] {400, 401, 403, 407, 408, 481, 500, 603}) {
            int at = status * 100;
            tracker.live(
                            call("call-" + status)
                                    .invite(s(at))
                                    .answered(s(at + 1))
                                    .bye(s(at + 5))
                                    .byeResponse(s(at + 5.1), status)
                                    .cseq(7)
                                    .bye(s(at + 61))
                                    .byeResponse(s(at + 61.1), 200)
                                    .secondHop())
                    .at(s(at + 70));
            assertThat(tracker.row().change()).isEqualTo(ENDED);
            assertThat(tracker.row().durationMs()).as("%d", status).isBetween(59_990L, 60_010L);
        }
    }

    @Test
    void endedAtTheRefusedByeWhenNothingMoreIsHeard() throws Exception {
        after(call().invite().answered(s(1)).bye(s(5)).byeResponse(s(5.1), 481), s(1804));
        assertThat(tracker.changes()).containsExactly(STARTED, ANSWERED);

        tracker.at(s(1807));
        assertThat(tracker.row().endedAt()).isEqualTo(micros(s(5)));
        assertThat(tracker.row().outcome()).isEqualTo(CallOutcome.ANSWERED);
    }

    /** As a proxy answers that has no route for it, or cannot send it on. */
    @Test
    void endedAtTheByeThatNobodyWasThereFor() throws Exception {
        for (int status : new int[] {404, 477, 500}) {
            int at = status * 10_000;
            tracker.live(
                            call("call-" + status)
                                    .invite(s(at))
                                    .answered(s(at + 1))
                                    .bye(s(at + 60))
                                    .byeResponse(s(at + 60.1), status))
                    .at(s(at + 1870));

            assertThat(tracker.row().outcome()).isEqualTo(CallOutcome.ANSWERED);
            assertThat(tracker.row().durationMs()).isEqualTo(59_000);
            assertThat(tracker.row().releasedBy()).isEqualTo("caller");
        }
    }

    @Test
    void isAnsweredByItsAckWhenNeitherAnswerNorByeIsSeen() throws Exception {
        after(call().invite().ringing(s(1)).ack(s(5)), s(13 * 3600));

        assertThat(tracker.row().outcome()).isEqualTo(CallOutcome.TIMED_OUT);
        assertThat(tracker.row().answeredAt()).isEqualTo(micros(s(5)));
    }

    @Test
    void goesOnAfterARefusedByeWhenTheSessionIsRefreshed() throws Exception {
        after(
                call().invite()
                        .answered(s(1))
                        .bye(s(5))
                        .byeResponse(s(5.1), 481)
                        .update(s(900))
                        .cseq(5)
                        .bye(s(2000))
                        .byeResponse(s(2000.1), 200),
                s(2010));

        assertThat(tracker.row().durationMs()).isEqualTo(1_999_000);
    }

    @Test
    void endsWhenBothSidesHangUpAtOnce() throws Exception {
        after(
                call().invite()
                        .answered(s(1))
                        .bye(s(5))
                        .byeByCallee(s(5.01))
                        .byeResponse(s(5.02), 481)
                        .next(
                                m -> {
                                    m.fromTag = "bob";
                                    m.toTag = "alice";
                                    m.cseq = 77;
                                })
                        .byeResponse(s(5.03), 481),
                s(10));

        assertThat(tracker.changes()).containsExactly(STARTED, ANSWERED, ENDED);
        assertThat(tracker.row().endedAt()).isEqualTo(micros(s(5)));
        assertThat(tracker.row().releasedBy()).isEqualTo("caller");
    }

    @Test
    void isCancelledWithTheFinalResponseThatFollowsAnEarlyBye() throws Exception {
        after(
                call().invite()
                        .ringing(s(1))
                        .bye(s(4))
                        .byeResponse(s(4.02), 200)
                        .response(s(4.03), 487),
                s(10));

        assertThat(tracker.changes()).containsExactly(STARTED, RINGING, ENDED);
        assertThat(tracker.row().outcome()).isEqualTo(CallOutcome.CANCELLED);
        assertThat(tracker.row().finalStatus()).isEqualTo(487);
        assertThat(tracker.row().releasedBy()).isEqualTo("caller");
        assertThat(tracker.row().durationMs()).isEqualTo(-1);
    }

    @Test
    void endsAtAByeWithoutAnswerWhenTheCallIdIsUsedAgain() throws Exception {
        after(
                call().invite()
                        .answered(s(1))
                        .bye(s(5))
                        .cseq(3)
                        .invite(s(6))
                        .answered(s(7))
                        .bye(s(17))
                        .byeResponse(s(17.1), 200),
                s(20));

        assertThat(tracker.changes())
                .containsExactly(STARTED, ANSWERED, ENDED, STARTED, ANSWERED, ENDED);
        assertThat(tracker.rows().get(2).durationMs()).isEqualTo(4_000);
        assertThat(tracker.row().durationMs()).isEqualTo(10_000);
    }

    @Test
    void isAnotherCallWhenAStrangerUsesTheCallIdOfOneThatHasEnded() throws Exception {
        after(
                call().invite()
                        .answered(s(1))
                        .bye(s(5))
                        .byeResponse(s(5.1), 200)
                        .next(CallTrackerTest::byMallory)
                        .invite(s(10))
                        .next(CallTrackerTest::byMallory)
                        .response(s(11), 403),
                s(20));

        assertThat(tracker.changes()).containsExactly(STARTED, ANSWERED, ENDED, STARTED, ENDED);
        assertThat(tracker.rows().get(2).durationMs()).isEqualTo(4_000);
        assertThat(tracker.row().startedAt()).isEqualTo(micros(s(10)));
    }

    @Test
    void isNotChangedByAStrangerWhileItIsUp() throws Exception {
        CallScript call = call().invite();
        for (int at = 1; at < 4; at++) {
            call.next(CallTrackerTest::byMallory).invite(s(at));
            call.next(CallTrackerTest::byMallory).response(s(at + 0.1), 486);
            call.next(CallTrackerTest::byMallory).reinvite(s(at + 0.2));
            call.next(CallTrackerTest::byMallory).update(s(at + 0.3));
        }
        call.ringing(s(5)).answered(s(6));
        call.next(CallTrackerTest::byMallory).reinvite(s(600));
        call.next(CallTrackerTest::byMallory).update(s(601));
        after(call, CallHarness.MAX_DURATION.plusSeconds(8));

        assertThat(tracker.changes()).containsExactly(STARTED, RINGING, ANSWERED, ENDED);
        assertThat(tracker.row().outcome()).isEqualTo(CallOutcome.TIMED_OUT);
        assertThat(tracker.row().source()).isEqualTo(CallScript.ALICE);
        assertThat(tracker.row().fromTag()).isEqualTo("alice");
    }

    @Test
    void takesTheTrunkFromTheOtherLegOfItsCallId() throws Exception {
        after(
                call().invite()
                        .next(
                                m -> {
                                    byMallory(m);
                                    m.trunk = "carrier";
                                    m.userAgent = "b2bua";
                                })
                        .invite(s(0.05))
                        .answered(s(1))
                        .bye(s(2))
                        .byeResponse(s(2.1), 200),
                s(20));

        assertThat(tracker.row().trunk()).isEqualTo("carrier");
        assertThat(tracker.row().userAgent()).isEmpty();
        assertThat(tracker.row().setupMs()).isEqualTo(1000);
    }

    /** It counts as up in the trunk that it had when it was answered. */
    @Test
    void takesNoTrunkAfterTheAnswer() throws Exception {
        after(
                call().invite()
                        .answered(s(1))
                        .next(
                                m -> {
                                    byMallory(m);
                                    m.trunk = "carrier";
                                })
                        .invite(s(1.05))
                        .next(m -> m.trunk = "carrier")
                        .invite(s(1.1))
                        .bye(s(2))
                        .byeResponse(s(2.1), 200),
                s(20));

        assertThat(tracker.rows()).extracting(Call::trunk).containsOnly("");
    }

    @Test
    void isOneAttemptWhateverTheUserAgentAnswersByItself() throws Exception {
        for (int status : new int[] {302, 401, 407, 413, 415, 416, 420, 422, 488, 503}) {
            int at = status * 100;
            tracker.live(
                            call("call-" + status)
                                    .invite(s(at))
                                    .challenged(s(at + 0.05), status)
                                    .cseq(2)
                                    .invite(s(at + 0.1))
                                    .ringing(s(at + 1.1))
                                    .answered(s(at + 3.1))
                                    .bye(s(at + 13.1))
                                    .byeResponse(s(at + 13.2), 200))
                    .at(s(at + 60));
            assertThat(tracker.row().setupMs()).as("%d", status).isEqualTo(3_100);
            assertThat(tracker.row().outcome()).isEqualTo(CallOutcome.ANSWERED);
        }
        assertThat(tracker.changes()).hasSize(40);
    }

    /** As user agents of before RFC 3261 do. */
    @Test
    void anAckOfAFailureProvesNoAnswerAlsoWithABranchOfItsOwn() throws Exception {
        tracker.live(call().invite().response(s(0.5), 488).ack(s(0.6))).at(s(60));
        assertThat(tracker.row().outcome()).isEqualTo(CallOutcome.REJECTED);
        assertThat(tracker.row().finalStatus()).isEqualTo(488);
    }

    @Test
    void isAnotherAttemptWhenTheRetryComesAfter32Seconds() throws Exception {
        after(
                call().invite()
                        .challenged(s(0.1), 407)
                        .cseq(2)
                        .invite(s(51))
                        .answered(s(54))
                        .bye(s(64))
                        .byeResponse(s(64.1), 200),
                s(70));

        assertThat(tracker.changes()).containsExactly(STARTED, ENDED, STARTED, ANSWERED, ENDED);
        assertThat(tracker.rows())
                .extracting(Call::startedAt)
                .containsExactly(
                        micros(s(0)), micros(s(0)), micros(s(51)), micros(s(51)), micros(s(51)));
    }

    private static void byMallory(SipFixture m) {
        m.fromTag = "mallory";
        m.toTag = m.toTag.isEmpty() ? "" : "guess";
        m.cseq = 9;
        m.source = m.status == 0 ? "udp:203.0.113.66:5060" : CallScript.PROXY;
        m.destination = m.status == 0 ? CallScript.PROXY : "udp:203.0.113.66:5060";
        m.vias[0] = CallScript.via("mallory-" + m.method + m.timeMicros / 10_000_000);
    }

    @Test
    void leavesOpenCallsAsTheyAreAtTheEndOfInput() throws Exception {
        tracker.live(call("up").invite().answered(s(1)))
                .live(call("ringing").invite(s(1.5)).ringing(s(2)))
                .live(call("challenged").invite(s(2)).challenged(s(2.1), 407))
                .push(call("last").invite(s(3)).messages().get(0))
                .endOfInput();

        assertThat(tracker.rows())
                .extracting(r -> r.callId() + " " + r.change())
                .containsExactlyInAnyOrder(
                        "up STARTED",
                        "up ANSWERED",
                        "ringing STARTED",
                        "ringing RINGING",
                        "challenged STARTED",
                        "challenged ENDED",
                        "last STARTED");
        assertThat(tracker.gauge("callsUp")).isZero();
        tracker.assertNothingLeft();
    }

    @Test
    void ignoresWhatIsNoCall() {
        for (String method : new String[] {"REGISTER", "OPTIONS", "SUBSCRIBE", "MESSAGE", ""}) {
            SipFixture m = new SipFixture();
            m.method = method;
            assertThat(CallEvent.concerns(m.build())).as(method).isFalse();
        }
        SipFixture nameless = new SipFixture();
        nameless.callId = "";
        assertThat(CallEvent.concerns(nameless.build())).isFalse();
    }

    private void after(CallScript call, Duration passed) throws Exception {
        tracker.live(call).at(passed);
    }

    private static long wholeSecondAfter(Duration sinceBeginning) {
        return (micros(sinceBeginning) + 999_999) / 1_000_000 * 1_000_000;
    }

    @Test
    void hasTheWordsOfTheResponseThatDecided() throws Exception {
        after(
                call().invite()
                        .next(m -> m.reason = "Proxy Authentication Required")
                        .challenged(s(0.1), 407)
                        .cseq(2)
                        .invite(s(0.2))
                        .next(m -> m.reason = "Trying")
                        .response(s(0.3), 100)
                        .next(m -> m.reason = "No circuits\r\nX: \u202e1\uD83D " + "x".repeat(200))
                        .response(s(0.4), 603),
                s(10));

        assertThat(tracker.row().finalStatus()).isEqualTo(603);
        assertThat(tracker.row().reason())
                .hasSizeBetween(Call.REASON_WIDTH - 10, Call.REASON_WIDTH)
                .startsWith("No circuits  X:  1  xxx")
                .endsWith("x");
        assertThat(tracker.row().retries()).isEqualTo(1);
    }

    @Test
    void hasNoWordsOfAFailureThatTheCallerGotOver() throws Exception {
        after(
                call().invite()
                        .next(m -> m.reason = "Gone Elsewhere")
                        .challenged(s(0.1), 401)
                        .cseq(2)
                        .invite(s(0.2))
                        .cancel(s(1)),
                s(60));

        assertThat(tracker.row().outcome()).isEqualTo(CallOutcome.CANCELLED);
        assertThat(tracker.row().reason()).isEmpty();
        assertThat(tracker.row().retries()).isEqualTo(1);
    }

    @Test
    void ofAnAnswerTheWordsAreKeptToTheEnd() throws Exception {
        after(
                call().invite()
                        .next(m -> m.reason = "Grüße")
                        .answered(s(1))
                        .ack(s(1.1))
                        .bye(s(2))
                        .byeResponse(s(2.1), 200),
                s(60));

        assertThat(tracker.row().change()).isEqualTo(ENDED);
        assertThat(tracker.row().reason()).isEqualTo("Grüße");
        assertThat(tracker.row().retries()).isZero();
    }
}
