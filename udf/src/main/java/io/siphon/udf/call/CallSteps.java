package io.siphon.udf.call;

import io.siphon.schema.Call;
import io.siphon.schema.CallChange;

import java.util.function.Consumer;

/**
 * The steps of a call's life, each emitted once, with the time it had at the hop nearest the caller
 * (RFC 6076, 4: as the originating user agent measures). What is seen beyond that hop is heard
 * first: it counts, with its own time, where the same is not seen at the caller's hop within {@link
 * CallState#AT_ONCE}, or before what follows it.
 *
 * @param call is changed in place
 * @param changes gets the whole call at each step
 */
record CallSteps(CallState call, Consumer<Call> changes) {

    static final String CALLER = "caller";
    static final String CALLEE = "callee";
    static final String NETWORK = "network";

    void start(CallEvent e) {
        call.startedAt = e.timeMicros();
        call.clockOffset = e.clockOffset();
        call.activeAt = call.startedAt;
        changes.accept(call.snapshot(CallChange.STARTED, call.startedAt));
    }

    void hearRinging(long at) {
        if (call.ringingAt == 0 && call.heardRingingAt == 0) {
            call.heardRingingAt = at;
        }
    }

    void hearAnswer(long at) {
        if (call.heardAnswerAt == 0) {
            call.heardAnswerAt = at;
        }
    }

    /** Nothing better comes: what was heard counts. */
    void conclude(long known) {
        if (call.heardAnswerAt > 0 && call.answeredAt == 0) {
            answer(call.heardAnswerAt, known);
        } else {
            concludeRinging(known);
        }
    }

    void concludeRinging(long known) {
        if (call.heardRingingAt > 0 && call.ringingAt == 0) {
            ring(call.heardRingingAt, known);
        }
    }

    void ring(long at, long known) {
        call.heardRingingAt = 0;
        if (call.ringingAt == 0) {
            call.ringingAt = Math.max(call.startedAt, at);
            changes.accept(call.snapshot(CallChange.RINGING, Math.max(call.startedAt, known)));
        }
    }

    void answer(long at, long known) {
        concludeRinging(known);
        call.heardAnswerAt = 0;
        call.answeredAt = Math.max(call.startedAt, at);
        call.activeAt = Math.max(call.activeAt, call.answeredAt);
        call.outcome = CallOutcome.ANSWERED;
        call.forgetFailure();
        if (call.cancelledAt > 0) {
            call.verdict.notCancelled();
        }
        changes.accept(call.snapshot(CallChange.ANSWERED, Math.max(call.startedAt, known)));
    }

    /** Its ACK was seen, or what followed in its dialog, and its 2xx was not. */
    void answerIfProved(long known) {
        if (call.answeredAt == 0 && call.dialogAt > 0) {
            answer(call.dialogAt, known);
        }
    }

    void end(CallOutcome how, long at, long known, String by) {
        concludeRinging(known);
        call.heardAnswerAt = 0;
        call.outcome = how;
        call.endedAt = at;
        call.closedAt = known;
        call.releasedBy = by;
        changes.accept(call.snapshot(CallChange.ENDED, known));
    }
}
