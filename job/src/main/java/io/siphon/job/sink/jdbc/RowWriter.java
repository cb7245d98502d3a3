package io.siphon.job.sink.jdbc;

import java.sql.SQLException;
import java.util.List;

/** How rows get into one table, within the transaction of the connection that it was made for. */
interface RowWriter<T> {

    void write(List<T> rows) throws SQLException;

    /** Called after a failure, before the transaction is rolled back. */
    default void clear() throws SQLException {}
}
