package io.siphon.console.api;

import io.siphon.console.ConsoleException;
import io.siphon.console.report.ReportBuilder;
import io.siphon.console.report.ReportOptions;
import io.siphon.console.report.ReportRequest;
import io.siphon.console.report.RequestException;
import io.siphon.console.report.format.ReportFormat;
import io.siphon.console.store.Store;
import io.siphon.console.store.StorePool;

import io.javalin.http.Context;
import io.javalin.http.ServiceUnavailableResponse;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * {@code GET /api/v1/report?last=24h&by=trunk}: what {@code siphon report --format json} prints.
 * Its figures are on the heap of the job: they are bounded, and one report is made at a time.
 */
public final class ReportResource {

    /** More than the slices that a report without a step has, of twenty groups, others and all. */
    static final int MOST_LINES = 2_500;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final StorePool pool;
    private final Duration patience;
    private final Semaphore turn = new Semaphore(1, true);

    public ReportResource(StorePool pool) {
        this(pool, PATIENCE);
    }

    /**
     * @param patience of a reader while the report of another is made
     */
    ReportResource(StorePool pool, Duration patience) {
        this.pool = pool;
        this.patience = patience;
    }

    public void get(Context context) {
        Instant now = Instant.now();
        ReportRequest request;
        try {
            request = ReportOptions.request(context::queryParam, now);
        } catch (ConsoleException e) {
            throw illegal(e);
        }
        inTurn(() -> context.contentType("application/json").result(json(request, now)));
    }

    private String json(ReportRequest request, Instant now) {
        try (Store store = pool.open()) {
            return ReportFormat.JSON.write(ReportBuilder.build(store, request, now, MOST_LINES));
        } catch (RequestException e) {
            throw illegal(e);
        }
    }

    private static IllegalParameterException illegal(ConsoleException mistake) {
        return new IllegalParameterException(mistake.getMessage().replace("--", ""));
    }

    /**
     * One at a time, in order of their coming.
     *
     * @throws ServiceUnavailableResponse when the others take too long
     */
    void inTurn(Runnable report) {
        try {
            if (!turn.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        }
        try {
            report.run();
        } finally {
            turn.release();
        }
    }

    private static ServiceUnavailableResponse busy() {
        return new ServiceUnavailableResponse(
                "The console makes one report at a time; try again later.");
    }
}
