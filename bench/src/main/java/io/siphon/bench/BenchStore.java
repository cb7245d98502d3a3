package io.siphon.bench;

import io.siphon.bench.server.DatabaseServer;
import io.siphon.bench.server.MariaDbServer;
import io.siphon.bench.server.PostgresServer;
import io.siphon.job.config.JdbcSection;
import io.siphon.job.config.JobConfig;
import io.siphon.job.sink.jdbc.JdbcOutput;
import io.siphon.job.sink.jdbc.PruneByHand;

import org.apache.flink.configuration.Configuration;

import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;

/** The database of a benchmark: started for it, with its own folder and port, and thrown away. */
final class BenchStore implements AutoCloseable {

    /** Which one. */
    enum Kind {
        H2,
        POSTGRES,
        MARIADB
    }

    private static final long PREFILL_PART = 500_000;

    private final Kind kind;
    private final DatabaseServer server;
    final String url;
    final String user;
    final String password;

    private BenchStore(Kind kind, DatabaseServer server) {
        this.kind = kind;
        this.server = server;
        url = server.url();
        user = DatabaseServer.USER;
        password = DatabaseServer.PASSWORD;
    }

    private BenchStore(String url) {
        kind = Kind.POSTGRES;
        server = null;
        this.url = url;
        user = DatabaseServer.USER;
        password = DatabaseServer.PASSWORD;
    }

    private BenchStore(Path folder) {
        kind = Kind.H2;
        server = null;
        url = JdbcOutput.embeddedUrl(folder.toString());
        user = "sa";
        password = "";
    }

    /**
     * @param folder for H2's file
     */
    static BenchStore start(Kind kind, Path folder) {
        return switch (kind) {
            case H2 -> new BenchStore(folder);
            // as Debian configures it, but for the commit times that latency is read from
            case POSTGRES ->
                    new BenchStore(
                            kind, PostgresServer.started("fsync=on", "track_commit_timestamp=on"));
            case MARIADB ->
                    new BenchStore(
                            kind,
                            MariaDbServer.started(
                                    "--innodb-flush-log-at-trx-commit=1",
                                    "--innodb-flush-method=O_DIRECT",
                                    "--skip-debug-no-sync"));
        };
    }

    /** A PostgreSQL that is there already and stays, with the user and password of the others. */
    static BenchStore kept(String url) {
        return new BenchStore(url);
    }

    /** Makes Siphon's tables, and where the database keeps no commit times, a column for them. */
    void prepare() throws SQLException {
        new JdbcOutput().prepare(config());
        if (kind == Kind.MARIADB) {
            execute(
                    "ALTER TABLE sip_trace ADD COLUMN stored_at DATETIME(6) DEFAULT"
                            + " CURRENT_TIMESTAMP(6)");
        } else if (kind == Kind.H2) {
            execute(
                    "ALTER TABLE sip_trace ADD COLUMN stored_at TIMESTAMP(6) DEFAULT"
                            + " LOCALTIMESTAMP(6)");
        }
    }

    private JobConfig config() {
        Configuration options = new Configuration();
        options.set(JdbcSection.URL, url);
        options.set(JdbcSection.USER, user);
        options.set(JdbcSection.PASSWORD, password);
        return JobConfig.from(options);
    }

    /** Adds up past days, as a job does every hour. */
    void addUp() throws InterruptedException {
        PruneByHand.of(config()).addUp(Clock.systemUTC());
    }

    /** Puts in messages of the days before, so that tables and indexes are as large as they get. */
    void prefill(long messages, PrintStream progress) throws SQLException {
        if (kind == Kind.POSTGRES) {
            execute(Prefill.partitions(messages).toArray(String[]::new));
        }
        for (long done = 0; done < messages; done += PREFILL_PART) {
            long end = Math.min(messages, done + PREFILL_PART) - 1;
            execute(Prefill.rows(kind, done, end));
            progress.printf("prefilled %,d of %,d%n", end + 1, messages);
        }
        if (messages > 0 && kind == Kind.POSTGRES) {
            execute("VACUUM ANALYZE sip_message", "CHECKPOINT");
        } else if (messages > 0 && kind == Kind.MARIADB) {
            // INSERT … SELECT reserves more numbers than it uses
            execute("ANALYZE TABLE sip_trace", "ALTER TABLE sip_trace AUTO_INCREMENT = 1");
        }
    }

    /** CPU seconds so far; H2 is in Siphon's own. */
    double cpuSeconds() {
        return server == null ? 0 : CpuTime.seconds(server.pid());
    }

    /** Whether it can be asked while Siphon runs: H2's file belongs to one process at a time. */
    boolean isShared() {
        return kind != Kind.H2;
    }

    /** Whether each connection has a process of its own, whose CPU can be read. */
    boolean hasProcesses() {
        return kind == Kind.POSTGRES;
    }

    /** Rows that come into tables from now on; each table has an {@code id} that counts up. */
    StoredCount rowsFromNow(String... tables) throws SQLException {
        return new StoredRows(this, tables);
    }

    long rows(String table) throws SQLException {
        return number("SELECT COUNT(*) FROM " + table);
    }

    /** What room tables take. */
    List<TableBytes> sizes(String... tables) throws SQLException {
        try (Connection connection = connect()) {
            return StoredBytes.of(connection, kind, tables);
        }
    }

    /** The last {@code id} given out. */
    long newestId(String table) throws SQLException {
        return number(
                kind == Kind.POSTGRES
                        // no tree has it
                        ? "SELECT COALESCE(pg_sequence_last_value(pg_get_serial_sequence('%s', 'id')), 0)"
                                .formatted(relation(table))
                        : "SELECT COALESCE(MAX(id), 0) FROM " + table);
    }

    /** What has a table's rows in PostgreSQL, where {@code sip_trace} is a view. */
    static String relation(String table) {
        return table.equals("sip_trace") ? "sip_message" : table;
    }

    /** From a message's time to its commit, ms, of the messages since a time (epoch s). */
    long latencyMs(double quantile, long sinceEpochSecond) throws SQLException {
        String since =
                "time_stamp >= '"
                        + java.time.LocalDateTime.ofEpochSecond(
                                        sinceEpochSecond, 0, java.time.ZoneOffset.UTC)
                                .toString()
                                .replace('T', ' ')
                        + "'";
        return switch (kind) {
            case POSTGRES ->
                    number(
                            "SELECT percentile_disc("
                                    + quantile
                                    + ") WITHIN GROUP (ORDER BY"
                                    + " extract(epoch from (pg_xact_commit_timestamp(xmin) AT TIME ZONE"
                                    + " 'UTC' - time_stamp)) * 1000 - time_us / 1000.0) FROM sip_message"
                                    + " WHERE "
                                    + since);
            case MARIADB ->
                    number(
                            "SELECT DISTINCT PERCENTILE_DISC("
                                    + quantile
                                    + ") WITHIN GROUP (ORDER"
                                    + " BY TIMESTAMPDIFF(MICROSECOND, time_stamp, stored_at) / 1000 -"
                                    + " time_us / 1000) OVER () FROM sip_trace WHERE "
                                    + since);
            case H2 ->
                    number(
                            "SELECT PERCENTILE_DISC("
                                    + quantile
                                    + ") WITHIN GROUP (ORDER BY"
                                    + " DATEDIFF(MICROSECOND, time_stamp, stored_at) / 1000 - time_us /"
                                    + " 1000) FROM sip_trace WHERE "
                                    + since);
        };
    }

    long number(String query) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return Math.round(row.getDouble(1));
        }
    }

    void execute(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url, user, password);
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }
}
