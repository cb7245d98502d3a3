package io.siphon.bench.lab;

import io.siphon.bench.server.MariaDbServer;
import io.siphon.bench.server.PostgresServer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Kamailio's own {@code sip_trace}, as its {@code kamdbctl} makes it, in a database apart from
 * Siphon's.
 */
public final class TraceTable {

    private final String kamailioModule;
    private final String kamailioUrl;
    private final String jdbcUrl;
    private final String user;
    private final String password;

    private TraceTable(
            String kamailioModule,
            String kamailioScheme,
            String jdbcScheme,
            int port,
            String database,
            String user,
            String password) {
        this.kamailioModule = kamailioModule;
        this.kamailioUrl =
                "%s://%s:%s@127.0.0.1:%d/%s"
                        .formatted(kamailioScheme, user, password, port, database);
        this.jdbcUrl = "jdbc:%s://127.0.0.1:%d/%s".formatted(jdbcScheme, port, database);
        this.user = user;
        this.password = password;
    }

    /** Creates it in a new database. */
    public static TraceTable in(PostgresServer server, String database) {
        execute(server::connect, "CREATE DATABASE " + database);
        TraceTable table =
                new TraceTable(
                        "db_postgres.so",
                        "postgres",
                        "postgresql",
                        server.port(),
                        database,
                        PostgresServer.USER,
                        PostgresServer.PASSWORD);
        table.create("kamailio-postgresql.sql");
        return table;
    }

    /** Creates it in a new database, of utf8mb4 where the server's default is latin1. */
    public static TraceTable in(MariaDbServer server, String database) {
        execute(server::connect, "CREATE DATABASE " + database + " CHARACTER SET utf8mb4");
        TraceTable table =
                new TraceTable(
                        "db_mysql.so",
                        "mysql",
                        "mariadb",
                        server.port(),
                        database,
                        MariaDbServer.USER,
                        MariaDbServer.PASSWORD);
        table.create("kamailio-mysql.sql");
        return table;
    }

    /** All rows, in the order that Kamailio wrote them. */
    public List<TraceRow> rows() throws SQLException {
        try (Connection connection = connect()) {
            return rows(connection, "sip_trace").stream()
                    .map(TraceRow::withReadableMessage)
                    .toList();
        }
    }

    /** All rows of a table of that shape, Siphon's as well as Kamailio's. */
    public static List<TraceRow> rows(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT " + TraceRow.COLUMNS + " FROM " + table + " ORDER BY id")) {
            List<TraceRow> rows = new ArrayList<>();
            while (row.next()) {
                rows.add(TraceRow.of(row));
            }
            return rows;
        }
    }

    public int count() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM sip_trace")) {
            row.next();
            return row.getInt(1);
        }
    }

    /** Of JDBC. */
    public String url() {
        return jdbcUrl;
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl, user, password);
    }

    String kamailioModule() {
        return kamailioModule;
    }

    String kamailioUrl() {
        return kamailioUrl;
    }

    private void create(String resource) {
        try {
            execute(this::connect, LabResource.text(resource).split(";\\s*\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Connector {
        Connection connect() throws SQLException;
    }

    private static void execute(Connector connector, String... statements) {
        try (Connection connection = connector.connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
