package io.siphon.console.report;

import io.siphon.console.report.Report.WorstStream;
import io.siphon.console.store.Span;
import io.siphon.console.store.Store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** The streams of RTP that sounded worst; a store without table {@code streams} has none. */
final class WorstStreams {

    private static final int WORST = 10;

    private static final String QUERY =
            "SELECT call_id, started_at, source, destination, codec, mos, loss_pct,"
                    + " jitter_mean_ms FROM streams WHERE started_at >= ? AND started_at < ? AND"
                    + " mos IS NOT NULL ORDER BY mos, started_at, ssrc LIMIT "
                    + WORST;

    private WorstStreams() {}

    static List<WorstStream> in(Store store, Span span) {
        List<WorstStream> worst = new ArrayList<>();
        if (store.has("streams")) {
            store.read(QUERY, WorstStreams::of, worst::add, span.fromUtc(), span.toUtc());
        }
        return worst;
    }

    private static WorstStream of(ResultSet row) throws SQLException {
        return new WorstStream(
                row.getString(1),
                row.getObject(2, LocalDateTime.class).toInstant(ZoneOffset.UTC),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getDouble(6),
                number(row, 7),
                number(row, 8));
    }

    private static Double number(ResultSet row, int column) throws SQLException {
        double number = row.getDouble(column);
        return row.wasNull() ? null : number;
    }
}
