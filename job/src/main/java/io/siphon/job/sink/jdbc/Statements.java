package io.siphon.job.sink.jdbc;

import io.siphon.schema.Column;
import io.siphon.schema.Table;

/** The SQL of a database that stores rows of a table, and deletes them. */
interface Statements {

    /** Inserts a row, and does nothing when its key is there. */
    String insertMissing(Table<?> table);

    /** Inserts a row, or replaces the one with its key. */
    String replace(Table<?> table);

    /**
     * Deletes at most so many of the rows whose time is in a range: from, inclusive; to.
     *
     * @param from table that has them
     */
    default String deleteSome(Table<?> table, String from, int rows) {
        return "DELETE FROM %1$s WHERE %2$s >= ? AND %2$s < ? LIMIT %3$d"
                .formatted(from, table.time(), rows);
    }

    /** The relation that rows of a table are written to. */
    default String relation(Table<?> table) {
        return table.name();
    }

    /** Inserts a row; one whose key is there is refused. */
    default String insert(Table<?> table) {
        return "INSERT INTO %s (%s) VALUES (%s)"
                .formatted(
                        relation(table),
                        table.names(Column::name, ", "),
                        table.names(c -> "?", ", "));
    }

    /** Whether the row that is there may be replaced: it is not final, or the new one is, too. */
    static String replaceable(Table<?> table, String stored, String added) {
        return "(%s%s IS NULL OR %s IS NOT NULL)"
                .formatted(stored, table.settled(), added.formatted(table.settled()));
    }
}
