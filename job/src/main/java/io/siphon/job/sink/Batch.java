package io.siphon.job.sink;

/**
 * Rows that wait for their store, in the form in which it takes them. Filled by one thread, then
 * written by another, never by both at once.
 */
public interface Batch<T> {

    /** After an exception the batch is of no use any more. */
    void add(T row);

    int size();

    /** Rough size of a row in bytes: batches are bounded by it. */
    int bytes(int row);

    /** A row in words, for people. */
    String describe(int row);

    void clear();
}
