package io.siphon.job.sink.jdbc;

import io.siphon.schema.Column;
import io.siphon.schema.Table;

/** H2's. MERGE … USING looks a row up by its key; H2 knows ON CONFLICT only in disguise. */
final class H2Statements implements Statements {

    @Override
    public String insertMissing(Table<?> table) {
        return merge(table, "");
    }

    @Override
    public String replace(Table<?> table) {
        if (!table.settled().isEmpty()) {
            return merge(
                    table,
                    " WHEN MATCHED AND %s THEN UPDATE SET %s"
                            .formatted(
                                    Statements.replaceable(table, "t.", "s.%s"),
                                    table.others(c -> c + " = s." + c, ", ")));
        }
        return "MERGE INTO %s (%s) KEY (%s) VALUES (%s)"
                .formatted(
                        table.name(),
                        table.names(Column::name, ", "),
                        table.keyNames(k -> k, ", "),
                        table.names(c -> "?", ", "));
    }

    private static String merge(Table<?> table, String whenMatched) {
        return "MERGE INTO %s t USING (SELECT %s) s ON %s%s WHEN NOT MATCHED THEN INSERT (%s) VALUES (%s)"
                .formatted(
                        table.name(),
                        table.names(
                                c -> "CAST(? AS " + SqlType.h2(c.type()) + ") AS " + c.name(),
                                ", "),
                        table.keyNames(k -> "t." + k + " = s." + k, " AND "),
                        whenMatched,
                        table.names(Column::name, ", "),
                        table.names(c -> "s." + c.name(), ", "));
    }
}
