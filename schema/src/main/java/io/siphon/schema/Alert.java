package io.siphon.schema;

import java.util.List;

/**
 * A finding of one detector about one subject in one window. It is written again when late data
 * changes it; the key is {@code startMicros, detector, node, subject}.
 *
 * @param detector its name, as in {@code docs/alerts.md}
 * @param node who captured it; empty when it is not of one node
 * @param subject what it is about: the trunk, source address or socket, as the detector says; empty
 *     for calls and streams without a trunk
 * @param startMicros first µs of the window, epoch µs
 * @param endMicros first µs after the window
 * @param value what was observed, in the detector's unit
 * @param threshold what was crossed, in the same unit
 * @param count number of calls, registrations, streams or messages examined
 * @param text one sentence for people, without time and node
 */
public record Alert(
        String detector,
        Severity severity,
        String node,
        String subject,
        long startMicros,
        long endMicros,
        double value,
        double threshold,
        long count,
        String text) {

    public static final Table<Alert> TABLE =
            Table.of("alerts", Alert::of)
                    .replacing()
                    .time("window_start")
                    .pointTime("window_start")
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
                                                    "`warning`, or `critical` from twice the threshold"),
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
                                            c.time("window_start", Alert::startMicros, "first µs"),
                                            c.time(
                                                    "window_end",
                                                    Alert::endMicros,
                                                    "first µs after it"),
                                            c.real(
                                                            "observed",
                                                            Alert::value,
                                                            "value found, in the detector's unit")
                                                    .body(),
                                            c.real(
                                                    "threshold",
                                                    Alert::threshold,
                                                    "threshold that was reached, in the same unit"),
                                            c.number(
                                                    "count",
                                                    Alert::count,
                                                    "number of calls, registrations, streams or messages examined"),
                                            c.text("message", 1000, Alert::text, "one sentence"),
                                            c.uid(
                                                    (uids, a) ->
                                                            uids.of(
                                                                    a.startMicros,
                                                                    a.detector,
                                                                    a.node,
                                                                    a.subject),
                                                    "key: `window_start` (µs) and a hash of detector, node and subject")))
                    .derived(c -> List.of(c.real("value", Alert::value, "as `observed`")));

    private static Alert of(Row row) {
        return new Alert(
                row.textOrEmpty("detector"),
                Severity.ofTag(row.textOrEmpty("severity")),
                row.textOrEmpty("node"),
                row.textOrEmpty("subject"),
                row.time("window_start"),
                row.time("window_end"),
                row.real("observed"),
                row.real("threshold"),
                row.number("count", 0),
                row.textOrEmpty("message"));
    }
}
