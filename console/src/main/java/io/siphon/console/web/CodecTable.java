package io.siphon.console.web;

import io.siphon.console.store.Store;
import io.siphon.console.web.TableView.Cell;
import io.siphon.console.web.TableView.Heading;
import io.siphon.console.web.TableView.Row;
import io.siphon.schema.EpochMicros;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The streams of a period by codec: what RTCP reports of them, and what was captured. */
final class CodecTable {

    private static final int MAX_CODECS = 20;

    /**
     * @param mos mean of the streams that have a score; NaN without any, as are the others
     */
    private record Means(long streams, double mos, double lossPct, double jitterMs) {

        static final Means NONE = new Means(0, Double.NaN, Double.NaN, Double.NaN);
    }

    private record Of(String codec, Means means) {}

    private CodecTable() {}

    static TableView read(
            Store store, OverviewFilter filter, long fromMicros, long toMicros, String period) {
        Map<String, Means> reported =
                means(
                        store,
                        "reported_streams",
                        "AVG(mos_mean), AVG(loss_mean_pct), AVG(jitter_mean_ms)",
                        filter,
                        fromMicros,
                        toMicros);
        Map<String, Means> captured =
                means(
                        store,
                        "streams",
                        "AVG(mos), AVG(loss_pct), AVG(jitter_mean_ms)",
                        filter,
                        fromMicros,
                        toMicros);
        Map<String, Long> streams = new TreeMap<>();
        reported.forEach((codec, means) -> streams.merge(codec, means.streams(), Long::sum));
        captured.forEach((codec, means) -> streams.merge(codec, means.streams(), Long::sum));
        List<Row> rows =
                streams.entrySet().stream()
                        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                        .limit(MAX_CODECS)
                        .map(
                                of ->
                                        row(
                                                of.getKey(),
                                                reported.getOrDefault(of.getKey(), Means.NONE),
                                                captured.getOrDefault(of.getKey(), Means.NONE),
                                                period))
                        .toList();
        return new TableView(
                        "By codec",
                        List.of(
                                Heading.text("Codec", ""),
                                Heading.number("Reported by RTCP", "Streams"),
                                Heading.number("MOS", "Mean of those streams, by RTCP"),
                                Heading.number("Loss %", "Likewise"),
                                Heading.number("Jitter ms", "Likewise"),
                                Heading.number("Captured RTP", "Streams"),
                                Heading.number("MOS", "Mean of those streams, as captured"),
                                Heading.number("Loss %", "Likewise"),
                                Heading.number("Jitter ms", "Likewise")),
                        rows)
                .withoutEmptyColumns();
    }

    private static Row row(String codec, Means reported, Means captured, String period) {
        String query = "codec:" + Show.quoted(codec);
        List<Cell> cells = new ArrayList<>();
        cells.add(
                codec.isEmpty()
                        ? Cell.of("(unknown)")
                        : Cell.link(codec, "/streams?q=" + Show.encode(query) + period));
        for (Means of : List.of(reported, captured)) {
            cells.add(Cell.of(of.streams() == 0 ? "" : "" + of.streams()));
            cells.add(Cell.of(Show.number(of.mos(), 2)));
            cells.add(Cell.of(Show.number(of.lossPct(), 2)));
            cells.add(Cell.of(Show.number(of.jitterMs(), 1)));
        }
        return new Row("", cells);
    }

    private static Map<String, Means> means(
            Store store,
            String table,
            String means,
            OverviewFilter filter,
            long fromMicros,
            long toMicros) {
        Map<String, Means> found = new TreeMap<>();
        if (!store.has(table)) {
            return found;
        }
        List<Object> parameters = new ArrayList<>();
        parameters.add(EpochMicros.utc(fromMicros));
        parameters.add(EpochMicros.utc(toMicros));
        String filtered = filter.ofCalls(parameters);
        store.read(
                "SELECT codec, COUNT(*), %s FROM %s WHERE started_at >= ? AND started_at < ?%s GROUP BY codec"
                        .formatted(means, table, filtered),
                row ->
                        new Of(
                                row.getString(1),
                                new Means(
                                        row.getLong(2), real(row, 3), real(row, 4), real(row, 5))),
                of -> found.put(of.codec(), of.means()),
                parameters.toArray());
        return found;
    }

    private static double real(ResultSet row, int column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? Double.NaN : value;
    }
}
