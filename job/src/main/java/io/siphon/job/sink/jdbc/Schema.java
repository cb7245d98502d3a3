package io.siphon.job.sink.jdbc;

import io.siphon.job.config.ConfigurationException;
import io.siphon.job.config.ErrorText;

import org.apache.flink.connector.jdbc.datasource.connections.SimpleJdbcConnectionProvider;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.annotation.Nullable;

import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Creates and migrates the tables by the migrations under {@code db/migration}. */
final class Schema {

    static final String HISTORY = "siphon_schema_history";

    /** {@code ErrorCode.DATABASE_ALREADY_OPEN_1}. */
    private static final int H2_FILE_LOCKED = 90020;

    /** Bytes of a table that is partitioned while Siphon starts. */
    private static final long SMALL = 256L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Schema.class);

    private Schema() {}

    /**
     * Reaches the database and migrates it.
     *
     * @throws ConfigurationException one sentence, when it cannot be reached or used
     */
    static void migrate(Database database) {
        flyway(database);
        if (database.dialect() != Dialect.H2) {
            partition(database);
        }
    }

    /** Small tables at once; what stays to be done is done while the job runs. */
    private static void partition(Database database) {
        SimpleJdbcConnectionProvider connections =
                new SimpleJdbcConnectionProvider(database.connectionOptions());
        try {
            database.dialect()
                    .storage()
                    .partition(
                            connections.getOrEstablishConnection(),
                            LocalDate.now(ZoneOffset.UTC),
                            SMALL,
                            new CountDownLatch(1));
        } catch (SQLException e) {
            LOG.warn("{}: not partitioned: {}", database, database.words(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        } finally {
            connections.closeConnection();
        }
    }

    private static void flyway(Database database) {
        String noPad = reach(database);
        try {
            Flyway.configure(Schema.class.getClassLoader())
                    .dataSource(database.url(), database.user(), database.password().read())
                    .locations("classpath:db/migration/" + database.dialect().folder())
                    .table(HISTORY)
                    // Other tables in the same schema are none of our business.
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .placeholders(Map.of("no_pad", noPad))
                    .load()
                    .migrate();
        } catch (FlywayValidateException e) {
            if (e.getMessage().contains("failed migration")) {
                throw new ConfigurationException(
                        "An upgrade of the tables in %s broke off half-way: restore the backup from before it, make room, and start again (%s)"
                                .formatted(database, reason(e, database)),
                        e);
            }
            throw new ConfigurationException(
                    "The tables in %s were made by another version of Siphon: give this one another data.dir or database"
                            .formatted(database),
                    e);
        } catch (FlywayException e) {
            throw new ConfigurationException(
                    "The tables in %s cannot be made: %s".formatted(database, reason(e, database)),
                    e);
        }
    }

    /** Returns the name of the collation that compares texts octet by octet; else empty. */
    private static String reach(Database database) {
        SimpleJdbcConnectionProvider connections =
                new SimpleJdbcConnectionProvider(database.connectionOptions());
        try {
            Connection connection = connections.getOrEstablishConnection();
            if (!has(connection, HISTORY) && has(connection, "sip_trace")) {
                throw new ConfigurationException(
                        "%s has a table sip_trace that is not Siphon's: rename it, or give Siphon another database or schema in store.jdbc.url"
                                .formatted(database));
            }
            return database.dialect() == Dialect.MARIADB ? noPad(connection) : "";
        } catch (SQLException e) {
            throw new ConfigurationException("store.jdbc.url: " + whyNot(database, e), e);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        } finally {
            connections.closeConnection();
        }
    }

    /** MariaDB's, else MySQL's; a server too old for either pads. */
    private static String noPad(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet names =
                        statement.executeQuery(
                                "SELECT collation_name FROM information_schema.collations WHERE"
                                        + " collation_name IN ('utf8mb4_nopad_bin',"
                                        + " 'utf8mb4_0900_bin') ORDER BY collation_name DESC")) {
            return names.next() ? names.getString(1) : "utf8mb4_bin";
        }
    }

    private static boolean has(Connection connection, String table) throws SQLException {
        // Flyway quotes its table's name, so even H2 stores that in lower case.
        for (String name : List.of(table, table.toUpperCase(Locale.ROOT))) {
            try (ResultSet tables =
                    connection
                            .getMetaData()
                            .getTables(
                                    connection.getCatalog(), connection.getSchema(), name, null)) {
                if (tables.next()) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String whyNot(Database database, SQLException error) {
        if (error.getErrorCode() == H2_FILE_LOCKED) {
            return database + " is open in another process: a siphon run, or H2's shell";
        }
        String network = network(error);
        return network == null
                ? "%s cannot be used as user %s: %s"
                        .formatted(database, database.user(), reason(error, database))
                : "%s cannot be reached: %s".formatted(database, network);
    }

    /** What the network says of it; null when it did its part. */
    @Nullable
    private static String network(Throwable error) {
        for (Throwable cause : ErrorText.chain(error)) {
            if (cause instanceof UnknownHostException unknown) {
                return "unknown host " + unknown.getMessage();
            }
            if (cause instanceof SocketException || cause instanceof SocketTimeoutException) {
                return String.valueOf(cause.getMessage());
            }
        }
        return null;
    }

    private static String reason(Exception error, Database database) {
        for (Throwable cause : ErrorText.chain(error)) {
            if (cause instanceof SQLException sql) {
                return database.words(sql);
            }
        }
        return String.valueOf(error.getMessage()).lines().findFirst().orElse("");
    }
}
