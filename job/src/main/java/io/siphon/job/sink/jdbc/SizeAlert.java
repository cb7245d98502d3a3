package io.siphon.job.sink.jdbc;

import io.siphon.schema.Alert;
import io.siphon.schema.AlertState;
import io.siphon.schema.EpochMicros;
import io.siphon.schema.Severity;
import io.siphon.udf.alert.Detectors;

import javax.annotation.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;

/**
 * The alert about a database that is too large: written again with all that went since it opened,
 * and closed after an hour without more. {@link SizeGuard} is behind the job's streams, so its
 * alerts are in the table only.
 */
final class SizeAlert {

    private static final Duration CLOSE_AFTER = Duration.ofHours(1);

    private static final double GB = 1L << 30;

    @Nullable private Alert open;
    private int windows;
    private long rows;
    @Nullable private LocalDate first;
    @Nullable private LocalDate last;

    /** The alert as it is now, which is open. */
    Alert of(SizeGuard.Excess excess, long maxBytes, Instant now) {
        if (open == null) {
            rows = 0;
            windows = 0;
            first = null;
            last = null;
        }
        long opened = open == null ? EpochMicros.of(now) : open.openedAt();
        windows++;
        rows += excess.rows();
        first = first == null ? excess.first() : first;
        last = excess.last() == null ? last : excess.last();
        double size = excess.bytes() / GB;
        double most = maxBytes / GB;
        open =
                alert(
                        AlertState.OPEN,
                        opened,
                        EpochMicros.of(now) + 1,
                        0,
                        Math.max(size, open == null ? 0 : open.peak()),
                        most,
                        String.format(
                                        Locale.ROOT,
                                        "the database takes %.2f GB of %.2f: ",
                                        size,
                                        most)
                                + what(excess));
        return open;
    }

    /** The alert, closed, when it is time for that; else null. */
    @Nullable
    Alert closed(Instant now) {
        long at = EpochMicros.of(now);
        if (open == null || at - open.lastAt() < CLOSE_AFTER.toNanos() / 1000) {
            return null;
        }
        Alert closed =
                alert(
                        AlertState.CLOSED,
                        open.openedAt(),
                        open.lastAt(),
                        at,
                        open.peak(),
                        open.threshold(),
                        open.text());
        open = null;
        return closed;
    }

    private Alert alert(
            AlertState state,
            long openedAt,
            long lastAt,
            long closedAt,
            double peak,
            double threshold,
            String text) {
        return new Alert(
                Detectors.STORE_SIZE,
                Severity.WARNING,
                "",
                "messages",
                state,
                openedAt,
                lastAt,
                closedAt == 0 ? openedAt : closedAt,
                closedAt,
                peak,
                threshold,
                windows,
                0,
                rows,
                "",
                text,
                closedAt > 0);
    }

    private String what(SizeGuard.Excess excess) {
        if (rows == 0) {
            return "no messages are left that could be deleted";
        }
        return String.format(
                Locale.ROOT,
                "%,d messages of %s to %s were deleted%s",
                rows,
                first,
                last,
                excess.remaining() > 0 ? ", which is not enough" : "");
    }
}
