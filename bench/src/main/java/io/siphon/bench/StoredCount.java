package io.siphon.bench;

/** How many messages a collector has stored since this count began. */
interface StoredCount {

    /** Asked often, so it costs the database nearly nothing; -1 while it cannot be known. */
    long soFar() throws Exception;

    /** Asked when all is over. */
    long exactly() throws Exception;
}
