package io.siphon.console.api;

import io.siphon.schema.Column;
import io.siphon.schema.PlainText;
import io.siphon.schema.RowEncoder;
import io.siphon.schema.Table;
import io.siphon.schema.Text;
import io.siphon.schema.UtcText;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Rows as JSON: the names of their columns, times as {@code 2026-03-01T14:03:20.123456Z}. */
public final class Json {

    private static final ObjectMapper MAPPER = new JsonMapper();

    /** Columns that say nothing to a reader of JSON. */
    private static final Set<String> LEFT_OUT = Set.of("uid", "traced_user", "msg_raw", "sketch");

    private Json() {}

    /** Whether JSON has that column of a table. */
    static boolean isShown(Column<?> column) {
        return !LEFT_OUT.contains(column.name());
    }

    /** Text with control characters as escapes, which programs read as they were. */
    public static String write(Object value) {
        try {
            return PlainText.json(MAPPER.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String time(long micros) {
        return UtcText.iso(micros);
    }

    public static <T> List<Map<String, Object>> rows(Table<T> table, List<T> rows) {
        return rows.stream().map(row -> row(table, row)).toList();
    }

    /** NULL is null. */
    public static <T> Map<String, Object> row(Table<T> table, T row) {
        Map<String, Object> json = new LinkedHashMap<>();
        Value value = new Value();
        for (Column<T> column : table.columns()) {
            if (isShown(column)) {
                column.encode(row, value);
                json.put(column.name(), value.json);
            }
        }
        return json;
    }

    /** One column's value. */
    private static final class Value implements RowEncoder {
        private Object json;

        @Override
        public void none() {
            json = null;
        }

        @Override
        public void text(String value) {
            json = value;
        }

        @Override
        public void bytesAsText(byte[] value) {
            json = Text.decode(value);
        }

        @Override
        public void bytesIfText(byte[] value) {
            json = Text.decode(value);
        }

        @Override
        public void bytesUnlessText(byte[] value) {
            bytes(value);
        }

        @Override
        public void bytes(byte[] value) {
            json = Base64.getEncoder().encodeToString(value);
        }

        @Override
        public void number(long value) {
            json = value;
        }

        @Override
        public void integer(int value) {
            json = value;
        }

        @Override
        public void real(double value) {
            json = value;
        }

        @Override
        public void time(long micros) {
            json = Json.time(micros);
        }

        @Override
        public void uid(long high, long low) {
            json = new UUID(high, low).toString();
        }
    }
}
