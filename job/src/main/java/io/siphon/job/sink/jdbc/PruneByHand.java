package io.siphon.job.sink.jdbc;

import io.siphon.job.config.ConfigurationException;
import io.siphon.job.config.JdbcSection;
import io.siphon.job.config.JobConfig;
import io.siphon.job.config.Retention;
import io.siphon.schema.Table;
import io.siphon.schema.Tables;

import java.io.PrintStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;

/** What retention does, at once: prunes, and prints a line a table. */
public record PruneByHand(Database database, Retention retention) {

    private static final int H2_LOCKED = 90020;
    private static final int H2_NOT_FOUND = 90146;

    /**
     * @throws ConfigurationException when there is no SQL database
     */
    public static PruneByHand of(JobConfig config) {
        if (JdbcOutput.NONE.equals(config.jdbc().url())) {
            throw new ConfigurationException(
                    JdbcSection.URL.key() + " is none: there is nothing to prune");
        }
        return new PruneByHand(Database.of(config), config.retention().settings(config.alert()));
    }

    /**
     * @param dryRun deletes nothing
     * @param late whether days go that came when they were older already
     * @throws ConfigurationException when the database cannot be used
     */
    public void run(boolean dryRun, boolean late, Clock clock, PrintStream out)
            throws InterruptedException {
        if (!dryRun) {
            requireRoom();
        }
        Instant now = clock.instant();
        try (Connection connection = connect()) {
            Pruner pruner =
                    new Pruner(
                            connection,
                            database.dialect(),
                            retention,
                            now,
                            late,
                            new CountDownLatch(1));
            for (Table<?> table : Tables.ALL) {
                Duration kept = retention.of(table);
                if (kept == null) {
                    out.printf("%-17skept without end%n", table.name());
                } else {
                    prune(pruner, table, dryRun, out);
                }
            }
            if (retention.maxBytes() > 0) {
                size(connection, now, dryRun, out);
            }
        } catch (SQLException e) {
            throw new ConfigurationException(
                    "%s cannot be pruned as user %s: %s"
                            .formatted(database, database.user(), database.words(e)),
                    e);
        }
    }

    /**
     * Adds up past days at once, as a running job does.
     *
     * @throws ConfigurationException when the database cannot be used
     */
    public void addUp(Clock clock) throws InterruptedException {
        requireRoom();
        try (Connection connection = connect()) {
            DaySums sums =
                    new DaySums(
                            connection, database.dialect(), clock.instant(), new CountDownLatch(1));
            sums.update(retention);
        } catch (SQLException e) {
            throw new ConfigurationException(
                    "%s: past days were not added up: %s".formatted(database, database.words(e)),
                    e);
        }
    }

    private void size(Connection connection, Instant now, boolean dryRun, PrintStream out)
            throws SQLException, InterruptedException {
        SizeGuard guard =
                new SizeGuard(
                        connection,
                        database.dialect(),
                        retention.maxBytes(),
                        now,
                        new CountDownLatch(1));
        long bytes = guard.bytes();
        SizeGuard.Excess excess = dryRun ? guard.look(bytes) : guard.free(bytes, rows -> {});
        out.printf(
                Locale.ROOT,
                "%-17s%,d MB of %,d%s%n",
                "store.max-size",
                bytes >> 20,
                retention.maxBytes() >> 20,
                excess.first() == null
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                ": %,d messages of %s to %s %s",
                                excess.rows(),
                                excess.first(),
                                excess.last(),
                                dryRun ? "would be deleted" : "deleted"));
    }

    /** What deletes in H2 writes first. */
    private void requireRoom() {
        String why = database.dialect().noRoom(database.url());
        if (why != null) {
            throw new ConfigurationException(database + " cannot be pruned: " + why);
        }
    }

    private static void prune(Pruner pruner, Table<?> table, boolean dryRun, PrintStream out)
            throws SQLException, InterruptedException {
        List<Pruner.OldDay> days = pruner.oldDays(table);
        long rows = 0;
        long staying = 0;
        Instant until = Instant.MIN;
        for (Pruner.OldDay old : days) {
            if (old.due()) {
                rows += pruner.count(table, old.day());
            } else {
                staying += pruner.count(table, old.day());
                until = old.until().isAfter(until) ? old.until() : until;
            }
        }
        if (!dryRun) {
            pruner.prune(table, deleted -> {});
        }
        out.printf(
                Locale.ROOT,
                "%-17s%,d rows of before %s %s%n",
                table.name(),
                rows,
                pruner.firstKept(table),
                dryRun ? "would be deleted" : "deleted");
        if (staying > 0) {
            out.printf(
                    Locale.ROOT,
                    "%-17s%,d older rows were stored late: kept until %s (--late: now)%n",
                    "",
                    staying,
                    LocalDate.ofInstant(until, ZoneOffset.UTC));
        }
    }

    /** An H2 file that a running job has open is reached through that job. */
    private Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.putAll(database.dialect().properties());
        properties.setProperty("user", database.user());
        properties.setProperty("password", database.password().read());
        if (database.dialect() != Dialect.H2) {
            return DriverManager.getConnection(database.url(), properties);
        }
        properties.setProperty("IFEXISTS", "TRUE");
        try {
            return DriverManager.getConnection(database.url(), properties);
        } catch (SQLException e) {
            if (e.getErrorCode() == H2_NOT_FOUND) {
                throw new ConfigurationException(
                        database + " does not exist: there is nothing to prune", e);
            }
            String door = e.getErrorCode() == H2_LOCKED ? H2Server.door(database.url()) : null;
            if (door == null) {
                throw e;
            }
            return DriverManager.getConnection(door, properties);
        }
    }
}
