package io.siphon.console.search;

import io.siphon.schema.Table;
import io.siphon.schema.Tables;

import java.util.List;
import java.util.Optional;

/** What is searched. Every subject has the same language, with fields of its own. */
public enum Subject {
    CALLS("calls", Tables.CALLS, List.of("started_at", "call_id"), Fields.CALLS),
    MESSAGES("messages", Tables.SIP_TRACE, List.of("time_stamp", "time_us", "id"), Fields.MESSAGES),
    REGISTRATIONS(
            "registrations",
            Tables.REGISTRATIONS,
            List.of("started_at", "id"),
            Fields.REGISTRATIONS),
    STREAMS("streams", Tables.STREAMS, List.of("started_at", "id"), Fields.STREAMS),
    REPORTED_STREAMS(
            "streams", Tables.REPORTED_STREAMS, List.of("started_at", "id"), Fields.STREAMS),
    ALERTS("alerts", Tables.ALERTS, List.of("opened_at", "id"), Fields.ALERTS);

    private final String title;
    private final Table<?> table;
    private final List<String> order;
    private final List<Field> fields;

    Subject(String title, Table<?> table, List<String> order, List<Field> fields) {
        this.title = title;
        this.table = table;
        this.order = order;
        this.fields = fields;
    }

    /** In plural. */
    public String title() {
        return title;
    }

    Table<?> table() {
        return table;
    }

    /** Columns that order its rows by time and distinguish them; the first is the time. */
    List<String> order() {
        return order;
    }

    public List<Field> fields() {
        return fields;
    }

    Optional<Field> field(String name) {
        return fields.stream().filter(field -> field.isCalled(name)).findFirst();
    }
}
