package io.siphon.bench;

import java.util.List;
import java.util.Locale;

/**
 * The room that a table of messages takes.
 *
 * @param rows in it
 * @param data bytes of the rows themselves; of H2 all that is in use of its file
 * @param index bytes of its indexes
 * @param toast bytes of long values that PostgreSQL keeps beside the rows
 */
record TableBytes(String table, long rows, long data, long index, long toast) {

    private double aMessage(long bytes) {
        return (double) bytes / Math.max(1, rows);
    }

    private String text() {
        return String.format(
                Locale.ROOT,
                "%s %,.0f B a message (%,d rows; data %,.0f, index %,.0f, TOAST %,.0f)",
                table,
                aMessage(data + index + toast),
                rows,
                aMessage(data),
                aMessage(index),
                aMessage(toast));
    }

    private String json() {
        return String.format(
                Locale.ROOT,
                "\"%s\":{\"rows\":%d,\"data\":%.0f,\"index\":%.0f,\"toast\":%.0f}",
                table,
                rows,
                aMessage(data),
                aMessage(index),
                aMessage(toast));
    }

    /** A line a table that has rows; empty when none has. */
    static String text(List<TableBytes> tables) {
        return String.join(
                "\n                 ",
                tables.stream().filter(table -> table.rows > 0).map(TableBytes::text).toList());
    }

    /** By table, bytes a message. */
    static String json(List<TableBytes> tables) {
        return "{"
                + String.join(
                        ",",
                        tables.stream()
                                .filter(table -> table.rows > 0)
                                .map(TableBytes::json)
                                .toList())
                + "}";
    }
}
