package io.siphon.console.web;

import io.siphon.console.store.Span;
import io.siphon.console.store.Store;
import io.siphon.console.store.SummedHours;
import io.siphon.console.web.TableView.Cell;
import io.siphon.console.web.TableView.Heading;
import io.siphon.console.web.TableView.Row;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import static java.util.stream.Collectors.joining;

/** The streams of a period by codec: what RTCP reports of them, and what was captured. */
final class CodecTable {

    private static final int MAX_CODECS = 20;

    /**
     * @param count of the streams that have such a value
     */
    private record Mean(double sum, long count) {

        static final Mean NONE = new Mean(0, 0);

        static Mean of(ResultSet row, int column) throws SQLException {
            return new Mean(row.getDouble(column), row.getLong(column + 1));
        }

        Mean plus(Mean other) {
            return new Mean(sum + other.sum, count + other.count);
        }

        /** NaN when there is none. */
        double value() {
            return sum / count;
        }
    }

    private record Means(long streams, Mean mos, Mean lossPct, Mean jitterMs) {

        static final Means NONE = new Means(0, Mean.NONE, Mean.NONE, Mean.NONE);

        Means plus(Means other) {
            return new Means(
                    streams + other.streams,
                    mos.plus(other.mos),
                    lossPct.plus(other.lossPct),
                    jitterMs.plus(other.jitterMs));
        }
    }

    private record Of(String codec, Means means) {}

    private CodecTable() {}

    static TableView read(Store store, OverviewFilter filter, Span period) {
        Map<String, Means> reported =
                means(
                        store,
                        "reported_streams",
                        List.of("mos_mean", "loss_mean_pct", "jitter_mean_ms"),
                        filter,
                        period);
        Map<String, Means> captured =
                means(
                        store,
                        "streams",
                        List.of("mos", "loss_pct", "jitter_mean_ms"),
                        filter,
                        period);
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

    private static Row row(String codec, Means reported, Means captured, Span period) {
        String query = "codec:" + Show.quoted(codec);
        List<Cell> cells = new ArrayList<>();
        cells.add(
                codec.isEmpty()
                        ? Cell.of("(unknown)")
                        : Cell.link(codec, Show.search("/streams", query, period)));
        for (Means of : List.of(reported, captured)) {
            cells.add(Cell.of(of.streams() == 0 ? "" : "" + of.streams()));
            cells.add(Cell.of(Show.number(of.mos().value(), 2)));
            cells.add(Cell.of(Show.number(of.lossPct().value(), 2)));
            cells.add(Cell.of(Show.number(of.jitterMs().value(), 1)));
        }
        return new Row("", cells);
    }

    private static final String OF_SUMS =
            "SELECT codec, SUM(streams), SUM(mos), SUM(scores), SUM(loss_pct), SUM(losses),"
                    + " SUM(jitter_ms), SUM(jitters) FROM stream_sums WHERE table_name = ? AND"
                    + " starts_at >= ? AND starts_at < ?";

    private static Map<String, Means> means(
            Store store, String table, List<String> columns, OverviewFilter filter, Span period) {
        Map<String, Means> found = new TreeMap<>();
        if (!store.has(table)) {
            return found;
        }
        String ofRows =
                "SELECT codec, COUNT(*), "
                        + columns.stream()
                                .map(column -> "SUM(%1$s), COUNT(%1$s)".formatted(column))
                                .collect(joining(", "))
                        + " FROM "
                        + table
                        + " WHERE started_at >= ? AND started_at < ?";
        Span summed = SummedHours.of(store, table, period);
        List<String> parts = new ArrayList<>();
        List<Object> parameters = new ArrayList<>();
        for (Span part : summed.isEmpty() ? List.of(period) : period.without(summed)) {
            parameters.add(part.fromUtc());
            parameters.add(part.toUtc());
            parts.add(ofRows + filter.ofCalls(parameters) + " GROUP BY codec");
        }
        if (!summed.isEmpty()) {
            parameters.add(table);
            parameters.add(summed.fromUtc());
            parameters.add(summed.toUtc());
            parts.add(OF_SUMS + filter.ofCalls(parameters) + " GROUP BY codec");
        }
        store.read(
                String.join(" UNION ALL ", parts),
                row ->
                        new Of(
                                row.getString(1),
                                new Means(
                                        row.getLong(2),
                                        Mean.of(row, 3),
                                        Mean.of(row, 5),
                                        Mean.of(row, 7))),
                of -> found.merge(of.codec(), of.means(), Means::plus),
                parameters.toArray());
        return found;
    }
}
