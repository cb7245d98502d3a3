package io.siphon.job.sink.jdbc;

/** Classifies an SQL error: retry, quarantine or fail. */
enum ErrorClass {
    /** The database is unavailable or busy: retry the same rows. */
    RETRY,
    /**
     * The database broke down, and some rows that it had taken since it was last synced may be
     * gone: they have to be written again, too.
     */
    LOST,
    /** A row is to blame. */
    REFUSE,
    /** Neither waiting nor leaving rows out mends it: missing table, permission, wrong password. */
    FAIL
}
