package io.siphon.job.sink.jdbc;

import io.siphon.schema.ColumnType;
import io.siphon.schema.Text;

import javax.annotation.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;

/** How the databases name the types of columns. */
final class SqlType {

    private SqlType() {}

    /** What H2 casts a parameter to. */
    static String h2(ColumnType type) {
        return switch (type) {
            case TEXT, BYTES_AS_TEXT, BYTES_IF_TEXT -> "VARCHAR";
            case BYTES_UNLESS_TEXT, BYTES -> "VARBINARY";
            case NUMBER -> "BIGINT";
            case INTEGER, FLAG -> "INTEGER";
            case REAL -> "DOUBLE PRECISION";
            case TIME, SECOND -> "TIMESTAMP(6)";
            case UID -> "UUID";
        };
    }

    /** What a value is in PostgreSQL before it is fitted to its column. */
    static String postgres(ColumnType type) {
        return switch (type) {
            case TEXT, BYTES_AS_TEXT, BYTES_IF_TEXT -> "text";
            case BYTES_UNLESS_TEXT, BYTES -> "bytea";
            case NUMBER -> "bigint";
            case INTEGER, FLAG -> "integer";
            case REAL -> "double precision";
            case TIME, SECOND -> "timestamp";
            case UID -> "uuid";
        };
    }

    /** What NULL is bound as, of {@link Types}. */
    static int jdbc(ColumnType type) {
        return switch (type) {
            case TEXT, BYTES_AS_TEXT, BYTES_IF_TEXT -> Types.VARCHAR;
            case BYTES_UNLESS_TEXT, BYTES -> Types.VARBINARY;
            case NUMBER -> Types.BIGINT;
            case INTEGER, FLAG -> Types.INTEGER;
            case REAL -> Types.DOUBLE;
            case TIME, SECOND -> Types.TIMESTAMP;
            case UID -> Types.OTHER;
        };
    }

    /** What the database gives back of a value: text, bytes, or null. */
    @Nullable
    static Object stored(ColumnType type, @Nullable Object value, Dialect dialect) {
        boolean nul = !dialect.textWithoutNul();
        if (value == null) {
            return null;
        }
        return switch (type) {
            case TEXT -> Text.fit((String) value, nul);
            case BYTES_AS_TEXT -> Text.fit(Text.decode((byte[]) value), nul);
            case BYTES_IF_TEXT ->
                    Text.holds((byte[]) value, nul) ? Text.decode((byte[]) value) : null;
            case BYTES_UNLESS_TEXT -> Text.holds((byte[]) value, nul) ? null : value;
            default -> value;
        };
    }

    /** Reads what {@link #stored} tells. */
    @Nullable
    static Object get(ColumnType type, ResultSet row, int index) throws SQLException {
        return type.isBytes() ? row.getBytes(index) : row.getString(index);
    }
}
