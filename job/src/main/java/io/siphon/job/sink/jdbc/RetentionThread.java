package io.siphon.job.sink.jdbc;

import io.siphon.job.config.ErrorText;
import io.siphon.job.config.Retention;
import io.siphon.schema.Alert;
import io.siphon.schema.Table;
import io.siphon.schema.Tables;
import io.siphon.udf.alert.Detectors;

import org.apache.flink.connector.jdbc.datasource.connections.SimpleJdbcConnectionProvider;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Prunes from time to time, and adds up past days, in a thread and over a connection of its own.
 * What goes wrong is logged and counted, and tried again the next time: the job goes on.
 */
final class RetentionThread implements AutoCloseable {

    /** The start of a job has other things to do. */
    static final Duration FIRST = Duration.ofMinutes(1);

    static final Duration EVERY = Duration.ofHours(1);

    /**
     * How often the size is looked at, which grows by 30 GB an hour with 10,000 messages a second.
     */
    private static final Duration GUARD_EVERY = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(RetentionThread.class);

    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(10);

    private final Database database;
    private final Retention retention;
    private final Clock clock;
    private final SimpleJdbcConnectionProvider connections;
    private final Counter pruned;
    private final Counter failures;
    private final Counter dropped;
    private final SizeAlert alert = new SizeAlert();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;

    /** Of the last look at it; 0 without a limit. */
    private volatile long bytes;

    /**
     * Counts {@code rowsPruned}, {@code rowsOverMaxSize} and {@code pruneFailures}; gauges {@code
     * storeBytes}.
     */
    RetentionThread(
            Database database,
            Retention retention,
            MetricGroup metrics,
            ClassLoader loader,
            Clock clock,
            Duration first,
            Duration every) {
        this.database = database;
        this.retention = retention;
        this.clock = clock;
        connections = new SimpleJdbcConnectionProvider(database.connectionOptions());
        pruned = metrics.counter("rowsPruned");
        failures = metrics.counter("pruneFailures");
        dropped = metrics.counter("rowsOverMaxSize");
        metrics.gauge("storeBytes", () -> bytes);
        thread = new Thread(() -> run(first, every), "retention of " + database);
        thread.setDaemon(true);
        thread.setContextClassLoader(loader);
        thread.start();
    }

    private void run(Duration first, Duration every) {
        try {
            Duration look = every.compareTo(GUARD_EVERY) < 0 ? every : GUARD_EVERY;
            long due = System.nanoTime() + first.toNanos();
            Duration pause = first;
            boolean begun = false;
            while (!stop.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                if (!begun && retention.sizeAlert()) {
                    begun = true;
                    attempt(
                            "an alert stayed open",
                            connection -> OpenAlerts.close(connection, Detectors.STORE_SIZE));
                }
                if (System.nanoTime() - due >= 0) {
                    attempt("old rows were not deleted", this::prune);
                    attempt("past days were not added up", this::sum);
                    due = System.nanoTime() + every.toNanos();
                }
                if (retention.maxBytes() > 0) {
                    attempt("the size was not kept to", this::guard);
                }
                pause = look;
            }
        } catch (InterruptedException e) {
            LOG.debug("{}: interrupted", thread.getName());
        }
    }

    private interface Work {
        void on(Connection connection) throws SQLException, InterruptedException;
    }

    private void attempt(String failure, Work work) throws InterruptedException {
        try {
            Connection connection = connections.getOrEstablishConnection();
            connection.setAutoCommit(true);
            work.on(connection);
        } catch (SQLException e) {
            failed(failure + ": " + database.words(e), e);
        } catch (ClassNotFoundException | RuntimeException e) {
            failed(failure + ": " + ErrorText.root(e), e);
        } finally {
            connections.closeConnection();
        }
    }

    private void prune(Connection connection) throws SQLException, InterruptedException {
        partition(connection);
        Pruner pruner =
                new Pruner(connection, database.dialect(), retention, clock.instant(), false, stop);
        for (Table<?> table : pruner.tables()) {
            requireRoom();
            pruner.prune(table, pruned::inc);
        }
    }

    private void sum(Connection connection) throws SQLException, InterruptedException {
        requireRoom();
        new DaySums(connection, database.dialect(), clock.instant(), stop).update(retention);
    }

    private void guard(Connection connection) throws SQLException, InterruptedException {
        Instant now = clock.instant();
        SizeGuard guard =
                new SizeGuard(connection, database.dialect(), retention.maxBytes(), now, stop);
        bytes = guard.bytes();
        if (bytes <= retention.maxBytes()) {
            Alert closed = alert.closed(now);
            if (closed != null) {
                write(closed, connection);
            }
            return;
        }
        requireRoom();
        SizeGuard.Excess excess = guard.free(bytes, dropped::inc);
        Alert raised = alert.of(excess, retention.maxBytes(), now);
        LOG.warn("{}: {}", database, raised.text());
        write(raised, connection);
    }

    private void write(Alert changed, Connection connection) throws SQLException {
        if (retention.sizeAlert()) {
            new BatchedInserts<>(
                            connection, Tables.ALERTS.with(database.uids()), database.dialect())
                    .insert(List.of(changed));
        }
    }

    private void requireRoom() throws SQLException {
        String noRoom = database.dialect().noRoom(database.url());
        if (noRoom != null) {
            throw new SQLException(noRoom);
        }
    }

    /** What cannot be partitioned is pruned all the same. */
    private void partition(Connection connection) throws InterruptedException {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        try {
            // to look at a large table once takes as long as it takes
            connection.setNetworkTimeout(Runnable::run, 0);
            database.dialect().storage().partition(connection, today, Long.MAX_VALUE, stop);
            database.dialect().storage().partitionAhead(connection, today);
        } catch (SQLException e) {
            failed("no partitions were made: " + database.words(e), e);
        }
    }

    private void failed(String why, Exception e) {
        if (stop.getCount() > 0) {
            failures.inc();
            LOG.warn("{}: {}", database, why);
            LOG.debug("{}: pruning", database, e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        stop.countDown();
        // No interrupt: it would close the files of an embedded database under all its users.
        thread.join(PATIENCE_AT_CLOSE.toMillis());
        Connection connection = connections.getConnection();
        if (thread.isAlive() && connection != null) {
            try {
                connection.abort(Runnable::run);
            } catch (SQLException e) {
                LOG.debug("{}: cannot be aborted", thread.getName(), e);
            }
        }
    }
}
