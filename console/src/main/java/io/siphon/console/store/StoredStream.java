package io.siphon.console.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.List;

/**
 * A row of {@code streams} or {@code reported_streams}, as far as reports use it, and its call.
 *
 * @param call null when it is not known
 * @param endedAt last packet or report, epoch µs
 * @param codec empty when unknown
 * @param figures of {@link Table#figures}, in that order
 */
public record StoredStream(StoredCall call, long endedAt, String codec, List<Figure> figures) {

    /**
     * One figure of a stream.
     *
     * @param samples that it is made of; 0 when it is not known
     * @param mean of them
     * @param worst of them
     */
    public record Figure(long samples, double mean, double worst) {}

    /** Where streams are stored: as seen on the wire, or as RTCP told of them. */
    public enum Table {
        /** Jitter, loss, opinion score; one sample each. */
        STREAMS(
                "streams",
                "mos",
                "1, s.jitter_mean_ms, s.jitter_mean_ms",
                "1, s.loss_pct, s.loss_pct",
                "1, s.mos, s.mos"),
        /** Jitter, loss, round trip, opinion score; a sample is a report that told of it. */
        REPORTED_STREAMS(
                "reported_streams",
                "scores",
                "s.reports, s.jitter_mean_ms, s.jitter_max_ms",
                "s.reports, s.loss_mean_pct, s.loss_max_pct",
                "s.round_trips, s.rtt_mean_ms, s.rtt_max_ms",
                "s.scores, s.mos_mean, s.mos_min");

        private final String table;
        private final String newest;
        private final List<String> figures;

        Table(String table, String newest, String... figures) {
            this.table = table;
            this.newest = newest;
            this.figures = List.of(figures);
        }

        String table() {
            return table;
        }

        /** The column that was added last. */
        String newest() {
            return newest;
        }

        /**
         * Of the calls with the stream's Call-ID the last that began before the stream was over;
         * where clocks disagree so much that there is none, the first.
         */
        private static final String OF_ITS_CALL =
                "COALESCE((SELECT max(o.started_at) FROM calls o WHERE o.call_id = s.call_id"
                        + " AND o.started_at <= COALESCE(s.ended_at, s.started_at)),"
                        + " (SELECT min(o.started_at) FROM calls o WHERE o.call_id = s.call_id))";

        String select() {
            return "SELECT %s, s.ended_at, s.codec, %s FROM %s s LEFT JOIN calls c ON c.call_id = s.call_id AND c.started_at = %s"
                    .formatted(
                            StoredCall.columns("c"),
                            String.join(", ", figures),
                            table,
                            OF_ITS_CALL);
        }

        StoredStream of(ResultSet row) throws SQLException {
            int next = StoredCall.WIDTH;
            StoredCall call = row.getString(1) == null ? null : StoredCall.of(row);
            long endedAt = Span.micros(row.getObject(++next, LocalDateTime.class));
            String codec = row.getString(++next);
            Figure[] read = new Figure[figures.size()];
            for (int i = 0; i < read.length; i++) {
                long samples = row.getLong(++next);
                double mean = row.getDouble(++next);
                boolean known = !row.wasNull();
                read[i] = new Figure(known ? samples : 0, mean, row.getDouble(++next));
            }
            return new StoredStream(call, endedAt, codec, List.of(read));
        }
    }
}
