package io.siphon.console.store;

import io.siphon.schema.Row;

import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The current row of a result, from some column on. Another column is NULL. */
final class StoredRow implements Row {

    /** A {@link Row} throws none: it is carried past the record that is made. */
    static final class Unreadable extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final SQLException reason;

        private Unreadable(SQLException reason) {
            super(reason);
            this.reason = reason;
        }

        SQLException reason() {
            return reason;
        }
    }

    private interface Get<V> {
        V at(int index) throws SQLException;
    }

    private final ResultSet result;
    private final Map<String, Integer> indexes = new HashMap<>();

    /**
     * @param columns that stand side by side in the result
     * @param first index of the first of them
     */
    StoredRow(ResultSet result, List<String> columns, int first) {
        this.result = result;
        for (int i = 0; i < columns.size(); i++) {
            indexes.put(columns.get(i), first + i);
        }
    }

    private <V> V get(String column, V none, Get<V> get) {
        Integer index = indexes.get(column);
        if (index == null) {
            return none;
        }
        try {
            V value = get.at(index);
            return value == null || result.wasNull() ? none : value;
        } catch (SQLException e) {
            throw new Unreadable(e);
        }
    }

    @Override
    public String text(String column) {
        return get(column, null, result::getString);
    }

    @Override
    public long number(String column, long none) {
        return get(column, none, result::getLong);
    }

    @Override
    public double real(String column) {
        return get(column, Double.NaN, result::getDouble);
    }

    @Override
    public long time(String column) {
        return get(
                column,
                0L,
                index -> {
                    LocalDateTime utc = result.getObject(index, LocalDateTime.class);
                    return utc == null ? null : (Long) Span.micros(utc);
                });
    }

    @Override
    public byte[] bytes(String column) {
        return get(column, null, result::getBytes);
    }

    /** MariaDB's and MySQL's are bytes. */
    @Override
    public UUID uid(String column) {
        return get(
                column,
                null,
                index -> {
                    Object value = result.getObject(index);
                    if (value instanceof byte[] bytes) {
                        ByteBuffer halves = ByteBuffer.wrap(bytes);
                        return new UUID(halves.getLong(), halves.getLong());
                    }
                    return (UUID) value;
                });
    }
}
