package io.siphon.job.sink.jdbc;

import io.siphon.job.sink.Batch;
import io.siphon.job.sink.BatchTarget;
import io.siphon.job.sink.RowRefusedException;
import io.siphon.job.sink.StoreAwayException;
import io.siphon.job.sink.StoreBrokenException;
import io.siphon.schema.EpochMicros;
import io.siphon.schema.QuarantinedRow;
import io.siphon.schema.Tables;

import org.apache.flink.connector.jdbc.datasource.connections.JdbcConnectionProvider;
import org.apache.flink.connector.jdbc.datasource.connections.SimpleJdbcConnectionProvider;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Supplier;

/** One table over one connection: a batch is a transaction. */
final class JdbcTarget<B extends Batch<?>> implements BatchTarget<B> {

    /** How rows are written over a connection, once it is there. */
    interface Writers<B> {
        RowWriter<B> over(Connection connection) throws SQLException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(JdbcTarget.class);

    private final Database database;
    private final String table;
    private final Supplier<B> batches;
    private final Writers<B> writers;
    private final JdbcConnectionProvider connections;
    private RowWriter<B> writer;
    private volatile long moves;

    /** Whether something was committed that the database may lose by breaking down. */
    private boolean unsynced;

    JdbcTarget(Database database, String table, Supplier<B> batches, Writers<B> writers) {
        this.database = database;
        this.table = table;
        this.batches = batches;
        this.writers = writers;
        connections = new SimpleJdbcConnectionProvider(database.connectionOptions());
    }

    @Override
    public B batch() {
        return batches.get();
    }

    @Override
    public void write(B rows, int from, int to) throws Exception {
        int[] moved = {0};
        store(
                connection -> {
                    if (writer == null) {
                        writer = writers.over(connection);
                    }
                    moved[0] = writer.write(rows, from, to);
                });
        if (moved[0] > 0) {
            LOG.warn(
                    "{}: {} rows have the uid of others, and got one of their own",
                    table,
                    moved[0]);
            moves += moved[0];
        }
    }

    @Override
    public long moved() {
        return moves;
    }

    @Override
    public void quarantine(B rows, int row, RowRefusedException why) throws Exception {
        QuarantinedRow refusal =
                new QuarantinedRow(
                        EpochMicros.now(),
                        table,
                        String.valueOf(why.getMessage()),
                        rows.describe(row));
        store(
                connection ->
                        new BatchedInserts<>(
                                        connection,
                                        Tables.QUARANTINE.with(database.uids()),
                                        database.dialect())
                                .insert(List.of(refusal)));
        LOG.debug("{}: quarantined a row: {}", table, why.getMessage());
    }

    @Override
    public void sync() throws Exception {
        if (unsynced) {
            attempt(database.dialect()::sync);
            unsynced = false;
        }
    }

    @Override
    public void abort() {
        Connection connection = connections.getConnection();
        if (connection != null) {
            try {
                connection.abort(Runnable::run);
            } catch (SQLException e) {
                LOG.debug("{}: cannot be aborted", table, e);
            }
        }
    }

    @Override
    public void close() {
        connections.closeConnection();
    }

    private interface Work {
        void on(Connection connection) throws SQLException;
    }

    /** Writes and commits, unless that would fill the disk under the database. */
    private void store(Work work) throws Exception {
        String noRoom = database.dialect().noRoom(database.url());
        if (noRoom != null) {
            throw new StoreAwayException(noRoom, null);
        }
        attempt(work);
        unsynced = database.dialect().commitsInMemory();
    }

    private void attempt(Work work) throws Exception {
        if (unsynced && connections.getConnection() == null) {
            // it may have been opened anew meanwhile, with less in it
            throw lost("the connection is gone");
        }
        try {
            Connection connection = connections.getOrEstablishConnection();
            connection.setAutoCommit(false);
            work.on(connection);
            connection.commit();
        } catch (SQLException e) {
            switch (database.dialect().judge(e)) {
                case RETRY -> {
                    retreat();
                    throw new StoreAwayException(database.words(e), e);
                }
                case LOST -> {
                    disconnect();
                    if (unsynced) {
                        LOG.error("{} in {} broke down", table, database, e);
                        throw lost(database.words(e));
                    }
                    throw new StoreAwayException(database.words(e), e);
                }
                case REFUSE -> {
                    rollBack();
                    throw new RowRefusedException(database.words(e), e);
                }
                default ->
                        throw new IOException(
                                table + " in " + database + ": " + database.words(e), e);
            }
        }
    }

    /**
     * Fails the job, so that it goes on from its last checkpoint. An embedded H2 may keep its file
     * locked, and let a statement spin without end: no other in this process opens it again.
     */
    private Exception lost(String why) {
        String what =
                "%s in %s: %s; what was stored since the last checkpoint has to be stored again"
                        .formatted(table, database, why);
        return JdbcOutput.isEmbedded(database.url())
                ? new StoreBrokenException(what + ", by the next start")
                : new IOException(what);
    }

    /** Before the same rows are tried again. */
    private void retreat() {
        if (unsynced) {
            rollBack();
        } else {
            disconnect();
        }
    }

    private void rollBack() {
        try {
            if (writer != null) {
                writer.clear();
            }
            connections.getConnection().rollback();
        } catch (SQLException e) {
            LOG.debug("{}: no rollback, connecting anew", table, e);
            disconnect();
        }
    }

    private void disconnect() {
        writer = null;
        connections.closeConnection();
    }
}
