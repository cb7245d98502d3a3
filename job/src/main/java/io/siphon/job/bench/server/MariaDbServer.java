package io.siphon.job.bench.server;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Debian's MariaDB on a free port, with an empty database {@code siphon}. Its default character set
 * is MariaDB's own, latin1, as on many an old installation.
 */
public final class MariaDbServer implements AutoCloseable {

    public static final String USER = "siphon";
    public static final String PASSWORD = "secret";

    private final ServerProcess server = new ServerProcess("mariadb", "mysql");
    private final int port = ServerProcess.freePort();
    private final List<String> command = new ArrayList<>();

    private MariaDbServer(String... arguments) {
        command.addAll(
                List.of(
                        ServerProcess.binary(
                                "mariadb-server", "/usr/sbin/mariadbd", "/usr/sbin/mysqld"),
                        "--no-defaults",
                        "--datadir=" + server.folder().resolve("data"),
                        "--tmpdir=" + server.folder(),
                        "--socket=" + server.folder().resolve("socket"),
                        "--pid-file=" + server.folder().resolve("pid"),
                        "--port=" + port,
                        "--bind-address=127.0.0.1",
                        "--skip-name-resolve",
                        "--innodb-flush-log-at-trx-commit=2"));
        command.addAll(List.of(arguments));
    }

    /**
     * Starts a new one.
     *
     * @param arguments {@code --default-time-zone=+05:45} …, of {@code mariadbd}
     */
    public static MariaDbServer started(String... arguments) {
        MariaDbServer mariaDb = new MariaDbServer(arguments);
        try {
            mariaDb.initialize();
            return mariaDb;
        } catch (RuntimeException e) {
            mariaDb.close();
            throw e;
        }
    }

    private void initialize() {
        server.run(
                ServerProcess.binary("mariadb-server", "/usr/bin/mariadb-install-db"),
                "--no-defaults",
                "--datadir=" + server.folder().resolve("data"),
                "--tmpdir=" + server.folder(),
                "--auth-root-authentication-method=normal",
                "--skip-test-db");
        server.start(command, () -> connect("mysql", "root", "").close());
        try (Connection root = connect("mysql", "root", "");
                Statement statement = root.createStatement()) {
            statement.execute("CREATE DATABASE siphon");
            statement.execute("CREATE USER siphon@'%' IDENTIFIED BY '" + PASSWORD + "'");
            statement.execute("GRANT ALL ON *.* TO siphon@'%'");
        } catch (SQLException e) {
            throw new IllegalStateException(server.tail(), e);
        }
    }

    /** {@code jdbc:mariadb://127.0.0.1:<port>/siphon}. */
    public String url() {
        return url("siphon");
    }

    public int port() {
        return port;
    }

    public long pid() {
        return server.pid();
    }

    /** A new connection to {@code siphon}. */
    public Connection connect() throws SQLException {
        return connect("siphon", USER, PASSWORD);
    }

    /** Starts it again after {@link #stop}, with its data. */
    public void start() {
        server.start(command, () -> connect().close());
    }

    /** Shuts it down; the data stay. */
    public void stop() {
        server.stop("TERM");
    }

    @Override
    public void close() {
        server.close();
    }

    private Connection connect(String database, String user, String password) throws SQLException {
        return DriverManager.getConnection(url(database), user, password);
    }

    private String url(String database) {
        return "jdbc:mariadb://127.0.0.1:" + port + "/" + database;
    }
}
