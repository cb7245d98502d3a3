package io.siphon.console.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.Map;

/**
 * A row of {@code measurements}: one window of one series. Fields that its kind of metric has not
 * are 0.
 *
 * @param fromMicros first µs of the window
 * @param toMicros first µs after it
 * @param tags by name; those without a value are missing
 * @param sketch of a distribution, else null
 */
public record StoredWindow(
        long fromMicros,
        long toMicros,
        Map<String, String> tags,
        double count,
        double max,
        byte[] sketch) {

    static final String COLUMNS = "window_start, window_end, tags, count, max, sketch";

    static StoredWindow of(ResultSet row) throws SQLException {
        return new StoredWindow(
                Span.micros(row.getObject(1, LocalDateTime.class)),
                Span.micros(row.getObject(2, LocalDateTime.class)),
                TagLine.parse(row.getString(3)),
                row.getDouble(4),
                row.getDouble(5),
                row.getBytes(6));
    }

    /** Empty when the series has no such tag. */
    public String tag(String name) {
        return tags.getOrDefault(name, "");
    }
}
