package io.siphon.job.sink.jdbc;

/**
 * A row that the database would not take.
 *
 * @param atMicros when it was refused, epoch µs
 * @param target the table that it was for
 * @param error the database's words
 * @param row its columns and values
 */
record Refusal(long atMicros, String target, String error, String row) {}
