package io.siphon.console.store;

import io.siphon.schema.EpochMicros;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Stream;

/**
 * From an instant, up to and without another.
 *
 * @param fromMicros epoch µs, in it
 * @param toMicros epoch µs, the first after it
 */
public record Span(long fromMicros, long toMicros) {

    public static Span of(Instant from, Instant to) {
        return new Span(micros(from), micros(to));
    }

    /** The span of the same length that ends where this begins. */
    public Span before() {
        return new Span(fromMicros - lengthMicros(), fromMicros);
    }

    /** From the earlier start to the later end. */
    public Span with(Span other) {
        return new Span(Math.min(fromMicros, other.fromMicros), Math.max(toMicros, other.toMicros));
    }

    /** The part of it that is in another; of no or negative length when none is. */
    public Span within(Span other) {
        return new Span(Math.max(fromMicros, other.fromMicros), Math.min(toMicros, other.toMicros));
    }

    /** What of it is before and after another that is in it. */
    public List<Span> without(Span other) {
        return Stream.of(new Span(fromMicros, other.fromMicros), new Span(other.toMicros, toMicros))
                .filter(part -> !part.isEmpty())
                .toList();
    }

    public boolean isEmpty() {
        return toMicros <= fromMicros;
    }

    public long lengthMicros() {
        return toMicros - fromMicros;
    }

    public boolean contains(long micros) {
        return micros >= fromMicros && micros < toMicros;
    }

    public Instant from() {
        return instant(fromMicros);
    }

    public Instant to() {
        return instant(toMicros);
    }

    /** {@link #from} as a parameter of a query. */
    public LocalDateTime fromUtc() {
        return EpochMicros.utc(fromMicros);
    }

    /** {@link #to} as a parameter of a query. */
    public LocalDateTime toUtc() {
        return EpochMicros.utc(toMicros);
    }

    public static long micros(Instant instant) {
        return EpochMicros.of(instant);
    }

    public static Instant instant(long micros) {
        return Instant.ofEpochSecond(
                Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
    }

    /** Epoch µs of a column; 0 for null. */
    public static long micros(LocalDateTime utc) {
        return utc == null ? 0 : EpochMicros.of(utc);
    }
}
