package io.siphon.bench;

import java.util.List;

/** What is measured: a process that takes HEP on a UDP port and stores it. */
interface Collector extends AutoCloseable {

    String name();

    /** Where it listens, on 127.0.0.1. */
    int port();

    long pid();

    /** From exec to listening. */
    double startSeconds();

    /** URL of its console; null where it has none. */
    default String console() throws Exception {
        return null;
    }

    /** Counts from now on. */
    StoredCount count() throws Exception;

    /** What became of messages, by the places where Siphon may leave them; null: not known. */
    default Drops drops() throws Exception {
        return null;
    }

    /** From a message's time to its commit, ms; -1 where it is not known. */
    default long latencyMs(double quantile, long sinceEpochSecond) throws Exception {
        return -1;
    }

    /** What room the messages take, with those that were there before. */
    default List<TableBytes> sizes() throws Exception {
        return List.of();
    }

    /** Whether all this can be asked only when it has stopped. */
    default boolean tellsWhenStopped() {
        return false;
    }

    /** Ends it in an orderly way, so that everything received is stored. */
    void stop() throws Exception;
}
