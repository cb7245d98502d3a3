package io.siphon.job.sink.jdbc;

/**
 * What a table or a partition holds; both about.
 *
 * @param bytes of its rows and their indexes
 * @param rows how many; 0 when not known
 */
record TableSize(long bytes, long rows) {

    /** A message takes more in any database. */
    private static final double LEAST = 100;

    private static final double USUAL = 1_000;

    /** Bytes of one row: never so few that by mistake too many are deleted. */
    double bytesARow() {
        return rows <= 0 ? USUAL : Math.max(LEAST, (double) bytes / rows);
    }
}
