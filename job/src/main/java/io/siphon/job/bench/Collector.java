package io.siphon.job.bench;

/** What is measured: a process that takes HEP on a UDP port and stores it. */
interface Collector extends AutoCloseable {

    String name();

    /** Where it listens, on 127.0.0.1. */
    int port();

    long pid();

    /** Messages that it has stored so far; -1 while they cannot be counted. */
    long stored() throws Exception;

    /** Ends it in an orderly way, so that everything received is stored. */
    void stop() throws Exception;
}
