package io.siphon.job.sink.jdbc;

import io.siphon.schema.Table;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.annotation.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * MariaDB's and MySQL's tables of messages, by day of the row's own time: partition {@code
 * d20260301} and so on. Their ranges leave no gaps: before, between and behind the days are
 * partitions without rows, {@code until_20260301} and {@code later}, of which a day is cut off when
 * rows of it come. A row for whose day that could not be done is stored in one of these.
 *
 * <p>A unique key must have the column of the partitions: {@code (uid, time_stamp)}. As a uid
 * begins with the row's time, it is unique by itself even so.
 */
final class MariaDbPartitions {

    /** One partition; its range begins where the one before it ends. */
    private record Range(String name, @Nullable LocalDate day, @Nullable LocalDate end) {

        boolean isGap() {
            return day == null;
        }

        private String sql() {
            return "PARTITION %s VALUES LESS THAN (%s)"
                    .formatted(name, end == null ? "MAXVALUE" : "'" + end + "'");
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(MariaDbPartitions.class);

    private static final String LATER = "later";
    private static final Pattern DAY = Pattern.compile("d[0-9]{8}");

    /** Each is files that are open; the rows of more days are in the partitions between. */
    private static final int MOST = 1_000;

    /** Rows that are copied, under a lock, when a day is cut off the partition that has them. */
    private static final int FEW = 1_000;

    private static final int TRIES_OF_A_WRITER = 3;

    private final Connection connection;
    private final Table<?> table;
    private final String name;
    private final MariaDbDdl ddl;

    /**
     * @param connection each statement is a transaction
     */
    MariaDbPartitions(Connection connection, Table<?> table) {
        this(connection, table, table.name());
    }

    /**
     * @param name of a table like {@code table}, which is to take its place
     */
    MariaDbPartitions(Connection connection, Table<?> table, String name) {
        this.connection = connection;
        this.table = table;
        this.name = name;
        ddl = new MariaDbDdl(connection);
    }

    Partitions partitions() throws SQLException {
        List<Range> ranges = ranges();
        if (ranges.isEmpty()) {
            return Partitions.none(table);
        }
        SortedMap<LocalDate, String> days = new TreeMap<>();
        List<String> rest = new ArrayList<>();
        for (Range range : ranges) {
            if (range.isGap()) {
                rest.add(range.name());
            } else {
                days.put(range.day(), range.name());
            }
        }
        return new Partitions(days, rest.isEmpty() ? null : String.join(", ", rest), null);
    }

    /** In their order; none where the table is not partitioned. */
    private List<Range> ranges() throws SQLException {
        List<Range> ranges = new ArrayList<>();
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT partition_name, partition_description FROM information_schema.partitions WHERE table_schema = DATABASE() AND table_name = ? AND partition_name IS NOT NULL ORDER BY partition_ordinal_position")) {
            select.setString(1, name);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    String partition = rows.getString(1);
                    String bound = rows.getString(2);
                    LocalDate end =
                            bound.equals("MAXVALUE")
                                    ? null
                                    : LocalDate.parse(bound.substring(1, 11));
                    boolean day = end != null && DAY.matcher(partition).matches();
                    ranges.add(new Range(partition, day ? end.minusDays(1) : null, end));
                }
            }
        }
        return ranges;
    }

    /**
     * Makes a table that is not partitioned into one that is, with the days of its rows. The
     * database copies it, and writers wait.
     *
     * @param atMost bytes; a larger table is left as it is
     */
    void takeOver(LocalDate today, long atMost) throws SQLException, InterruptedException {
        if (there()) {
            return;
        }
        long bytes = new MariaDbStorage().size(connection, table, name, false).bytes();
        if (bytes > atMost) {
            LOG.debug("{} is not partitioned at once: it has {} MB", name, bytes >> 20);
            return;
        }
        SortedSet<LocalDate> days = days();
        days.add(today);
        String sql = byDay(days);
        ddl.alone(name, MariaDbDdl.PATIENCE_SECONDS, () -> ddl.patiently(MariaDbDdl.TRIES, sql));
        LOG.info("{} is partitioned by day", name);
    }

    /** What gives a table partitions of these days; the database copies its rows. */
    String byDay(SortedSet<LocalDate> days) {
        return "ALTER TABLE %1$s DROP PRIMARY KEY, ADD PRIMARY KEY (id, %2$s), DROP INDEX %3$s_uid, ADD UNIQUE INDEX %3$s_uid (uid, %2$s) PARTITION BY RANGE COLUMNS (%2$s) (%4$s)"
                .formatted(name, table.time(), table.name(), sql(ranges(days)));
    }

    /** Whether the table is there, and partitioned. */
    boolean there() throws SQLException {
        return !ranges().isEmpty();
    }

    private SortedSet<LocalDate> days() throws SQLException {
        SortedSet<LocalDate> days = new TreeSet<>();
        try (Statement select = connection.createStatement();
                ResultSet rows =
                        select.executeQuery(
                                "SELECT DISTINCT CAST(%s AS DATE) FROM %s LIMIT %d"
                                        .formatted(table.time(), name, MOST / 4))) {
            while (rows.next()) {
                days.add(rows.getObject(1, LocalDate.class));
            }
        }
        return days;
    }

    private static List<Range> ranges(SortedSet<LocalDate> days) {
        List<Range> ranges = new ArrayList<>();
        LocalDate end = null;
        for (LocalDate day : days) {
            if (!day.equals(end)) {
                ranges.add(until(day));
            }
            ranges.add(of(day));
            end = day.plusDays(1);
        }
        ranges.add(new Range(LATER, null, null));
        return ranges;
    }

    private static Range of(LocalDate day) {
        return new Range("d" + day.format(DateTimeFormatter.BASIC_ISO_DATE), day, day.plusDays(1));
    }

    private static Range until(LocalDate end) {
        return new Range("until_" + end.format(DateTimeFormatter.BASIC_ISO_DATE), null, end);
    }

    private static String sql(List<Range> ranges) {
        return String.join(", ", ranges.stream().map(Range::sql).toList());
    }

    /** Makes the partitions of these days that there are not yet. */
    void make(Collection<LocalDate> days) throws SQLException, InterruptedException {
        List<Range> there = ranges();
        if (there.isEmpty() || days.stream().allMatch(day -> covering(there, day) < 0)) {
            return;
        }
        ddl.alone(name, 1, () -> makeAlone(days));
    }

    /** As {@link #make}, by the only process that changes the table. */
    void makeAlone(Collection<LocalDate> days) throws SQLException, InterruptedException {
        for (LocalDate day : days) {
            make(day);
        }
    }

    /** The gap that has a day; -1 where the day has a partition. */
    private static int covering(List<Range> ranges, LocalDate day) {
        for (int i = 0; i < ranges.size(); i++) {
            LocalDate end = ranges.get(i).end();
            if (end == null || end.isAfter(day)) {
                return ranges.get(i).isGap() ? i : -1;
            }
        }
        return -1;
    }

    private void make(LocalDate day) throws SQLException, InterruptedException {
        List<Range> ranges = ranges();
        int gap = covering(ranges, day);
        if (gap < 0 || ranges.size() >= MOST || hasMany(ranges.get(gap))) {
            return;
        }
        List<Range> pieces = new ArrayList<>();
        if (gap == 0 || !ranges.get(gap - 1).end().equals(day)) {
            pieces.add(until(day));
        }
        pieces.add(of(day));
        if (!day.plusDays(1).equals(ranges.get(gap).end())) {
            pieces.add(ranges.get(gap));
        }
        ddl.patiently(TRIES_OF_A_WRITER, reorganize(List.of(ranges.get(gap)), pieces));
    }

    private String reorganize(List<Range> from, List<Range> into) {
        return "ALTER TABLE %s REORGANIZE PARTITION %s INTO (%s)"
                .formatted(
                        name,
                        String.join(", ", from.stream().map(Range::name).toList()),
                        sql(into));
    }

    private boolean hasMany(Range range) throws SQLException {
        try (Statement select = connection.createStatement();
                ResultSet row =
                        select.executeQuery(
                                "SELECT 1 FROM %s PARTITION (%s) LIMIT 1 OFFSET %d"
                                        .formatted(name, range.name(), FEW))) {
            return row.next();
        }
    }

    /** Drops the rows of a partition, and makes its range part of the gaps beside it. */
    void drop(String partition) throws SQLException, InterruptedException {
        ddl.alone(
                name,
                MariaDbDdl.PATIENCE_SECONDS,
                () -> {
                    ddl.patiently(
                            MariaDbDdl.TRIES,
                            "ALTER TABLE %s TRUNCATE PARTITION %s".formatted(name, partition));
                    close(partition);
                });
    }

    private void close(String partition) throws SQLException, InterruptedException {
        List<Range> ranges = ranges();
        for (int i = 0; i < ranges.size(); i++) {
            if (!ranges.get(i).name().equals(partition)) {
                continue;
            }
            List<Range> from = new ArrayList<>();
            if (i > 0 && ranges.get(i - 1).isGap() && !hasMany(ranges.get(i - 1))) {
                from.add(ranges.get(i - 1));
            }
            from.add(ranges.get(i));
            LocalDate end = ranges.get(i).end();
            Range next = ranges.get(i + 1);
            if (next.isGap() && next.end() != null && !hasMany(next)) {
                from.add(next);
                end = next.end();
            }
            ddl.patiently(MariaDbDdl.TRIES, reorganize(from, List.of(until(end))));
            return;
        }
    }
}
