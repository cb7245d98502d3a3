package io.siphon.console.web;

import io.siphon.console.store.Span;
import io.siphon.console.store.Store;
import io.siphon.console.store.SummedHours;
import io.siphon.schema.CallCause;
import io.siphon.schema.CallOutcome;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The calls of a period, counted by part of the period, trunk, node, outcome, status and cause: one
 * scan of the table, or of the sums of its hours, from which every figure of the overview is added
 * up. Of a conversation the first leg is counted.
 */
record CallCube(List<Cell> cells) {

    /**
     * @param bucket start of the part of the period, epoch s
     * @param status final response; 0 for none
     */
    private record Cell(
            long bucket,
            String trunk,
            String node,
            CallOutcome outcome,
            int status,
            CallCause cause,
            CallSums sums) {}

    /** Of a long period: PostgreSQL reads them at the same time, and does not sort. */
    private static final int PARTS = 4;

    private static final long LONG_MICROS = 3 * 86_400_000_000L;

    private static final String KEY = "trunk, node, outcome, final_status, q850_cause, cause";

    private static final String OF_PART =
            "SELECT b, "
                    + KEY
                    + ", COUNT(*), COUNT(ended_at), SUM(duration_ms), COUNT(duration_ms),"
                    + " SUM(pdd_ms), COUNT(pdd_ms) FROM (SELECT %s AS b, "
                    + KEY
                    + ", ended_at, duration_ms, pdd_ms FROM calls WHERE started_at >= ? AND"
                    + " started_at < ? AND (leg IS NULL OR leg = 1)) x GROUP BY b, "
                    + KEY;

    private static final String OF_SUMS =
            "SELECT b, "
                    + KEY
                    + ", SUM(calls), SUM(ended), SUM(duration_ms), SUM(durations), SUM(pdd_ms),"
                    + " SUM(pdds) FROM (SELECT %s AS b, s.* FROM call_sums s WHERE starts_at >= ?"
                    + " AND starts_at < ?) x GROUP BY b, "
                    + KEY;

    static CallCube read(Store store, Buckets buckets) {
        Span period = new Span(buckets.fromMicros(), buckets.toMicros());
        Span summed =
                buckets.areOfHours() ? SummedHours.of(store, "calls", period) : SummedHours.NONE;
        List<String> parts = new ArrayList<>();
        List<Object> edges = new ArrayList<>();
        for (Span part : summed.isEmpty() ? parts(period) : period.without(summed)) {
            parts.add(OF_PART.formatted(buckets.of("started_at", store.dialect())));
            edges.add(part.fromUtc());
            edges.add(part.toUtc());
        }
        if (!summed.isEmpty()) {
            parts.add(OF_SUMS.formatted(buckets.of("starts_at", store.dialect())));
            edges.add(summed.fromUtc());
            edges.add(summed.toUtc());
        }
        List<Cell> cells = new ArrayList<>();
        // a bucket that two parts have is two cells: they are added up
        store.read(String.join(" UNION ALL ", parts), CallCube::cell, cells::add, edges.toArray());
        return new CallCube(cells);
    }

    private static List<Span> parts(Span period) {
        long length = period.lengthMicros();
        int count = length > LONG_MICROS ? PARTS : 1;
        List<Span> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            parts.add(
                    new Span(
                            period.fromMicros() + length / count * i,
                            i == count - 1
                                    ? period.toMicros()
                                    : period.fromMicros() + length / count * (i + 1)));
        }
        return parts;
    }

    private static Cell cell(ResultSet row) throws SQLException {
        CallOutcome outcome = CallOutcome.ofTag(row.getString(4));
        int status = row.getInt(5);
        String cause = row.getString(7);
        return new Cell(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                outcome,
                status,
                CallCause.ofTag(cause == null ? "" : cause),
                CallSums.of(
                        outcome,
                        status,
                        row.getInt(6),
                        row.getLong(8),
                        row.getLong(9),
                        row.getLong(10),
                        row.getLong(11),
                        row.getLong(12),
                        row.getLong(13)));
    }

    private Stream<Cell> of(OverviewFilter filter) {
        return cells.stream().filter(cell -> filter.isOf(cell.trunk, cell.node));
    }

    CallSums sums(OverviewFilter filter) {
        return of(filter).map(Cell::sums).reduce(CallSums.NONE, CallSums::plus);
    }

    /**
     * @param seconds of a part: a multiple of those that were read
     */
    Map<Long, CallSums> buckets(OverviewFilter filter, long seconds) {
        Map<Long, CallSums> sums = new HashMap<>();
        for (Cell cell : cells) {
            if (filter.isOf(cell.trunk, cell.node)) {
                sums.merge(cell.bucket / seconds * seconds, cell.sums, CallSums::plus);
            }
        }
        return sums;
    }

    Map<String, CallSums> trunks(OverviewFilter filter, int most) {
        return by(Cell::trunk, filter, most);
    }

    Map<String, CallSums> nodes(OverviewFilter filter, int most) {
        return by(Cell::node, filter, most);
    }

    /** Those with most attempts first. */
    private Map<String, CallSums> by(
            Function<Cell, String> column, OverviewFilter filter, int most) {
        Map<String, CallSums> sums = new TreeMap<>();
        of(filter).forEach(cell -> sums.merge(column.apply(cell), cell.sums, CallSums::plus));
        Map<String, CallSums> ordered = new LinkedHashMap<>();
        sums.entrySet().stream()
                .sorted(Comparator.comparingLong(of -> -of.getValue().attempts()))
                .limit(most)
                .forEach(of -> ordered.put(of.getKey(), of.getValue()));
        return ordered;
    }

    /** Attempts by final response, the most first. */
    Map<Integer, Long> statuses(OverviewFilter filter, int most) {
        Map<Integer, Long> counts = new TreeMap<>();
        of(filter)
                .filter(cell -> cell.status > 0)
                .forEach(cell -> counts.merge(cell.status, cell.sums.attempts(), Long::sum));
        Map<Integer, Long> ordered = new LinkedHashMap<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(most)
                .forEach(of -> ordered.put(of.getKey(), of.getValue()));
        return ordered;
    }

    /** Attempts by first digit of the final response and part of the period, epoch s. */
    Map<Integer, Map<Long, Double>> classes(OverviewFilter filter, long seconds) {
        Map<Integer, Map<Long, Double>> classes = new HashMap<>();
        for (Cell cell : cells) {
            if (cell.status > 0 && filter.isOf(cell.trunk, cell.node)) {
                classes.computeIfAbsent(cell.status / 100, c -> new HashMap<>())
                        .merge(
                                cell.bucket / seconds * seconds,
                                (double) cell.sums.attempts(),
                                Double::sum);
            }
        }
        return classes;
    }

    /** Calls by why they failed, the most frequent first. */
    Map<CallCause, Long> causes(OverviewFilter filter) {
        Map<CallCause, Long> counts = new EnumMap<>(CallCause.class);
        of(filter)
                .filter(cell -> cell.cause.isFailure())
                .forEach(cell -> counts.merge(cell.cause, cell.sums.attempts(), Long::sum));
        Map<CallCause, Long> ordered = new LinkedHashMap<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .forEach(of -> ordered.put(of.getKey(), of.getValue()));
        return ordered;
    }

    /** Attempts by outcome, in order of time. */
    Map<Long, Map<String, Long>> outcomes() {
        Map<Long, Map<String, Long>> buckets = new TreeMap<>();
        for (Cell cell : cells) {
            buckets.computeIfAbsent(cell.bucket, b -> new LinkedHashMap<>())
                    .merge(cell.outcome.tag(), cell.sums.attempts(), Long::sum);
        }
        return buckets;
    }
}
