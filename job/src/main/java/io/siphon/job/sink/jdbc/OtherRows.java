package io.siphon.job.sink.jdbc;

import io.siphon.schema.Column;
import io.siphon.schema.ColumnType;
import io.siphon.schema.EpochMicros;
import io.siphon.schema.Table;
import io.siphon.schema.Text;
import io.siphon.schema.Uids;

import javax.annotation.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * Distinguishes rows that are written again from other rows with the same uid, and stores the
 * latter under another uid, which depends on their content: the next time it is the same. It is
 * asked only where a batch has uids that are there already, as when a journal or an archive is read
 * again.
 */
final class OtherRows {

    /** Rows that are asked for at a time. */
    private static final int PART = 200;

    private final Connection connection;
    private final Table<List<Object>> table;
    private final Dialect dialect;
    private final Uids uids;
    private final int uid;
    private final int time;
    private final List<Integer> content;

    OtherRows(Connection connection, Table<?> table, Database database) {
        this.connection = connection;
        this.table = table.ofValues();
        dialect = database.dialect();
        uids = database.uids();
        List<String> names = table.columns().stream().map(Column::name).toList();
        uid = names.indexOf("uid");
        time = names.indexOf(table.time());
        content = table.content().stream().map(names::indexOf).toList();
    }

    /** What the table has of the uids of these rows: the content of each. */
    Map<UUID, List<Object>> stored(List<List<Object>> rows) throws SQLException {
        Map<UUID, List<Object>> stored = new HashMap<>();
        for (int from = 0; from < rows.size(); from += PART) {
            read(rows.subList(from, Math.min(rows.size(), from + PART)), stored);
        }
        return stored;
    }

    private void read(List<List<Object>> rows, Map<UUID, List<Object>> into) throws SQLException {
        // Where messages are by day: a uid begins with their time, other days need not be looked
        // into.
        boolean byDay = dialect.storage().byDay(table);
        String sql =
                "SELECT uid, %1$s FROM %2$s WHERE uid IN (%3$s)"
                        .formatted(
                                String.join(", ", table.content()),
                                table.name(),
                                String.join(", ", Collections.nCopies(rows.size(), "?")));
        if (byDay) {
            sql += " AND %1$s >= ? AND %1$s < ?".formatted(table.time());
        }
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            for (int i = 0; i < rows.size(); i++) {
                bind(select, i + 1, (UUID) rows.get(i).get(uid));
            }
            if (byDay) {
                bindDays(select, rows);
            }
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    List<Object> values = new ArrayList<>(content.size());
                    for (int i = 0; i < content.size(); i++) {
                        values.add(
                                type(content.get(i)).isBytes()
                                        ? found.getBytes(i + 2)
                                        : found.getString(i + 2));
                    }
                    into.put(uid(found), values);
                }
            }
        }
    }

    private void bindDays(PreparedStatement select, List<List<Object>> rows) throws SQLException {
        LongSummaryStatistics times =
                rows.stream().mapToLong(row -> (Long) row.get(time)).summaryStatistics();
        LocalDate first = EpochMicros.utc(times.getMin()).toLocalDate();
        LocalDate last = EpochMicros.utc(times.getMax()).toLocalDate();
        select.setObject(rows.size() + 1, first.atStartOfDay());
        select.setObject(rows.size() + 2, last.plusDays(1).atStartOfDay());
    }

    private void bind(PreparedStatement select, int index, UUID uid) throws SQLException {
        if (dialect == Dialect.MARIADB) {
            select.setBytes(
                    index,
                    StatementBinder.octets(
                            uid.getMostSignificantBits(), uid.getLeastSignificantBits()));
        } else {
            select.setObject(index, uid);
        }
    }

    private ColumnType type(int column) {
        return table.columns().get(column).type();
    }

    /** What the database gives back of a value: text, bytes, or null. */
    @Nullable
    private Object stored(ColumnType type, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        boolean nul = !dialect.textWithoutNul();
        return switch (type) {
            case TEXT -> Text.fit((String) value, nul);
            case BYTES_AS_TEXT -> Text.fit(Text.decode((byte[]) value), nul);
            case BYTES_IF_TEXT ->
                    Text.holds((byte[]) value, nul) ? Text.decode((byte[]) value) : null;
            case BYTES_UNLESS_TEXT -> Text.holds((byte[]) value, nul) ? null : value;
            case BYTES -> value;
            default -> throw new IllegalArgumentException("not compared: " + type);
        };
    }

    private UUID uid(ResultSet row) throws SQLException {
        if (dialect != Dialect.MARIADB) {
            return row.getObject(1, UUID.class);
        }
        ByteBuffer octets = ByteBuffer.wrap(row.getBytes(1));
        return new UUID(octets.getLong(), octets.getLong());
    }

    /**
     * Stores those of the rows that differ from what the table has under their uid.
     *
     * @param stored see {@link #stored}; of the other uids the first row in the batch is stored
     * @return how many there are
     */
    int keep(List<List<Object>> rows, Map<UUID, List<Object>> stored) throws SQLException {
        List<List<Object>> others = new ArrayList<>();
        for (List<Object> row : rows) {
            UUID taken = (UUID) row.get(uid);
            List<Object> values = contentOf(row);
            List<Object> there = stored.putIfAbsent(taken, values);
            if (there != null && !same(there, values)) {
                List<Object> other = new ArrayList<>(row);
                other.set(uid, uids.instead(taken, octets(values)));
                others.add(other);
            }
        }
        if (!others.isEmpty()) {
            new BatchedInserts<>(connection, table, dialect).insert(others);
        }
        return others.size();
    }

    private List<Object> contentOf(List<Object> row) {
        List<Object> values = new ArrayList<>(content.size());
        for (int column : content) {
            values.add(stored(type(column), row.get(column)));
        }
        return values;
    }

    private static boolean same(List<Object> a, List<Object> b) {
        for (int i = 0; i < a.size(); i++) {
            if (!Objects.deepEquals(a.get(i), b.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Each value behind its length; null as -1. */
    private static byte[] octets(List<Object> values) {
        List<byte[]> parts = new ArrayList<>(values.size());
        int size = 0;
        for (Object value : values) {
            byte[] part =
                    value instanceof String text
                            ? text.getBytes(StandardCharsets.UTF_8)
                            : (byte[]) value;
            parts.add(part);
            size += Integer.BYTES + (part == null ? 0 : part.length);
        }
        ByteBuffer octets = ByteBuffer.allocate(size);
        for (byte[] part : parts) {
            octets.putInt(part == null ? -1 : part.length);
            if (part != null) {
                octets.put(part);
            }
        }
        return octets.array();
    }
}
