package io.siphon.job.sink;

/** The store is unavailable: the same rows are retried. */
public class StoreAwayException extends Exception {

    /**
     * @param message the store's words, one line
     */
    public StoreAwayException(String message, Throwable cause) {
        super(message, cause);
    }
}
