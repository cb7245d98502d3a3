package io.siphon.job.sink.jdbc;

import io.siphon.job.sink.BatchTarget;
import io.siphon.job.sink.RowRefusedException;
import io.siphon.job.sink.StoreAwayException;
import io.siphon.sources.EpochMicros;

import org.apache.flink.connector.jdbc.datasource.connections.JdbcConnectionProvider;
import org.apache.flink.connector.jdbc.datasource.connections.SimpleJdbcConnectionProvider;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** One table over one connection: a batch is a transaction. */
final class JdbcTarget<T> implements BatchTarget<T> {

    private static final Logger LOG = LoggerFactory.getLogger(JdbcTarget.class);

    private final Database database;
    private final Table<T> table;
    private final JdbcConnectionProvider connections;
    private RowWriter<T> writer;

    JdbcTarget(Database database, Table<T> table) {
        this.database = database;
        this.table = table;
        connections = new SimpleJdbcConnectionProvider(database.connectionOptions());
    }

    @Override
    public int bytes(T row) {
        return table.bytes().applyAsInt(row);
    }

    @Override
    public void write(List<T> rows) throws Exception {
        attempt(
                connection -> {
                    if (writer == null) {
                        writer = database.dialect().writer(connection, table);
                    }
                    writer.write(table.lastOfEach(rows));
                });
    }

    @Override
    public void quarantine(T row, RowRefusedException why) throws Exception {
        Refusal refusal =
                new Refusal(
                        EpochMicros.now(),
                        table.name(),
                        String.valueOf(why.getMessage()),
                        table.describe(row));
        attempt(
                connection ->
                        new BatchedInserts<>(connection, Tables.QUARANTINE, database.dialect())
                                .write(List.of(refusal)));
        LOG.debug("{}: quarantined a row: {}", table.name(), why.getMessage());
    }

    @Override
    public void sync() throws SQLException {
        Connection connection = connections.getConnection();
        if (connection != null) {
            database.dialect().sync(connection);
        }
    }

    @Override
    public void abort() {
        Connection connection = connections.getConnection();
        if (connection != null) {
            try {
                connection.abort(Runnable::run);
            } catch (SQLException e) {
                LOG.debug("{}: cannot be aborted", table.name(), e);
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

    private void attempt(Work work) throws Exception {
        try {
            Connection connection = connections.getOrEstablishConnection();
            connection.setAutoCommit(false);
            work.on(connection);
            connection.commit();
        } catch (SQLException e) {
            switch (database.dialect().judge(e)) {
                case RETRY -> {
                    disconnect();
                    throw new StoreAwayException(database.words(e), e);
                }
                case REFUSE -> {
                    rollBack();
                    throw new RowRefusedException(database.words(e), e);
                }
                default ->
                        throw new IOException(
                                table.name() + " in " + database + ": " + database.words(e), e);
            }
        }
    }

    private void rollBack() {
        try {
            if (writer != null) {
                writer.clear();
            }
            connections.getConnection().rollback();
        } catch (SQLException e) {
            LOG.debug("{}: no rollback, connecting anew", table.name(), e);
            disconnect();
        }
    }

    private void disconnect() {
        writer = null;
        connections.closeConnection();
    }
}
