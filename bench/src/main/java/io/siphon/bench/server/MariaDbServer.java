package io.siphon.bench.server;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Debian's MariaDB on a free port, with an empty database {@code siphon}. Its default character set
 * is MariaDB's own, latin1, as on many an old installation.
 */
public final class MariaDbServer extends DatabaseServer {

    private MariaDbServer(String... arguments) {
        super("mariadb", "mysql", "jdbc:mariadb", "TERM");
        command.addAll(
                List.of(
                        ServerProcess.binary(
                                "mariadb-server", "/usr/sbin/mariadbd", "/usr/sbin/mysqld"),
                        "--no-defaults",
                        "--datadir=" + data(server),
                        "--tmpdir=" + server.folder(),
                        "--socket=" + server.folder().resolve("socket"),
                        "--pid-file=" + server.folder().resolve("pid"),
                        "--port=" + port,
                        "--bind-address=127.0.0.1",
                        "--skip-name-resolve",
                        "--innodb-flush-log-at-trx-commit=2",
                        // as fsync=off in PostgreSQL
                        "--innodb-flush-method=nosync",
                        "--debug-no-sync"));
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

    @Override
    void makeData(ServerProcess empty) {
        empty.run(
                ServerProcess.binary("mariadb-server", "/usr/bin/mariadb-install-db"),
                "--no-defaults",
                "--datadir=" + data(empty),
                "--tmpdir=" + empty.folder(),
                "--auth-root-authentication-method=normal",
                "--skip-test-db");
    }

    private void initialize() {
        copyEmptyData();
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
}
