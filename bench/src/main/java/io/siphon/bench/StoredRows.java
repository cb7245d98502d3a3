package io.siphon.bench;

import java.sql.SQLException;

/** Rows of tables whose {@code id} is above the one that was there before. */
final class StoredRows implements StoredCount {

    private final BenchStore store;
    private final String[] tables;
    private final long[] before;

    StoredRows(BenchStore store, String... tables) throws SQLException {
        this.store = store;
        this.tables = tables;
        before = new long[tables.length];
        for (int i = 0; i < tables.length; i++) {
            before[i] = store.newestId(tables[i]);
        }
    }

    /** By the numbers given out; one that was not used, or not yet, counts too. */
    @Override
    public long soFar() throws SQLException {
        long rows = 0;
        for (int i = 0; i < tables.length; i++) {
            rows += store.newestId(tables[i]) - before[i];
        }
        return rows;
    }

    @Override
    public long exactly() throws SQLException {
        long rows = 0;
        for (int i = 0; i < tables.length; i++) {
            rows += store.number("SELECT COUNT(*) FROM " + tables[i] + " WHERE id > " + before[i]);
        }
        return rows;
    }
}
