package io.siphon.bench.testutils;

import io.siphon.bench.server.MariaDbServer;
import io.siphon.bench.server.PostgresServer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The servers themselves: they start, keep their data over an outage, and go away. */
@Timeout(600)
class ServersE2ECase {

    @Test
    void postgresKeepsItsDataOverAnOutage() throws SQLException {
        try (PostgresServer postgres = PostgresServer.started("timezone=Asia/Kolkata")) {
            execute(postgres.connect(), "CREATE TABLE t (v INT)", "INSERT INTO t VALUES (42)");
            postgres.stop();
            assertThatThrownBy(postgres::connect).isInstanceOf(SQLException.class);
            postgres.start();
            assertThat(query(postgres.connect(), "SELECT v FROM t")).isEqualTo("42");
            assertThat(query(postgres.connect(), "SHOW server_encoding")).isEqualTo("UTF8");
        }
    }

    @Test
    void mariaDbKeepsItsDataOverAnOutage() throws SQLException {
        try (MariaDbServer mariaDb = MariaDbServer.started("--default-time-zone=+05:45")) {
            execute(mariaDb.connect(), "CREATE TABLE t (v INT)", "INSERT INTO t VALUES (42)");
            mariaDb.stop();
            assertThatThrownBy(mariaDb::connect).isInstanceOf(SQLException.class);
            mariaDb.start();
            assertThat(query(mariaDb.connect(), "SELECT v FROM t")).isEqualTo("42");
        }
    }

    @Test
    void influxKeepsItsDataOverAnOutage() {
        try (InfluxServer influx = InfluxServer.started()) {
            influx.query("", "CREATE DATABASE siphon");
            influx.stop();
            assertThatThrownBy(() -> influx.query("", "SHOW DATABASES"))
                    .isInstanceOf(RuntimeException.class);
            influx.start();
            assertThat(influx.query("", "SHOW DATABASES")).contains("siphon");
        }
    }

    private static void execute(Connection connection, String... statements) throws SQLException {
        try (connection;
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static String query(Connection connection, String sql) throws SQLException {
        try (connection;
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
