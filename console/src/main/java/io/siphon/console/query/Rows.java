package io.siphon.console.query;

import io.siphon.console.store.ReadOnlyQuery;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Rows of any table as Java's values, the same from every database: names in lower case, numbers,
 * booleans, text, null; times as text with their microseconds.
 */
abstract class Rows implements ReadOnlyQuery.Answer {

    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

    private final List<String> names = new ArrayList<>();
    private final List<Integer> types = new ArrayList<>();
    private final List<Boolean> wholeSeconds = new ArrayList<>();

    @Override
    public final void columns(ResultSetMetaData columns) throws SQLException {
        Map<String, Integer> seen = new LinkedHashMap<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            String label = columns.getColumnLabel(i);
            String name =
                    label.equals(label.toUpperCase(Locale.ROOT))
                            ? label.toLowerCase(Locale.ROOT)
                            : label;
            int times = seen.merge(name, 1, Integer::sum);
            names.add(times == 1 ? name : name + "_" + times);
            types.add(columns.getColumnType(i));
            wholeSeconds.add(columns.getScale(i) == 0);
        }
        begin(names);
    }

    @Override
    public final void row(ResultSet row) throws SQLException {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            values.add(value(row, i));
        }
        add(values);
    }

    abstract void begin(List<String> names);

    /**
     * @param values {@link Number}, {@link Boolean}, {@link String} or null
     */
    abstract void add(List<Object> values);

    abstract void end();

    private Object value(ResultSet row, int column) throws SQLException {
        int at = column + 1;
        Object value =
                switch (types.get(column)) {
                    case Types.TIMESTAMP -> time(row.getObject(at, LocalDateTime.class), column);
                    case Types.TIMESTAMP_WITH_TIMEZONE ->
                            zoned(row.getObject(at, OffsetDateTime.class), column);
                    case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB ->
                            text(row.getBytes(at));
                    case Types.TINYINT,
                            Types.SMALLINT,
                            Types.INTEGER,
                            Types.BIGINT,
                            Types.REAL,
                            Types.FLOAT,
                            Types.DOUBLE,
                            Types.NUMERIC,
                            Types.DECIMAL ->
                            number(row.getObject(at));
                    case Types.BOOLEAN, Types.BIT ->
                            row.getObject(at) instanceof Boolean known ? known : row.getString(at);
                    default -> row.getString(at);
                };
        return row.wasNull() ? null : value;
    }

    private static Object number(Object value) {
        return value == null || value instanceof Number ? value : value.toString();
    }

    private String time(LocalDateTime time, int column) {
        return time == null ? null : time.format(wholeSeconds.get(column) ? SECONDS : MICROS);
    }

    private String zoned(OffsetDateTime time, int column) {
        return time == null
                ? null
                : time(time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime(), column) + "Z";
    }

    /** The text that the bytes are, else their digits: {@code 0x…}. */
    private static String text(byte[] bytes) {
        if (bytes == null) {
            return null;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return "0x" + HexFormat.of().formatHex(bytes);
        }
    }
}
