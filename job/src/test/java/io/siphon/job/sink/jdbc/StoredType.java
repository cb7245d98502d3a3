package io.siphon.job.sink.jdbc;

import io.siphon.schema.Column;
import io.siphon.schema.ColumnType;

import java.util.Locale;

/** The type of a stored column in one word for all databases: {@code text(255)}. */
final class StoredType {

    private static final long LONGEST_VARCHAR = 4000;

    private StoredType() {}

    /** As the table says, in a database. */
    static String of(Column<?> column, Dialect dialect) {
        // Kamailio's own there, TIMESTAMP without a precision, has room for µs
        return column.type() == ColumnType.SECOND && dialect == Dialect.POSTGRESQL
                ? "timestamp(6)"
                : of(column);
    }

    private static String of(Column<?> column) {
        return switch (column.type()) {
            case TEXT -> text(column.width());
            case BYTES_AS_TEXT, BYTES_IF_TEXT -> "text";
            case BYTES, BYTES_UNLESS_TEXT -> "bytes";
            case NUMBER -> "bigint";
            case INTEGER, FLAG -> "integer";
            case REAL -> "double";
            case TIME -> "timestamp(6)";
            case SECOND -> "timestamp(0)";
            case UID -> "uid";
        };
    }

    /** As {@code information_schema.columns} says, with {@code -} for NULL. */
    static String of(String type, String length, String precision) {
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "character varying", "varchar", "text", "mediumtext" ->
                    length.equals("-") ? "text" : text(Long.parseLong(length));
            case "binary varying", "bytea", "mediumblob" -> "bytes";
            case "bigint" -> "bigint";
            case "integer", "int" -> "integer";
            case "double precision", "double" -> "double";
            case "timestamp", "timestamp without time zone", "datetime" ->
                    "timestamp(" + precision + ")";
            case "uuid" -> "uid";
            case "binary" -> length.equals("16") ? "uid" : type;
            default -> type;
        };
    }

    private static String text(long width) {
        return width > LONGEST_VARCHAR ? "text" : "text(" + width + ")";
    }
}
