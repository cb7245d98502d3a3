package io.siphon.job.sink.jdbc;

import java.sql.SQLException;

/** How rows get into one table, within the transaction of the connection that it was made for. */
interface RowWriter<B> {

    /**
     * A part of a batch, the last row exclusive.
     *
     * @return how many rows were stored under another uid than theirs, see {@link OtherRows}
     */
    int write(B rows, int from, int to) throws SQLException;

    /** Called after a failure, before the transaction is rolled back. */
    default void clear() throws SQLException {}
}
