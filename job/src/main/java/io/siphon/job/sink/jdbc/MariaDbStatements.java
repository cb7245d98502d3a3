package io.siphon.job.sink.jdbc;

import io.siphon.schema.Table;

/** MariaDB's and MySQL's. */
final class MariaDbStatements implements Statements {

    /** Not INSERT IGNORE, which would let rows pass that are too long or not valid. */
    @Override
    public String insertMissing(Table<?> table) {
        String key = table.key().get(0).name();
        return insert(table) + " ON DUPLICATE KEY UPDATE " + key + " = " + key;
    }

    @Override
    public String replace(Table<?> table) {
        String settled = table.settled();
        if (settled.isEmpty()) {
            return insert(table)
                    + " ON DUPLICATE KEY UPDATE "
                    + table.others(c -> c + " = VALUES(" + c + ")", ", ");
        }
        // Set one after the other: what is asked of comes last. There it would be itself.
        String replaceable = Statements.replaceable(table, "", "VALUES(%s)");
        return insert(table)
                + " ON DUPLICATE KEY UPDATE "
                + table.others(
                        c ->
                                c.equals(settled)
                                        ? null
                                        : "%1$s = IF(%2$s, VALUES(%1$s), %1$s)"
                                                .formatted(c, replaceable),
                        ", ")
                + ", %1$s = COALESCE(VALUES(%1$s), %1$s)".formatted(settled);
    }
}
