package io.siphon.console.api;

import io.siphon.console.ConsoleException;
import io.siphon.console.report.ReportBuilder;
import io.siphon.console.report.ReportOptions;
import io.siphon.console.report.ReportRequest;
import io.siphon.console.report.format.ReportFormat;
import io.siphon.console.store.Store;
import io.siphon.console.store.StorePool;

import io.javalin.http.Context;

import java.time.Instant;

/**
 * {@code GET /api/v1/report?last=24h&by=trunk}: what {@code siphon report --format json} prints.
 */
public record ReportResource(StorePool pool) {

    public void get(Context context) {
        Instant now = Instant.now();
        ReportRequest request;
        try {
            request = ReportOptions.request(context::queryParam, now);
        } catch (ConsoleException e) {
            throw new IllegalParameterException(e.getMessage().replace("--", ""));
        }
        try (Store store = pool.open()) {
            context.contentType("application/json")
                    .result(ReportFormat.JSON.write(ReportBuilder.build(store, request, now)));
        }
    }
}
