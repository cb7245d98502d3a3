package io.siphon.console.search;

import io.siphon.schema.EpochMicros;
import io.siphon.schema.Row;

import java.util.ArrayList;
import java.util.List;

import static java.util.stream.Collectors.joining;

/** Order of the rows of a subject by its key, and what comes after one of them. */
final class KeyOrder {

    private final Subject subject;
    private final List<String> columns;
    private final boolean ascending;

    KeyOrder(Subject subject, boolean ascending) {
        this.subject = subject;
        this.columns = subject.order();
        this.ascending = ascending;
    }

    List<String> columns() {
        return columns;
    }

    String orderBy() {
        String direction = ascending ? "" : " DESC";
        return columns.stream()
                .map(column -> "t." + column + direction)
                .collect(joining(", ", " ORDER BY ", ""));
    }

    Cursor key(Row row) {
        long micros = row.time(columns.get(0));
        List<String> rest = new ArrayList<>();
        for (String column : columns.subList(1, columns.size())) {
            rest.add(isText(column) ? row.text(column) : String.valueOf(row.number(column, 0)));
        }
        return new Cursor(micros, rest);
    }

    /** {@code (a < ? OR (a = ? AND (b < ?)))}: no database wants row values with every index. */
    String after(Cursor cursor, List<Object> values) {
        String sign = ascending ? " > ?" : " < ?";
        StringBuilder sql = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
            String column = "t." + columns.get(i);
            Object value = i == 0 ? EpochMicros.utc(cursor.micros()) : value(i, cursor);
            sql.append("(").append(column).append(sign);
            values.add(value);
            if (i < columns.size() - 1) {
                sql.append(" OR (").append(column).append(" = ? AND ");
                values.add(value);
            }
        }
        return sql.append(")").append("))".repeat(columns.size() - 1)).toString();
    }

    private Object value(int index, Cursor cursor) {
        String text = cursor.rest().get(index - 1);
        if (isText(columns.get(index))) {
            return text;
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new QueryException("after: got " + cursor + ", expected what next gave", 0);
        }
    }

    private boolean isText(String column) {
        return subject == Subject.CALLS && column.equals("call_id");
    }
}
