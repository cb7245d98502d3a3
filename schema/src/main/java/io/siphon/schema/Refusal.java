package io.siphon.schema;

import java.util.List;

/**
 * A row that the database would not take.
 *
 * @param atMicros when it was refused, epoch µs
 * @param target the table that it was for
 * @param error the database's words
 * @param row its columns and values
 */
public record Refusal(long atMicros, String target, String error, String row) {

    public static final Table<Refusal> TABLE =
            Table.of("quarantine", Refusal::of)
                    .time("at")
                    .roughBytes(refusal -> 200 + refusal.row.length())
                    .columns(
                            c ->
                                    List.of(
                                            c.time("at", Refusal::atMicros, "when it was refused"),
                                            c.text(
                                                    "target",
                                                    64,
                                                    Refusal::target,
                                                    "the table that it was for"),
                                            c.text(
                                                    "error",
                                                    1000,
                                                    Refusal::error,
                                                    "the database's words"),
                                            c.text(
                                                    "row_text",
                                                    1_000_000,
                                                    Refusal::row,
                                                    "its columns and values, bytes in hex"),
                                            c.uid(
                                                    (uids, r) -> uids.of(0, r.target, r.row),
                                                    "key: a hash of table and row")));

    private static Refusal of(Row row) {
        return new Refusal(
                row.time("at"),
                row.textOrEmpty("target"),
                row.textOrEmpty("error"),
                row.textOrEmpty("row_text"));
    }
}
