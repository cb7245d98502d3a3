package io.siphon.console.store;

import io.siphon.schema.EpochMicros;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Which hours of a table the job has added up: tables {@code call_sums}, {@code stream_sums}. A
 * store sees one state of its tables, and in each these sums are those of the rows.
 */
public final class SummedHours {

    public static final Span NONE = new Span(0, 0);

    private static final long HOUR = 3_600_000_000L;

    private SummedHours() {}

    /** The longest part of a span that is added up, from one whole hour to another. */
    public static Span of(Store store, String table, Span span) {
        if (!store.has("summed_days")) {
            return NONE;
        }
        List<LocalDate> days = new ArrayList<>();
        store.read(
                "SELECT of_day FROM summed_days WHERE table_name = ? AND of_day >= ? AND of_day <="
                        + " ? AND of_day NOT IN (SELECT of_day FROM changed_days WHERE table_name ="
                        + " ?) ORDER BY of_day",
                row -> row.getObject(1, LocalDate.class),
                days::add,
                table,
                span.fromUtc().toLocalDate(),
                span.toUtc().toLocalDate(),
                table);
        Span hours =
                new Span(
                        -Math.floorDiv(-span.fromMicros(), HOUR) * HOUR,
                        Math.floorDiv(span.toMicros(), HOUR) * HOUR);
        Span longest = NONE;
        LocalDate first = null;
        LocalDate next = null;
        for (LocalDate day : days) {
            first = day.equals(next) ? first : day;
            next = day.plusDays(1);
            Span part = new Span(micros(first), micros(next)).within(hours);
            longest = part.lengthMicros() > longest.lengthMicros() ? part : longest;
        }
        return longest;
    }

    private static long micros(LocalDate day) {
        return EpochMicros.of(day.atStartOfDay());
    }
}
