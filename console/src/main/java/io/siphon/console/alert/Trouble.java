package io.siphon.console.alert;

import io.siphon.schema.Alert;
import io.siphon.schema.Call;
import io.siphon.schema.CallCause;
import io.siphon.schema.CallMedia;
import io.siphon.schema.CallOutcome;

import java.util.function.Predicate;

/**
 * Which calls a detector counts, and which of them are the bad ones.
 *
 * @param counted what is not is neither bad nor good
 * @param bad of those that are counted
 * @param isFailure whether bad calls name a cause by how they ended
 * @param rows SQL over table calls as {@code t}, which the bad calls meet: they are few among
 *     others of so long a time; empty: bad calls are looked for among all
 */
record Trouble(Predicate<Call> counted, Predicate<Call> bad, boolean isFailure, String rows) {

    /** As the job counts them for {@code short_calls}. */
    static final int SHORT_S = 6;

    private static final Predicate<Call> ALL = call -> true;

    private static final Predicate<Call> ENDED = call -> call.wasAnswered() && call.endedAt() > 0;

    private static final Predicate<Call> DECIDED =
            call -> call.wasAnswered() || !call.outcome().isUndecided();

    private static Trouble of(Predicate<Call> counted, Predicate<Call> bad) {
        return new Trouble(counted, bad, false, "");
    }

    /** Of a detector that does not need more than the call itself. */
    static Trouble of(Alert alert) {
        return switch (alert.detector()) {
            case "fas" -> of(ALL, call -> hasMedia(call, CallMedia.FALSE_ANSWER));
            case "one_way" ->
                    of(
                            ALL,
                            call ->
                                    hasMedia(call, CallMedia.ONE_WAY)
                                            || hasMedia(call, CallMedia.UNREACHABLE));
            case "no_media" ->
                    of(
                            ALL,
                            call ->
                                    hasMedia(call, CallMedia.NO_AUDIO)
                                            || call.verdict().cause() == CallCause.MEDIA_TIMEOUT);
            case "retrans_ratio" -> of(ALL, call -> call.signalling().retransmissions() > 0);
            case "ghost_call" ->
                    new Trouble(
                            ENDED,
                            call -> call.outcome() == CallOutcome.TIMED_OUT,
                            false,
                            " AND t.outcome = 'timed_out' AND t.answered_at IS NOT NULL");
            case "short_calls" -> shorterThan(SHORT_S * 1000L);
            case "latency_shift" ->
                    of(ALL, call -> call.pddMs() >= 0 && call.pddMs() >= alert.peak());
            case "ratio_drop" -> new Trouble(DECIDED, call -> !call.wasAnswered(), true, "");
            default -> new Trouble(DECIDED, Trouble::failedInTheNetwork, true, "");
        };
    }

    /** Answered calls whose length is known. */
    static Trouble shorterThan(long millis) {
        return of(
                call -> call.wasAnswered() && call.durationMs() >= 0,
                call -> call.durationMs() < millis);
    }

    static Trouble of(Predicate<Call> bad) {
        return of(ALL, bad);
    }

    private static boolean failedInTheNetwork(Call call) {
        return call.outcome() == CallOutcome.FAILED
                || call.outcome() == CallOutcome.TIMED_OUT && !call.wasAnswered();
    }

    private static boolean hasMedia(Call call, String verdict) {
        return call.media().verdict().equals(verdict);
    }

    boolean isBad(BlamedCall call) {
        return counted.test(call.call()) && bad.test(call.call());
    }

    boolean isGood(BlamedCall call) {
        return counted.test(call.call()) && !bad.test(call.call());
    }
}
