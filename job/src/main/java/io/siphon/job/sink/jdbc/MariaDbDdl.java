package io.siphon.job.sink.jdbc;

import javax.annotation.Nullable;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Changes of MariaDB's and MySQL's tables that stall writers for no more than a moment. */
final class MariaDbDdl {

    interface Work {
        void run() throws SQLException, InterruptedException;
    }

    /** So often a statement is tried that can wait until others are done with the table. */
    static final int TRIES = 20;

    static final int PATIENCE_SECONDS = 10;

    private static final int LOCK_WAIT_TIMEOUT = 1205;
    private static final int DEADLOCK = 1213;

    private final Connection connection;

    /**
     * @param connection each statement is a transaction
     */
    MariaDbDdl(Connection connection) {
        this.connection = connection;
    }

    /** One process at a time changes what partitions a table has. */
    void alone(String table, int patienceSeconds, Work work)
            throws SQLException, InterruptedException {
        String lock = "CONCAT(DATABASE(), ' siphon " + table + "')";
        if (!"1".equals(text("SELECT GET_LOCK(%s, %d)".formatted(lock, patienceSeconds)))) {
            throw new SQLException("another process changes the partitions of " + table);
        }
        try {
            // while one waits for its lock on the table, all others do
            execute("SET SESSION lock_wait_timeout = 1");
            work.run();
        } finally {
            execute("SET SESSION lock_wait_timeout = DEFAULT");
            text("SELECT RELEASE_LOCK(" + lock + ")");
        }
    }

    /** Again where others have a lock for long. */
    void patiently(int tries, Work work) throws SQLException, InterruptedException {
        for (int tried = 1; ; tried++) {
            try {
                work.run();
                return;
            } catch (SQLException e) {
                boolean locked =
                        e.getErrorCode() == LOCK_WAIT_TIMEOUT || e.getErrorCode() == DEADLOCK;
                if (!locked || tried == tries) {
                    throw e;
                }
                Thread.sleep(500);
            }
        }
    }

    void patiently(int tries, String sql) throws SQLException, InterruptedException {
        patiently(tries, () -> execute(sql));
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of the first row. */
    @Nullable
    String text(String sql) throws SQLException {
        List<String> texts = texts(sql);
        return texts.isEmpty() ? null : texts.get(0);
    }

    /** The first column. */
    List<String> texts(String sql) throws SQLException {
        try (Statement select = connection.createStatement();
                ResultSet rows = select.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }
}
