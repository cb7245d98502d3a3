package io.siphon.console.web;

import io.siphon.console.store.Store;
import io.siphon.console.store.StorePool;
import io.siphon.console.web.TableView.Cell;
import io.siphon.console.web.TableView.Heading;
import io.siphon.console.web.TableView.Row;
import io.siphon.schema.EpochMicros;

import io.javalin.http.Context;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;

/** {@code /audit}: the last rows of {@code console_audit}, for admins. */
final class AuditPages {

    private static final int MAX_ROWS = 500;

    private final Pages pages;
    private final StorePool pool;

    AuditPages(Pages pages, StorePool pool) {
        this.pages = pages;
        this.pool = pool;
    }

    void get(Context context) {
        List<Row> rows = new ArrayList<>();
        try (Store store = pool.open()) {
            if (store.has("console_audit")) {
                store.read(
                        "SELECT at, account, address, action, target FROM console_audit ORDER BY at"
                                + " DESC, id DESC LIMIT "
                                + MAX_ROWS,
                        row ->
                                new Row(
                                        "",
                                        List.of(
                                                Cell.of(
                                                        Show.time(
                                                                EpochMicros.of(
                                                                        row.getObject(
                                                                                1,
                                                                                LocalDateTime
                                                                                        .class)))),
                                                Cell.of(row.getString(2)),
                                                Cell.of(row.getString(3)),
                                                Cell.of(row.getString(4)),
                                                Cell.titled(row.getString(5), row.getString(5)))),
                        rows::add);
            }
        }
        TableView table =
                new TableView(
                        "The last " + MAX_ROWS + " entries of table console_audit",
                        List.of(
                                Heading.text("At, UTC", ""),
                                Heading.text("Account", ""),
                                Heading.text("Address", "Of the client"),
                                Heading.text("Action", ""),
                                Heading.text("What", "Path and query of the request")),
                        rows);
        pages.render(
                context,
                "health.jte",
                new HealthPage(pages.frame(context, "Audit", "/audit"), List.of(table)));
    }
}
