package io.siphon.job.sink.jdbc;

import io.siphon.schema.Column;
import io.siphon.schema.Table;
import io.siphon.schema.Tables;

/** PostgreSQL's. */
final class PostgresStatements implements Statements {

    /** The view {@code sip_trace} joins what this one keeps apart, see {@link MessageSplitter}. */
    static final String MESSAGES = "sip_message";

    @Override
    public String relation(Table<?> table) {
        return relationOf(table);
    }

    static String relationOf(Table<?> table) {
        return table.name().equals(Tables.SIP_TRACE.name()) ? MESSAGES : table.name();
    }

    @Override
    public String insertMissing(Table<?> table) {
        return insert(table) + onConflict(table);
    }

    @Override
    public String replace(Table<?> table) {
        return insert(table) + onConflict(table);
    }

    /** It knows no LIMIT of DELETE. */
    @Override
    public String deleteSome(Table<?> table, String from, int rows) {
        return "DELETE FROM %1$s WHERE ctid = ANY (ARRAY(SELECT ctid FROM %1$s WHERE %2$s >= ? AND %2$s < ? LIMIT %3$d))"
                .formatted(from, table.time(), rows);
    }

    /** All rows of another table with these columns, by the same rules. */
    static String insertFrom(Table<?> table, String other) {
        String columns = table.names(Column::name, ", ");
        return "INSERT INTO %s (%s) SELECT %s FROM %s%s"
                .formatted(relationOf(table), columns, columns, other, onConflict(table));
    }

    private static String onConflict(Table<?> table) {
        if (!table.replaces()) {
            return " ON CONFLICT DO NOTHING"; // each partition has a key of its own
        }
        String conflict = " ON CONFLICT (" + table.keyNames(k -> k, ", ") + ") DO ";
        String update = conflict + "UPDATE SET " + table.others(c -> c + " = EXCLUDED." + c, ", ");
        return table.settled().isEmpty()
                ? update
                : update
                        + " WHERE "
                        + Statements.replaceable(table, table.name() + ".", "EXCLUDED.%s");
    }
}
