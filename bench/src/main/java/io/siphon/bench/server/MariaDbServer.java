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
}
