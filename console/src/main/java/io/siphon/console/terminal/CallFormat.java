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
        Parts parts() {
            TextGrid grid = new TextGrid(7, 8);
            return (calls, first) -> {
                List<List<String>> rows = new ArrayList<>();
                if (first) {
                    rows.add(TITLES);
                }
                calls.forEach(call -> rows.add(cells(call)));
                return grid.next(rows);
            };
        }
    },
    CSV {
        @Override
        Parts parts() {
            return (calls, first) ->
                    (first ? Csv.header(Tables.CALLS) : "") + Csv.lines(Tables.CALLS, calls);
        }
    },
    JSON {
        @Override
        Parts parts() {
            return (calls, first) -> {
                String array = Json.write(Json.rows(Tables.CALLS, calls));
                String rows = array.substring(1, array.length() - 1);
                return (first ? "[" : rows.isEmpty() ? "" : ",") + rows;
            };
        }

        @Override
        String end() {
            return "]\n";
        }
    };

    private static final List<String> TITLES =
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
                    "call_id");

    /** Of one text, which is never held whole. */
    @FunctionalInterface
    interface Parts {
        /**
         * @param first whether none was before: it may be without calls
         */
        String next(List<Call> calls, boolean first);
    }

    /** To be asked for its parts in turn. */
    abstract Parts parts();

    /** Behind the last part. */
    String end() {
        return "";
    }

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
