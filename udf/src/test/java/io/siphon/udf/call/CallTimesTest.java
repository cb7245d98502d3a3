package io.siphon.udf.call;

import io.siphon.schema.Call;
import io.siphon.schema.CallOutcome;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.siphon.schema.CallChange.ANSWERED;
import static io.siphon.schema.CallChange.ENDED;
import static io.siphon.schema.CallChange.RINGING;
import static io.siphon.schema.CallChange.STARTED;
import static io.siphon.udf.call.CallScript.call;
import static io.siphon.udf.call.CallScript.micros;
import static io.siphon.udf.call.CallScript.ms;
import static io.siphon.udf.call.CallScript.s;
import static org.assertj.core.api.Assertions.assertThat;

/** What rings, and that all times of a call are those at the hop nearest the caller. */
class CallTimesTest {

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

    @Test
    void neitherForwardedNorQueuedRings() throws Exception {
        for (int status : new int[] {100, 181, 182, 184, 199}) {
            Call row =
                    after(call("call-" + status).invite().response(s(0.5), status).ringing(s(4)));
            assertThat(row.pddMs()).as("%d", status).isEqualTo(4_000);
        }
    }

    @Test
    void aResponseWithASessionRings() throws Exception {
        for (int status : new int[] {181, 182, 183, 189}) {
            Call row =
                    after(
                            call("call-" + status)
                                    .invite()
                                    .next(
                                            m ->
                                                    m.sdp =
                                                            SipFixture.audio(
                                                                    "192.0.2.2", 4000, "PCMA/8000"))
                                    .response(s(0.5), status)
                                    .ringing(s(4)));
            assertThat(row.pddMs()).as("%d", status).isEqualTo(500);
        }
    }

    @Test
    void whatOnlyQueuedDidNotRing() throws Exception {
        Call unavailable = after(call("a").invite().response(s(1), 182).response(s(20), 480));
        assertThat(unavailable.outcome()).isEqualTo(CallOutcome.REJECTED);
        assertThat(unavailable.pddMs()).isEqualTo(-1);
        assertThat(unavailable.releasedBy()).isEqualTo("callee");

        Call timedOut = after(call("b").invite().response(s(1), 182).response(s(20), 408));
        assertThat(timedOut.outcome()).isEqualTo(CallOutcome.FAILED);
        assertThat(timedOut.pddMs()).isEqualTo(-1);
        assertThat(timedOut.releasedBy()).isEqualTo("network");
    }

    @Test
    void takesAllTimesFromTheCallersHop() throws Exception {
        for (boolean byCallee : new boolean[] {false, true}) {
            CallScript call = call("by-callee-" + byCallee).invite();
            call.beyond("b").invite(ms(19)).ringing(s(1)).atCaller().ringing(s(1.019));
            call.beyond("b").answered(s(4)).atCaller().answered(s(4.019)).ack(s(4.1));
            if (byCallee) {
                call.beyond("b").byeByCallee(s(9)).atCaller().byeByCallee(s(9.019));
            } else {
                call.bye(s(9.019)).beyond("b").bye(s(9.038));
            }
            Call row = after(call);
            assertThat(row.pddMs()).isEqualTo(1_019);
            assertThat(row.setupMs()).isEqualTo(4_019);
            assertThat(row.durationMs()).isEqualTo(5_000);
            assertThat(tracker.rows().get(1).pddMs()).isEqualTo(1_019); // as measured
            assertThat(tracker.rows().get(2).setupMs()).isEqualTo(4_019);
            assertThat(tracker.changes()).containsExactly(STARTED, RINGING, ANSWERED, ENDED);
        }
    }

    @Test
    void takesWhatWasNotSeenThereFromFurtherOn() throws Exception {
        tracker.live(call().invite().beyond("b").invite(ms(2)).ringing(s(1)).answered(s(4)));
        tracker.at(s(4.5));
        assertThat(tracker.changes()).containsExactly(STARTED, RINGING);
        assertThat(tracker.row().finalStatus()).isZero();

        tracker.at(s(6));
        assertThat(tracker.changes()).containsExactly(STARTED, RINGING, ANSWERED);
        assertThat(tracker.row().pddMs()).isEqualTo(1_000);
        assertThat(tracker.row().setupMs()).isEqualTo(4_000);
        assertThat(tracker.row().finalStatus()).isEqualTo(200);
    }

    @Test
    void isAnsweredWhereItEndsBeforeThatIsSeenAtTheCaller() throws Exception {
        CallScript call = call().invite().beyond("b").invite(ms(2)).ringing(s(1)).answered(s(1.1));
        Call row = after(call.atCaller().bye(s(1.3)).byeResponse(s(1.31), 200));

        assertThat(tracker.changes()).containsExactly(STARTED, RINGING, ANSWERED, ENDED);
        assertThat(row.pddMs()).isEqualTo(1_000);
        assertThat(row.setupMs()).isEqualTo(1_100);
        assertThat(row.durationMs()).isEqualTo(200);
    }

    /** A B2BUA's leg was answered, but the caller was not told: it had cancelled. */
    @Test
    void isNotAnsweredWhereTheCallerWasRefused() throws Exception {
        CallScript call = call().invite().beyond("b").invite(ms(2)).answered(s(3.999));
        Call row = after(call.atCaller().cancel(s(3.99)).response(s(4.01), 487));

        assertThat(tracker.changes()).containsExactly(STARTED, ENDED);
        assertThat(row.outcome()).isEqualTo(CallOutcome.CANCELLED);
        assertThat(row.finalStatus()).isEqualTo(487);
    }

    @Test
    void isAnsweredAtTheEndOfInputWhereThatWasSeenFurtherOnOnly() throws Exception {
        tracker.live(call().invite().beyond("b").invite(ms(2)).ringing(s(1)).answered(s(1.5)));
        tracker.endOfInput();

        assertThat(tracker.changes()).containsExactly(STARTED, RINGING, ANSWERED);
        tracker.assertNothingLeft();
    }

    @Test
    void remembersWhatWasHeardOverARestore() throws Exception {
        tracker.live(call().invite().beyond("b").invite(ms(2)).ringing(s(1)).answered(s(3.5)));
        tracker.at(s(3.8));
        try (CallHarness after = new CallHarness(tracker.snapshot())) {
            after.at(s(6));
            assertThat(after.changes()).containsExactly(ANSWERED);
            assertThat(after.row().answeredAt()).isEqualTo(micros(s(3.5)));
            assertThat(after.row().ringingAt()).isEqualTo(micros(s(1)));
            after.end();
        }
    }

    @Test
    void isCancelledByAnEarlyByeWhateverComesFirst() throws Exception {
        CallScript answered = call("a").invite().ringing(s(1)).bye(s(4)).byeResponse(s(4.1), 200);
        CallScript refused = call("b").invite().ringing(s(1)).bye(s(4)).response(s(4.1), 487);
        CallScript slow = call("c").invite().ringing(s(1)).bye(s(4)).byeResponse(s(4.1), 200);
        for (CallScript call :
                new CallScript[] {
                    answered.response(s(4.2), 487),
                    refused.byeResponse(s(4.2), 200),
                    slow.response(s(20), 487)
                }) {
            Call row = after(call);
            assertThat(row.outcome()).isEqualTo(CallOutcome.CANCELLED);
            assertThat(row.finalStatus()).isEqualTo(487);
            assertThat(row.releasedBy()).isEqualTo("caller");
            assertThat(row.durationMs()).isEqualTo(-1);
            assertThat(row.setupMs()).isEqualTo(-1);
        }
    }

    private Call after(CallScript call) throws Exception {
        leavesNothingBehind();
        open();
        tracker.live(call).at(s(60));
        return tracker.row();
    }
}
