package io.siphon.console.report;

import io.siphon.console.store.Span;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * A span cut by the clock of a zone: slices begin at midnight and every so often after it, so that
 * hours are full hours and days are days also when clocks change. The first and the last may be
 * shorter.
 */
final class Slices {

    private static final int MOST = 10_000;
    private static final Duration DAY = Duration.ofDays(1);

    /** For a report that nobody gave a step: the first that makes no more than {@link #FEW}. */
    private static final List<Duration> STEPS =
            List.of(
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(15),
                    Duration.ofHours(1),
                    Duration.ofHours(6),
                    DAY,
                    DAY.multipliedBy(7));

    private static final int FEW = 100;

    private final long[] edges;

    private Slices(long[] edges) {
        this.edges = edges;
    }

    /** A step that gives a handful to a hundred slices. */
    static Duration step(Span span, Grid grid) {
        return STEPS.stream()
                .filter(step -> micros(step) >= grid.windowMicros())
                .filter(step -> span.lengthMicros() / micros(step) < FEW)
                .findFirst()
                .orElse(STEPS.get(STEPS.size() - 1));
    }

    /**
     * @param every whole days are days of the calendar
     * @throws RequestException when slices would be shorter than stored windows, or too many
     */
    static Slices of(Span span, Duration every, ZoneId zone, Grid grid) {
        if (micros(every) < grid.windowMicros()) {
            throw new RequestException(
                    "--every %s is shorter than the stored windows: expected %s or more"
                            .formatted(Lengths.text(every), Lengths.text(grid.windowMicros())));
        }
        if (span.lengthMicros() / micros(every) > MOST) {
            throw new RequestException(
                    "--every %s makes more than %d slices: expected a longer one"
                            .formatted(Lengths.text(every), MOST));
        }
        TreeSet<Long> edges = new TreeSet<>(List.of(span.fromMicros(), span.toMicros()));
        boolean days = every.toMillis() % DAY.toMillis() == 0;
        LocalDate first = span.from().atZone(zone).toLocalDate();
        LocalDate last = span.to().atZone(zone).toLocalDate();
        long step = days ? every.toDays() : 1;
        for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(step)) {
            long midnight = Span.micros(day.atStartOfDay(zone).toInstant());
            long next = Span.micros(day.plusDays(step).atStartOfDay(zone).toInstant());
            for (long edge = midnight;
                    edge < next;
                    edge += days ? next - midnight : micros(every)) {
                long stored = grid.floor(edge);
                if (span.contains(stored)) {
                    edges.add(stored);
                }
            }
        }
        return new Slices(edges.stream().mapToLong(Long::longValue).toArray());
    }

    /**
     * @param series of so many figures each
     * @param most lines of figures, one for each series and slice
     * @throws RequestException when there would be more
     */
    void bound(int series, int most) {
        long lines = (long) size() * series;
        if (lines > most) {
            throw new RequestException(
                    "%d slices make %d lines of figures, one of each group and of all: expected %d"
                                    .formatted(size(), lines, most)
                            + " or fewer; ask for a longer --every or a shorter period");
        }
    }

    int size() {
        return edges.length - 1;
    }

    List<Span> spans() {
        return IntStream.range(0, size()).mapToObj(i -> new Span(edges[i], edges[i + 1])).toList();
    }

    /** First µs of a slice. */
    long start(int index) {
        return edges[index];
    }

    /**
     * The slice that a time within the span is in.
     *
     * @param micros epoch µs
     */
    int indexOf(long micros) {
        int found = Arrays.binarySearch(edges, micros);
        return found >= 0 ? found : -found - 2;
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1000;
    }
}
