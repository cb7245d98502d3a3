package io.siphon.console.web;

import io.siphon.console.flow.HostNames;
import io.siphon.console.web.CallColumn.Line;
import io.siphon.console.web.TableView.Row;
import io.siphon.schema.Call;
import io.siphon.schema.CallOutcome;

import java.util.List;
import java.util.Map;

/** One line a call. */
final class CallTable {

    private CallTable() {}

    static TableView of(
            List<Call> calls, Map<String, Double> scores, HostNames names, ListColumns columns) {
        TableView table =
                new TableView(
                        "Calls",
                        columns.columns().stream().map(CallColumn::heading).toList(),
                        calls.stream()
                                .map(call -> new Line(call, scores.get(call.callId()), names))
                                .map(line -> row(line, columns))
                                .toList());
        return columns.chosen() ? table : table.withoutEmptyColumns();
    }

    private static Row row(Line line, ListColumns columns) {
        return new Row("", columns.columns().stream().map(column -> column.cell(line)).toList());
    }

    static String outcome(Call call) {
        boolean up = call.answeredAt() > 0 && call.endedAt() == 0;
        return up && call.outcome() == CallOutcome.ANSWERED
                ? "up"
                : Show.words(call.outcome().tag());
    }

    /** Class of the badge; the word says the same. */
    static String kind(Call call) {
        return switch (call.outcome()) {
            case ANSWERED -> "good";
            case IN_PROGRESS -> "open";
            case BUSY, NO_ANSWER, CANCELLED, REDIRECTED -> "mild";
            default -> "bad";
        };
    }
}
