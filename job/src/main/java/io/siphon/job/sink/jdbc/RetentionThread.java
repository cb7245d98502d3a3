package io.siphon.job.sink.jdbc;

import io.siphon.job.config.ErrorText;
import io.siphon.job.config.Retention;
import io.siphon.schema.Table;

import org.apache.flink.connector.jdbc.datasource.connections.SimpleJdbcConnectionProvider;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Prunes from time to time, in a thread and over a connection of its own. What goes wrong is logged
 * and counted, and tried again the next time: the job goes on.
 */
final class RetentionThread implements AutoCloseable {

    /** The start of a job has other things to do. */
    static final Duration FIRST = Duration.ofMinutes(1);

    static final Duration EVERY = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(RetentionThread.class);

    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(10);

    private final Database database;
    private final Retention retention;
    private final Clock clock;
    private final SimpleJdbcConnectionProvider connections;
    private final Counter pruned;
    private final Counter failures;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;

    /** Counts {@code rowsPruned} and {@code pruneFailures}. */
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
        thread = new Thread(() -> run(first, every), "retention of " + database);
        thread.setDaemon(true);
        thread.setContextClassLoader(loader);
        thread.start();
    }

    private void run(Duration first, Duration every) {
        try {
            Duration pause = first;
            while (!stop.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                prune();
                pause = every;
            }
        } catch (InterruptedException e) {
            LOG.debug("{}: interrupted", thread.getName());
        }
    }

    private void prune() throws InterruptedException {
        try {
            Connection connection = connections.getOrEstablishConnection();
            partition(connection);
            Pruner pruner =
                    new Pruner(
                            connection,
                            database.dialect(),
                            retention,
                            clock.instant(),
                            false,
                            stop);
            for (Table<?> table : pruner.tables()) {
                String noRoom = database.dialect().noRoom(database.url());
                if (noRoom != null) {
                    throw new SQLException(noRoom);
                }
                pruner.prune(table, pruned::inc);
            }
        } catch (SQLException e) {
            failed("old rows were not deleted: " + database.words(e), e);
        } catch (ClassNotFoundException | RuntimeException e) {
            failed("old rows were not deleted: " + ErrorText.root(e), e);
        } finally {
            connections.closeConnection();
        }
    }

    /** What cannot be partitioned is pruned all the same. */
    private void partition(Connection connection) throws InterruptedException {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        try {
            // to look at a large table once takes as long as it takes
            connection.setNetworkTimeout(Runnable::run, 0);
            database.dialect().partition(connection, today, Long.MAX_VALUE);
            database.dialect().partitionAhead(connection, today);
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
