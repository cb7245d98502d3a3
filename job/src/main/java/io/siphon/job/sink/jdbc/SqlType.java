package io.siphon.job.sink.jdbc;

import io.siphon.schema.ColumnType;

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
}
