package io.siphon.console.api;

import io.siphon.console.search.TimeRange;
import io.siphon.console.store.Store;
import io.siphon.console.store.StorePool;
import io.siphon.schema.EpochMicros;
import io.siphon.schema.Measurement;
import io.siphon.schema.Tables;

import io.javalin.http.Context;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code GET /api/v1/measurements?name=call_attempts&last=2h}: windows of one metric. */
public record MeasurementsResource(StorePool pool) {

    private static final int MAX_ROWS = 10_000;

    public void get(Context context) {
        String name = context.queryParam("name");
        if (name == null || name.isBlank()) {
            throw new IllegalParameterException(
                    "name: got nothing, expected a metric like call_attempts (docs/metrics.md)");
        }
        TimeRange range =
                TimeRange.of(
                        context.queryParam("last"),
                        context.queryParam("from"),
                        context.queryParam("to"),
                        ZoneOffset.UTC,
                        Instant.now());
        long from = range.fromMicros() == Long.MIN_VALUE ? 0 : range.fromMicros();
        long to = range.toMicros() == Long.MAX_VALUE ? EpochMicros.now() : range.toMicros();
        List<Measurement> windows = new ArrayList<>();
        try (Store store = pool.open()) {
            store.read(
                    Tables.MEASUREMENTS,
                    "WHERE t.name = ? AND t.window_start >= ? AND t.window_start < ? ORDER BY"
                            + " t.window_start, t.tags LIMIT "
                            + (MAX_ROWS + 1),
                    windows::add,
                    name,
                    EpochMicros.utc(from),
                    EpochMicros.utc(to));
        }
        boolean complete = windows.size() <= MAX_ROWS;
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(
                "measurements",
                Json.rows(Tables.MEASUREMENTS, complete ? windows : windows.subList(0, MAX_ROWS)));
        json.put("complete", complete);
        context.contentType("application/json").result(Json.write(json));
    }
}
