package io.siphon.console.report;

import io.siphon.console.report.Report.Group;
import io.siphon.console.report.Report.Slice;
import io.siphon.console.store.Span;
import io.siphon.console.store.Store;
import io.siphon.schema.Call;
import io.siphon.schema.Measurement;
import io.siphon.schema.Registration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The twenty values of a dimension that most calls have, and all others together. */
final class Groups {

    static final String OTHER = "other";
    private static final int MOST = 20;

    private final Grouping by;
    private final Slices slices;
    private final Map<String, Series> largest;

    private Groups(Grouping by, Slices slices, Map<String, Series> largest) {
        this.by = by;
        this.slices = slices;
        this.largest = largest;
    }

    /**
     * Reads the calls once, to see which values are the largest.
     *
     * @param mostLines of figures, see {@link Slices#bound}
     */
    static Groups find(
            Store store,
            Span span,
            Grid grid,
            ReportRequest request,
            Slices slices,
            int mostLines) {
        Grouping by = request.by();
        Map<String, Long> calls = new HashMap<>();
        if (by != null) {
            store.calls(
                    span,
                    call -> {
                        if (request.counts(call)) {
                            calls.merge(by.of(call), 1L, Long::sum);
                        }
                    });
            Span first = new Span(span.fromMicros(), span.fromMicros() + 1);
            store.callsUp(first, call -> calls.putIfAbsent(by.of(call), 0L));
        }
        Map<String, Long> samples = new HashMap<>();
        if (by != null && by.dimension().isMeasured()) {
            for (MediaMetric metric : MediaMetric.values()) {
                store.windows(
                        metric.metric(),
                        span,
                        window ->
                                samples.merge(
                                        by.of(window), (long) window.field("count"), Long::sum));
            }
        }
        if (by != null && !by.dimension().isMeasured()) {
            MediaOfCalls.read(
                    store,
                    span,
                    grid,
                    (call, end, count) -> samples.merge(by.ofCall(call), 1L, Long::sum));
        }
        if (by != null && by.dimension().isOfRegistrations()) {
            store.registrations(
                    span, registration -> samples.merge(by.of(registration), 1L, Long::sum));
        }
        samples.keySet().forEach(name -> calls.putIfAbsent(name, 0L));
        List<String> names =
                calls.keySet().stream()
                        .sorted(
                                Comparator.<String>comparingLong(calls::get)
                                        .thenComparingLong(name -> samples.getOrDefault(name, 0L))
                                        .reversed()
                                        .thenComparing(name -> name))
                        .toList();
        // those that are shown, all others, and all
        slices.bound(Math.min(names.size(), MOST + 1) + 1, mostLines);
        Map<String, Series> largest = new LinkedHashMap<>();
        names.stream().limit(MOST).forEach(name -> largest.put(name, new Series(slices)));
        return new Groups(by, slices, largest);
    }

    void add(Call call, Consumer<Series> add) {
        if (by != null) {
            add.accept(of(by.of(call)));
        }
    }

    void add(Registration registration, Consumer<Series> add) {
        if (by != null && by.dimension().isOfRegistrations()) {
            add.accept(of(by.of(registration)));
        }
    }

    void add(Measurement window, Consumer<Series> add) {
        if (by != null && by.dimension().isMeasured()) {
            add.accept(of(by.of(window)));
        }
    }

    /** Media of what measurements do not have. */
    void addMediaOfCalls(Store store, Span span, Grid grid) {
        if (by != null && !by.dimension().isMeasured()) {
            MediaOfCalls.read(
                    store,
                    span,
                    grid,
                    (call, end, count) -> of(by.ofCall(call)).add(end, count::in));
        }
    }

    private Series of(String name) {
        Series series = largest.get(name);
        return series != null
                ? series
                : largest.computeIfAbsent(OTHER, other -> new Series(slices));
    }

    List<Group> result() {
        List<Group> groups = new ArrayList<>();
        largest.forEach(
                (name, series) -> {
                    List<Slice> parts = series.result();
                    Figures figures = series.total();
                    if (!figures.isEmpty()) {
                        groups.add(new Group(name, figures, parts));
                    }
                });
        return groups;
    }
}
