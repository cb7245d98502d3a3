package io.siphon.console.store;

import io.siphon.schema.Call;
import io.siphon.schema.CallOutcome;

import java.time.Duration;
import java.util.List;

/**
 * When the messages of calls were captured. They are stored by the day, so whoever knows when a
 * call was looks for its Call-ID in a few days, and not in all.
 */
public final class MessageTimes {

    /** No call is longer: the job gives it up after twelve hours ({@code call.max-duration}). */
    public static final Duration LONGEST_CALL = Duration.ofDays(1);

    /**
     * Times of messages are those of the agents' clocks, which may differ by a day ({@code
     * hep.clock.max-behind}); and what is retransmitted comes after the end.
     */
    public static final Duration SLACK = Duration.ofDays(2);

    /** Where the end of a call is not known. */
    private static final long NO_END = Long.MAX_VALUE;

    private MessageTimes() {}

    /**
     * @param started span in which the calls began
     */
    public static Span ofCalls(Span started) {
        return new Span(
                started.fromMicros() - micros(SLACK),
                started.toMicros() + micros(LONGEST_CALL.plus(SLACK)));
    }

    /**
     * A condition on {@code t.time_stamp} that the messages of these calls meet; empty when nothing
     * is known.
     *
     * @param calls of one Call-ID, all of them
     * @param values to which the parameters of the condition are added
     */
    public static String condition(List<Call> calls, List<Object> values) {
        if (calls.isEmpty()) {
            return "";
        }
        long from = calls.stream().mapToLong(Call::startedAt).min().orElseThrow();
        long to = calls.stream().mapToLong(MessageTimes::end).max().orElseThrow();
        Span span = new Span(from - micros(SLACK), to == NO_END ? to : to + micros(SLACK));
        values.add(span.fromUtc());
        if (to == NO_END) {
            return " AND t.time_stamp >= ?";
        }
        values.add(span.toUtc());
        return " AND t.time_stamp >= ? AND t.time_stamp < ?";
    }

    /** A call that was given up may go on, and say so much later. */
    private static long end(Call call) {
        boolean seen =
                call.endedAt() > 0
                        && call.outcome() != CallOutcome.TIMED_OUT
                        && call.outcome() != CallOutcome.EVICTED;
        return seen ? call.endedAt() : NO_END;
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1000;
    }
}
