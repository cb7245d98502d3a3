package io.siphon.schema;

import java.util.List;

/**
 * The life of an alert: what one detector finds about one subject, from the first window to the
 * last. It is written again, whole, with each finding and each change; the key is {@code openedAt,
 * detector, node, subject}. Times are epoch µs of the messages, 0 when it has not happened.
 *
 * @param detector its name, as in {@code docs/alerts.md}
 * @param severity the highest of its life
 * @param node who captured it; empty when it is not of one node
 * @param subject what it is about: the trunk, source address or socket, as the detector says; empty
 *     for calls and streams without a trunk
 * @param openedAt first µs of the first window
 * @param lastAt first µs after the last window in which it was found
 * @param changedAt when {@link #state} or severity last changed
 * @param closedAt when it was closed
 * @param peak the worst value, in the detector's unit
 * @param threshold what was crossed in that window, in the same unit
 * @param windows number of windows in which it was found
 * @param reopened how often it was found again soon after it had closed
 * @param count number of calls, registrations, streams or messages examined in these windows
 * @param suppressedBy {@code maintenance}, or the detector whose alert explains it; empty once it
 *     was open
 * @param text one sentence about the worst window, for people, without time and node
 * @param change whether this row is a change of state, not only another window; no column
 */
public record Alert(
        String detector,
        Severity severity,
        String node,
        String subject,
        AlertState state,
        long openedAt,
        long lastAt,
        long changedAt,
        long closedAt,
        double peak,
        double threshold,
        int windows,
        int reopened,
        long count,
        String suppressedBy,
        String text,
        boolean change) {

    private static final String SINCE = "0.2";

    public static final Table<Alert> TABLE =
            Table.of("alerts", Alert::of)
                    .replacing()
                    .time("opened_at")
                    .pointTime("opened_at")
                    .columns(
                            c ->
                                    List.of(
                                            c.text(
                                                            "detector",
                                                            64,
                                                            Alert::detector,
                                                            "its name: `call_failures` …")
                                                    .tag(),
                                            c.text(
                                                    "severity",
                                                    16,
                                                    a -> a.severity.tag(),
                                                    "the highest of its life: `warning`, or `critical` from twice the threshold"),
                                            c.text(
                                                            "node",
                                                            255,
                                                            Alert::node,
                                                            "who captured it; empty for `capture_gap` and `journal_gap`")
                                                    .tag(Column.AGENTS),
                                            c.text(
                                                    "subject",
                                                    255,
                                                    Alert::subject,
                                                    "trunk, source address or socket, by detector; empty for calls and media without a trunk"),
                                            c.text(
                                                            "state",
                                                            16,
                                                            a -> a.state.tag(),
                                                            "`open`, `worse`, `better`, `closed` or `suppressed`")
                                                    .since(SINCE),
                                            c.time(
                                                    "opened_at",
                                                    Alert::openedAt,
                                                    "first µs of the first window; `window_start` in 0.1"),
                                            c.time(
                                                    "last_at",
                                                    Alert::lastAt,
                                                    "first µs after the last window in which it was found; `window_end` in 0.1"),
                                            c.time(
                                                            "changed_at",
                                                            Alert::changedAt,
                                                            "when state or severity last changed")
                                                    .since(SINCE),
                                            c.timeIfAny(
                                                            "closed_at",
                                                            Alert::closedAt,
                                                            "when it was closed; NULL while it is not")
                                                    .since(SINCE),
                                            c.real(
                                                            "peak",
                                                            Alert::peak,
                                                            "worst value, in the detector's unit; `observed` in 0.1")
                                                    .body(),
                                            c.real(
                                                    "threshold",
                                                    Alert::threshold,
                                                    "threshold that was crossed, in the same unit"),
                                            c.integer(
                                                            "windows",
                                                            Alert::windows,
                                                            "number of windows in which it was found")
                                                    .since(SINCE),
                                            c.integer(
                                                            "reopened",
                                                            Alert::reopened,
                                                            "how often it was found again soon after it had closed")
                                                    .since(SINCE),
                                            c.number(
                                                    "count",
                                                    Alert::count,
                                                    "number of calls, registrations, streams or messages examined in these windows"),
                                            c.text(
                                                            "suppressed_by",
                                                            64,
                                                            Alert::suppressedBy,
                                                            "`maintenance`, or the detector whose alert explains it; empty when it is or was open")
                                                    .since(SINCE),
                                            c.text(
                                                    "message",
                                                    1000,
                                                    Alert::text,
                                                    "one sentence about the worst window"),
                                            c.uid(
                                                    (uids, a) ->
                                                            uids.of(
                                                                    a.openedAt,
                                                                    a.detector,
                                                                    a.node,
                                                                    a.subject),
                                                    "key: `opened_at` (µs) and a hash of detector, node and subject")))
                    .derived(c -> List.of(c.real("value", Alert::peak, "as `peak`")));

    private static Alert of(Row row) {
        long lastAt = row.time("last_at");
        long changedAt = row.time("changed_at");
        return new Alert(
                row.textOrEmpty("detector"),
                Severity.ofTag(row.textOrEmpty("severity")),
                row.textOrEmpty("node"),
                row.textOrEmpty("subject"),
                AlertState.ofTag(row.textOrEmpty("state")),
                row.time("opened_at"),
                lastAt,
                changedAt == 0 ? lastAt : changedAt,
                row.time("closed_at"),
                row.real("peak"),
                row.real("threshold"),
                (int) row.number("windows", 1),
                (int) row.number("reopened", 0),
                row.number("count", 0),
                row.textOrEmpty("suppressed_by"),
                row.textOrEmpty("message"),
                false);
    }

    /** Whether it is not over. */
    public boolean isOpen() {
        return state != AlertState.CLOSED;
    }
}
