package io.siphon.console.web;

import io.siphon.console.store.Span;
import io.siphon.console.store.Store;
import io.siphon.console.web.ChartView.Point;
import io.siphon.schema.Distribution;
import io.siphon.schema.EpochMicros;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/**
 * The charts of {@code /overview}: attempts, answers and ratios from table calls, the rest from the
 * windows in measurements. Over a long period there are millions of windows: what calls tell, too,
 * is then drawn from them.
 */
final class OverviewCharts {

    /** Of windows, unless configured otherwise. */
    private static final long WINDOW_SECONDS = 60;

    /** Longer periods have too many sketches to merge while somebody waits: their mean is drawn. */
    private static final long MAX_SKETCHED_MICROS = 3 * 86_400_000_000L;

    /** Before the end of a period, the last stored window is looked for. */
    private static final long LATEST_MICROS = 2 * 3_600_000_000L;

    private final Store store;
    private final CallCube calls;
    private final CallCube earlier;
    private final OverviewFilter filter;
    private final Buckets buckets;

    /** End of the last stored window, epoch s: what comes later is not known yet. */
    private final long measuredUntil;

    /** By metric and start of the bucket; none over a long period. */
    private final Map<String, Map<Long, Distribution>> sketches;

    private OverviewCharts(
            Store store, CallCube calls, CallCube earlier, OverviewFilter filter, Buckets buckets) {
        this.store = store;
        this.calls = calls;
        this.earlier = earlier;
        this.filter = filter;
        this.buckets = buckets;
        this.measuredUntil = measuredUntil();
        this.sketches = isLong() ? Map.of() : sketches();
    }

    /**
     * @param earlier calls of as long a time before
     */
    static List<ChartView> read(
            Store store,
            CallCube calls,
            CallCube earlier,
            OverviewFilter filter,
            long from,
            long to) {
        OverviewCharts charts =
                new OverviewCharts(
                        store, calls, earlier, filter, Buckets.of(from, to, WINDOW_SECONDS));
        List<ChartView> all = new ArrayList<>();
        all.add(charts.attempts());
        all.add(charts.ratios());
        all.add(charts.concurrent());
        all.add(charts.postDialDelay());
        all.add(charts.isLong() ? charts.finalResponses() : charts.responses());
        all.add(charts.registrations());
        all.add(charts.distribution("MOS by RTCP", "rtcp_mos", 1, 0.5, 0.05));
        all.add(charts.distribution("Loss by RTCP, %", "rtcp_loss_pct", 1, 0.5, 0.95));
        all.add(charts.distribution("MOS of captured RTP", "rtp_mos", 1, 0.5, 0.05));
        all.removeIf(ChartView::isEmpty);
        return all;
    }

    private record Cell(long bucket, String series, double value) {}

    /** A series a name: values by bucket. */
    private Map<String, Map<Long, Double>> sums(
            String series, String value, String names, String more) {
        Map<String, Map<Long, Double>> found = new HashMap<>();
        List<Object> parameters = new ArrayList<>();
        parameters.add(EpochMicros.utc(buckets.fromMicros()));
        parameters.add(EpochMicros.utc(buckets.toMicros()));
        String filtered = filter.ofMeasurements(parameters);
        store.read(
                // first by window, in the order of the index: in which bucket it is, is asked once
                "SELECT b, s, %1$s FROM (SELECT %2$s AS b, w.s, w.sum, w.count, w.peaks FROM (SELECT r.window_start, r.s, SUM(r.sum) AS sum, SUM(r.count) AS count, SUM(r.max) AS peaks FROM (SELECT t.window_start, %3$s AS s, t.sum, t.count, t.max FROM measurements t WHERE t.name IN (%4$s) AND t.window_start >= ? AND t.window_start < ?%5$s%6$s) r GROUP BY r.window_start, r.s) w) x GROUP BY b, s"
                        .formatted(
                                value,
                                buckets.of("w.window_start", store.dialect()),
                                series,
                                names,
                                filtered,
                                more),
                row -> new Cell(row.getLong(1), row.getString(2), row.getDouble(3)),
                cell ->
                        found.computeIfAbsent(String.valueOf(cell.series()), s -> new HashMap<>())
                                .merge(cell.bucket(), cell.value(), Double::sum),
                parameters.toArray());
        return found;
    }

    private boolean isLong() {
        return buckets.toMicros() - buckets.fromMicros() > MAX_SKETCHED_MICROS;
    }

    private ChartView attempts() {
        Map<Long, CallSums> now = calls.buckets(filter, buckets.seconds());
        Map<Long, CallSums> before = earlier.buckets(filter, buckets.seconds());
        long parts =
                -Math.floorDiv(
                        buckets.fromMicros() - buckets.toMicros(), buckets.seconds() * 1_000_000L);
        long shift = parts * buckets.seconds();
        return chart(
                "Attempts and answers",
                "lines",
                0,
                List.of("attempts", "answered", "attempts before"),
                bucket ->
                        List.of(
                                "" + now.getOrDefault(bucket, CallSums.NONE).attempts(),
                                "" + now.getOrDefault(bucket, CallSums.NONE).answered(),
                                ""
                                        + before.getOrDefault(bucket - shift, CallSums.NONE)
                                                .attempts()));
    }

    private ChartView postDialDelay() {
        String title = "Post-dial delay, s";
        if (!isLong()) {
            return distribution(title, "call_pdd_ms", 1000, 0.5, 0.95);
        }
        Map<Long, CallSums> sums = calls.buckets(filter, buckets.seconds());
        return chart(
                title,
                "lines",
                0,
                List.of("mean"),
                bucket -> {
                    CallSums of = sums.getOrDefault(bucket, CallSums.NONE);
                    return List.of(of.pdds() == 0 ? "" : Show.number(of.meanPdd() / 1000.0, 2));
                });
    }

    private ChartView finalResponses() {
        Map<Integer, Map<Long, Double>> found = calls.classes(filter, buckets.seconds());
        return chart(
                "Final responses of calls",
                "stack",
                0,
                List.of("2xx", "3xx", "4xx", "5xx", "6xx"),
                bucket ->
                        List.of(2, 3, 4, 5, 6).stream()
                                .map(digit -> whole(found.get(digit), bucket))
                                .toList());
    }

    private ChartView ratios() {
        Map<Long, CallSums> sums = calls.buckets(filter, buckets.seconds());
        return chart(
                "ASR and NER, %",
                "lines",
                100,
                List.of("ASR", "NER"),
                bucket -> {
                    CallSums of = sums.get(bucket);
                    return of == null
                            ? List.of("", "")
                            : List.of(
                                    share(of.answered(), of.decided()),
                                    share(of.delivered(), of.decided()));
                });
    }

    private static String share(long part, long whole) {
        return whole == 0 ? "" : Show.number(100.0 * part / whole, 1);
    }

    /**
     * The series without tags is all calls. The others are of a node and a trunk each: where more
     * than one is asked for, their peaks need not have been at the same moment.
     */
    private ChartView concurrent() {
        String all = filter.isEmpty() ? " AND t.tags = ''" : "";
        Map<Long, Double> most =
                sums("'all'", "MAX(peaks)", "'call_concurrent'", all).getOrDefault("all", Map.of());
        return chart(
                filter.isEmpty() || filter.isOfOneSeries()
                        ? "Concurrent calls, highest"
                        : "Concurrent calls, at most: the sum of the peaks of its "
                                + (filter.trunk().isEmpty() ? "trunks" : "nodes"),
                "lines",
                0,
                List.of("calls"),
                bucket -> List.of(measured(most, bucket)));
    }

    private ChartView responses() {
        Map<String, Map<Long, Double>> found =
                sums("SUBSTRING(t.code, 1, 1)", "SUM(count)", "'sip_responses'", "");
        return chart(
                "SIP responses",
                "stack",
                0,
                List.of("1xx", "2xx", "3xx", "4xx", "5xx", "6xx"),
                bucket ->
                        List.of("1", "2", "3", "4", "5", "6").stream()
                                .map(digit -> measured(found.get(digit), bucket))
                                .toList());
    }

    private ChartView registrations() {
        String names = "'registration_attempts', 'registration_lapses'";
        Map<String, Map<Long, Double>> found = sums("t.name", "SUM(count)", names, "");
        return chart(
                "Registrations",
                "lines",
                0,
                List.of("attempts", "lapsed"),
                bucket ->
                        List.of(
                                measured(found.get("registration_attempts"), bucket),
                                measured(found.get("registration_lapses"), bucket)));
    }

    /**
     * @param unit values a shown one
     * @param bad the percentile on the bad side
     */
    private ChartView distribution(
            String title, String metric, double unit, double median, double bad) {
        if (isLong()) {
            Map<Long, Double> means =
                    sums("'all'", "SUM(sum) / SUM(count)", "'" + metric + "'", "")
                            .getOrDefault("all", Map.of());
            return chart(
                    title, "lines", 0, List.of("mean"), b -> List.of(scaled(means.get(b), unit)));
        }
        Map<Long, Distribution> found = sketches.getOrDefault(metric, Map.of());
        return chart(
                title,
                "lines",
                0,
                List.of("median", bad > median ? "95th percentile" : "5th percentile"),
                bucket -> {
                    Distribution of = found.get(bucket);
                    return of == null
                            ? List.of("", "")
                            : List.of(
                                    scaled(of.quantile(median), unit),
                                    scaled(of.quantile(bad), unit));
                });
    }

    /** Of all metrics at once: windows are stored in order of time, not of metrics. */
    private Map<String, Map<Long, Distribution>> sketches() {
        record Sketch(String metric, long bucket, byte[] bytes) {}
        Map<String, Map<Long, Distribution>> found = new HashMap<>();
        List<Object> parameters = new ArrayList<>();
        parameters.add(EpochMicros.utc(buckets.fromMicros()));
        parameters.add(EpochMicros.utc(buckets.toMicros()));
        String filtered = filter.ofMeasurements(parameters);
        store.read(
                "SELECT t.name, %s, t.sketch FROM measurements t WHERE t.name IN ('call_pdd_ms', 'rtcp_mos', 'rtcp_loss_pct', 'rtp_mos') AND t.window_start >= ? AND t.window_start < ?%s AND t.sketch IS NOT NULL"
                        .formatted(buckets.of("t.window_start", store.dialect()), filtered),
                row -> new Sketch(row.getString(1), row.getLong(2), row.getBytes(3)),
                sketch ->
                        found.computeIfAbsent(sketch.metric(), m -> new HashMap<>())
                                .computeIfAbsent(sketch.bucket(), bucket -> new Distribution())
                                .merge(sketch.bytes()),
                parameters.toArray());
        return found;
    }

    /** Where no window is stored at the end of the period, everything before its end is known. */
    private long measuredUntil() {
        long end = buckets.toMicros();
        Span last = new Span(Math.max(buckets.fromMicros(), end - LATEST_MICROS), end);
        long until = store.measuredUntil("sip_requests", last);
        return (until == 0 ? end : until) / 1_000_000L;
    }

    private static String whole(Map<Long, Double> values, long bucket) {
        Double value = values == null ? null : values.get(bucket);
        return value == null ? "0" : Show.number(value, 0);
    }

    /** Of windows: the last ones are stored when they are over. */
    private String measured(Map<Long, Double> values, long bucket) {
        boolean known = bucket < measuredUntil || values != null && values.containsKey(bucket);
        return known ? whole(values, bucket) : "";
    }

    private static String scaled(Double value, double unit) {
        return value == null ? "" : Show.number(value / unit, 2);
    }

    private ChartView chart(
            String title,
            String kind,
            int most,
            List<String> series,
            LongFunction<List<String>> values) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < buckets.count(); i++) {
            long start = buckets.first() + i * buckets.seconds();
            String href =
                    Show.search(
                            "/calls",
                            OverviewPages.firstLegs(filter.query()),
                            new Span(start * 1_000_000L, (start + buckets.seconds()) * 1_000_000L));
            points.add(
                    new Point(start, Show.minute(start * 1_000_000L), href, values.apply(start)));
        }
        return new ChartView(title, kind, most, series, points);
    }
}
