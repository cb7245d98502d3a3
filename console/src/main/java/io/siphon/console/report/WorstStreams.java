package io.siphon.console.report;

import io.siphon.console.report.Report.WorstStream;
import io.siphon.console.store.Span;
import io.siphon.console.store.Store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The streams of RTP that sounded worst: as they were seen on the wire, else as RTCP tells of them.
 * A store without those tables has none.
 */
final class WorstStreams {

    private static final int WORST = 10;

    private static final String SEEN =
            "SELECT 'rtp', call_id, started_at, source, destination, codec, mos, loss_pct,"
                    + " jitter_mean_ms FROM streams WHERE started_at >= ? AND started_at < ? AND"
                    + " mos IS NOT NULL ORDER BY mos, started_at, ssrc LIMIT "
                    + WORST;

    /** Of a call whose streams were seen, reports say nothing new. */
    private static final String REPORTED =
            "SELECT 'rtcp', call_id, started_at, sender, reporter, codec, mos_mean,"
                    + " loss_mean_pct, jitter_mean_ms FROM reported_streams r WHERE started_at >="
                    + " ? AND started_at < ? AND mos_mean IS NOT NULL AND NOT EXISTS (SELECT 1"
                    + " FROM streams s WHERE s.call_id = r.call_id AND s.call_id <> '' AND s.mos"
                    + " IS NOT NULL) ORDER BY mos_mean, started_at, ssrc LIMIT "
                    + WORST;

    private static final Comparator<WorstStream> ORDER =
            Comparator.comparing(WorstStream::mos).thenComparing(WorstStream::startedAt);

    private WorstStreams() {}

    static List<WorstStream> in(Store store, Span span) {
        List<WorstStream> worst = new ArrayList<>();
        if (store.has("streams")) {
            store.read(SEEN, WorstStreams::of, worst::add, span.fromUtc(), span.toUtc());
        }
        if (store.has("streams") && store.has("reported_streams")) {
            store.read(REPORTED, WorstStreams::of, worst::add, span.fromUtc(), span.toUtc());
        }
        return worst.stream().sorted(ORDER).limit(WORST).toList();
    }

    private static WorstStream of(ResultSet row) throws SQLException {
        return new WorstStream(
                row.getString(1),
                row.getString(2),
                row.getObject(3, LocalDateTime.class).toInstant(ZoneOffset.UTC),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getDouble(7),
                number(row, 8),
                number(row, 9));
    }

    private static Double number(ResultSet row, int column) throws SQLException {
        double number = row.getDouble(column);
        return row.wasNull() ? null : number;
    }
}
