package io.siphon.schema;

import java.util.List;

/**
 * A row that the database refused.
 *
 * @param atMicros when it was refused, epoch µs
 * @param target table of the row
 * @param error error message of the database
 * @param row its columns and values
 */
public record QuarantinedRow(long atMicros, String target, String error, String row) {

    public static final Table<QuarantinedRow> TABLE =
            Table.of("quarantine", QuarantinedRow::of)
                    .time("at")
                    .roughBytes(refusal -> 200 + refusal.row.length())
                    .columns(
                            c ->
                                    List.of(
                                            c.time(
                                                    "at",
                                                    QuarantinedRow::atMicros,
                                                    "when it was refused"),
                                            c.text(
                                                    "target",
                                                    64,
                                                    QuarantinedRow::target,
                                                    "table of the row"),
                                            c.text(
                                                    "error",
                                                    1000,
                                                    QuarantinedRow::error,
                                                    "error message of the database"),
                                            c.text(
                                                    "row_text",
                                                    1_000_000,
                                                    QuarantinedRow::row,
                                                    "its columns and values, bytes in hex"),
                                            c.uid(
                                                    (uids, r) -> uids.of(0, r.target, r.row),
                                                    "key: a hash of table and row")));

    private static QuarantinedRow of(Row row) {
        return new QuarantinedRow(
                row.time("at"),
                row.textOrEmpty("target"),
                row.textOrEmpty("error"),
                row.textOrEmpty("row_text"));
    }
}
