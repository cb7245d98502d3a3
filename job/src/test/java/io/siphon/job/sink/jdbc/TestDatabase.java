package io.siphon.job.sink.jdbc;

import io.siphon.job.sink.DirectWrites;
import io.siphon.job.sink.RowRefusedException;
import io.siphon.schema.Column;
import io.siphon.schema.Table;
import io.siphon.schema.Tables;
import io.siphon.schema.Trace;
import io.siphon.sources.Secret;

import org.flywaydb.core.Flyway;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** A database that tests write to by the real targets, and ask in plain SQL. */
record TestDatabase(Database database) {

    static TestDatabase at(String url, String user, String password) {
        Dialect dialect = Dialect.of(url);
        return new TestDatabase(
                new Database(dialect, dialect.driverUrl(url), user, Secret.of(password)));
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(
                database.url(), database.user(), database.password().read());
    }

    void execute(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Drops whatever is there, and makes our tables. */
    void recreate() throws SQLException {
        clear();
        Schema.migrate(database);
    }

    /** Makes the tables of version 0.1, in place of whatever is there. */
    void recreateAsOfVersion01() throws SQLException {
        String version = database.dialect() == Dialect.POSTGRESQL ? "8" : "7";
        clear();
        flyway(version);
    }

    private void flyway(String version) {
        Flyway.configure(getClass().getClassLoader())
                .dataSource(database.url(), database.user(), database.password().read())
                .locations("classpath:db/migration/" + database.dialect().folder())
                .table(Schema.HISTORY)
                .target(version)
                .placeholders(Map.of("no_pad", "utf8mb4_nopad_bin"))
                .load()
                .migrate();
    }

    void migrate() {
        Schema.migrate(database);
    }

    void clear() throws SQLException {
        switch (database.dialect()) {
            case H2 -> execute("DROP ALL OBJECTS");
            case POSTGRESQL -> execute("DROP SCHEMA public CASCADE", "CREATE SCHEMA public");
            default -> execute("DROP DATABASE siphon", "CREATE DATABASE siphon", "USE siphon");
        }
    }

    <T> DirectWrites<T> target(Table<T> table) {
        return new DirectWrites<>(database.dialect().target(database, table));
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    final <T> void write(Table<T> table, T... rows) throws Exception {
        try (DirectWrites<T> target = target(table)) {
            target.write(List.of(rows));
        }
    }

    /** Makes all tables, and partitions none. */
    void migrateWithoutPartitions() {
        flyway("latest");
    }

    /** What has the rows of messages: in PostgreSQL {@code sip_trace} is a view. */
    String messages() {
        return database.dialect().statements().relation(Tables.SIP_TRACE);
    }

    /** Writes messages into the tables of version 0.1, which have no offsets of clocks. */
    void writeAsVersion01(Trace... messages) throws Exception {
        execute("ALTER TABLE sip_trace ADD COLUMN clock_offset_ms INTEGER");
        if (database.dialect() == Dialect.POSTGRESQL) {
            Table<Trace> table = Tables.SIP_TRACE.with(database.uids());
            try (Connection connection = connect()) {
                new BatchedInserts<>(
                                connection,
                                table,
                                database.dialect(),
                                "INSERT INTO sip_trace (%s) VALUES (%s)"
                                        .formatted(
                                                table.names(Column::name, ", "),
                                                table.names(c -> "?", ", ")))
                        .insert(List.of(messages));
            }
        } else {
            write(Tables.SIP_TRACE, messages);
        }
        execute("ALTER TABLE sip_trace DROP COLUMN clock_offset_ms");
    }

    <T> void quarantine(Table<T> table, T row, String why) throws Exception {
        try (DirectWrites<T> target = target(table)) {
            target.quarantine(row, new RowRefusedException(why, new SQLException(why)));
        }
    }

    /** Rows as text, the same in each database: times in ISO 8601, bytes in hex, null as "-". */
    List<List<String>> rows(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<List<String>> rows = new ArrayList<>();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(text(result, i));
                }
                rows.add(row);
            }
            return rows;
        }
    }

    /** The only row. */
    List<String> row(String sql) throws SQLException {
        List<List<String>> rows = rows(sql);
        if (rows.size() != 1) {
            throw new AssertionError("expected one row, got " + rows);
        }
        return rows.get(0);
    }

    int count(String table) throws SQLException {
        return Integer.parseInt(row("SELECT count(*) FROM " + table).get(0));
    }

    private static String text(ResultSet result, int column) throws SQLException {
        Object value = result.getObject(column);
        if (value == null) {
            return "-";
        }
        if (value instanceof java.sql.Timestamp) {
            return result.getObject(column, LocalDateTime.class).toString();
        }
        return value instanceof byte[] bytes
                ? HexFormat.of().formatHex(bytes)
                : String.valueOf(value).replaceFirst("^(-?\\d+)\\.0$", "$1");
    }
}
