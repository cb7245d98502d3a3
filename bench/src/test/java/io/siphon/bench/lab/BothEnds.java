package io.siphon.bench.lab;

import javax.annotation.Nullable;

import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * A call as the SIPp at either end has it. What a proxy between them saw happened between the two:
 * the same instant, as long as nothing held the proxy up.
 *
 * @param callee null where the proxy itself answered
 */
public record BothEnds(SippCall caller, @Nullable SippCall callee) {

    /** How long something took, in ms, at least and at most. */
    public record Span(double least, double most) {}

    private record Instant(long earliest, long latest) {}

    /** From the INVITE to the first 180, else to the answer; null without either. */
    @Nullable
    public Span postDialDelay() {
        Span ringing = span(SippCall::startedAt, SippCall::ringingAt);
        return ringing == null ? setup() : ringing;
    }

    /** From the INVITE to the answer; null without one. */
    @Nullable
    public Span setup() {
        return span(SippCall::startedAt, SippCall::answeredAt);
    }

    /** From the answer to the BYE; null without an answer. */
    @Nullable
    public Span duration() {
        return span(SippCall::answeredAt, SippCall::endedAt);
    }

    @Nullable
    private Span span(ToLongFunction<SippCall> from, ToLongFunction<SippCall> to) {
        Instant begin = instant(from);
        Instant end = instant(to);
        return begin == null || end == null
                ? null
                : new Span(
                        (end.earliest - begin.latest) / 1000.0,
                        (end.latest - begin.earliest) / 1000.0);
    }

    @Nullable
    private Instant instant(ToLongFunction<SippCall> time) {
        long[] known =
                Stream.of(caller, callee == null ? caller : callee)
                        .mapToLong(time)
                        .filter(micros -> micros > 0)
                        .sorted()
                        .toArray();
        return known.length == 0
                ? null
                : new Instant(
                        LongStream.of(known).min().orElseThrow(),
                        LongStream.of(known).max().orElseThrow());
    }
}
