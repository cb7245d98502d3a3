package io.siphon.job.sink.jdbc;

import io.siphon.udf.payload.Uids;

import javax.annotation.Nullable;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * A table of ours, as the migrations make it, and how records become its rows.
 *
 * @param key names of the columns that tell two rows apart
 * @param replaces whether a row with a known key replaces the one that is there, else it is dropped
 *     as a rewrite of the same
 * @param settled column that says that a row is final: one that has it is not replaced by one that
 *     has it not, as when half of a call is read again; null when there is none
 * @param content columns in which two rows of one uid must agree, else they are two messages; empty
 *     where that is not looked at
 * @param bytes rough size of a row
 */
record Table<T>(
        String name,
        List<String> key,
        boolean replaces,
        @Nullable String settled,
        List<String> content,
        ToIntFunction<T> bytes,
        List<Column<T>> columns) {

    Table(
            String name,
            List<String> key,
            boolean replaces,
            ToIntFunction<T> bytes,
            List<Column<T>> columns) {
        this(name, key, replaces, null, List.of(), bytes, columns);
    }

    Table<T> settledBy(String column) {
        return new Table<>(name, key, replaces, column, content, bytes, columns);
    }

    Table<T> comparing(String... names) {
        return new Table<>(name, key, replaces, settled, List.of(names), bytes, columns);
    }

    /** The same in a store whose uids have that secret. */
    Table<T> with(Uids uids) {
        return new Table<>(
                name,
                key,
                replaces,
                settled,
                content,
                bytes,
                columns.stream().map(c -> c.with(uids)).toList());
    }

    String names(Function<Column<T>, String> each, String separator) {
        return columns.stream().map(each).collect(Collectors.joining(separator));
    }

    String keyNames(Function<String, String> each, String separator) {
        return key.stream().map(each).collect(Collectors.joining(separator));
    }

    /** The columns that are not of the key; without those that come out as null. */
    String others(Function<String, String> each, String separator) {
        return columns.stream()
                .map(Column::name)
                .filter(name -> !key.contains(name))
                .map(each)
                .filter(Objects::nonNull)
                .collect(Collectors.joining(separator));
    }

    /** The statement that stores one row. */
    String sql(Dialect dialect) {
        return replaces ? dialect.replace(this) : dialect.insertMissing(this);
    }

    void bind(PreparedStatement statement, T row, Dialect dialect) throws SQLException {
        int index = 1;
        for (Column<T> column : columns) {
            column.type().bind(statement, index++, column.value().apply(row), dialect);
        }
    }

    /**
     * The last row of each key: one statement must not replace a row twice (PostgreSQL, 21000), and
     * need not.
     */
    List<T> lastOfEach(List<T> rows) {
        if (!replaces) {
            return rows;
        }
        List<Function<T, Object>> keys =
                columns.stream().filter(c -> key.contains(c.name())).map(Column::value).toList();
        Map<List<Object>, T> last = new LinkedHashMap<>();
        for (T row : rows) {
            List<Object> values = new ArrayList<>(keys.size());
            keys.forEach(value -> values.add(value.apply(row)));
            last.remove(values);
            last.put(values, row);
        }
        return new ArrayList<>(last.values());
    }

    /** The same of what {@link #columns} make of a row. */
    Table<List<Object>> ofValues() {
        List<Column<List<Object>>> ofValues = new ArrayList<>(columns.size());
        for (Column<T> column : columns) {
            int index = ofValues.size();
            ofValues.add(new Column<>(column.name(), column.type(), values -> values.get(index)));
        }
        return new Table<>(name, key, replaces, settled, content, values -> 0, ofValues);
    }

    /** What {@link #columns} make of a row. */
    List<Object> values(T row) {
        List<Object> values = new ArrayList<>(columns.size());
        columns.forEach(column -> values.add(column.value().apply(row)));
        return values;
    }

    /** The row in words, for the quarantine: {@code callid=a1, method=INVITE, …}. */
    String describe(T row) {
        return names(c -> c.name() + "=" + ColumnType.describe(c.value().apply(row)), ", ");
    }
}
