package io.siphon.job.sink.jdbc;

/** What an SQL error means for the rows that met it. */
enum Verdict {
    /** The database is away or busy: try the same rows again. */
    RETRY,
    /** A row is to blame. */
    REFUSE,
    /** Neither waiting nor leaving rows out mends it: missing table, permission, wrong password. */
    FAIL
}
