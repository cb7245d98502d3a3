package io.siphon.console.terminal;

import io.siphon.console.ConsoleException;
import io.siphon.console.api.Csv;
import io.siphon.console.api.Json;
import io.siphon.schema.Call;
import io.siphon.schema.PlainText;
import io.siphon.schema.Tables;
import io.siphon.schema.UtcText;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Output formats of {@code siphon calls}. */
enum CallFormat {
    TABLE {
        @Override
        String print(List<Call> calls) {
            List<List<String>> rows = new ArrayList<>();
            rows.add(
                    List.of(
                            "began",
                            "from",
                            "to",
                            "trunk",
                            "outcome",
                            "status",
                            "cause",
                            "pdd_ms",
                            "dur_s",
                            "released_by",
                            "call_id"));
            calls.forEach(call -> rows.add(cells(call)));
            return TextGrid.of(rows, 7, 8);
        }
    },
    CSV {
        @Override
        String print(List<Call> calls) {
            return Csv.rows(Tables.CALLS, calls);
        }
    },
    JSON {
        @Override
        String print(List<Call> calls) {
            return Json.write(Json.rows(Tables.CALLS, calls)) + "\n";
        }
    };

    abstract String print(List<Call> calls);

    private static List<String> cells(Call call) {
        String status = call.finalStatus() == 0 ? "" : call.finalStatus() + " " + call.reason();
        List<String> cells =
                List.of(
                        UtcText.millis(call.startedAt()),
                        call.caller(),
                        call.callee(),
                        call.trunk(),
                        call.outcome().tag(),
                        status.strip(),
                        call.verdict().cause().tag(),
                        call.pddMs() < 0 ? "" : String.valueOf(call.pddMs()),
                        call.durationMs() < 0
                                ? ""
                                : String.format(Locale.ROOT, "%.1f", call.durationMs() / 1000.0),
                        call.releasedBy(),
                        call.callId());
        return cells.stream().map(PlainText::line).toList();
    }

    /**
     * @throws ConsoleException when it is unknown
     */
    static CallFormat parse(String text) {
        for (CallFormat format : values()) {
            if (format.name().equalsIgnoreCase(text)) {
                return format;
            }
        }
        throw new ConsoleException("--format: got " + text + ", expected table, csv or json");
    }
}
