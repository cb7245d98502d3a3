package io.siphon.job.sink;

/** The store is available, and refuses at least one of these rows for good. */
public class RowRefusedException extends Exception {

    /**
     * @param message the store's words, one line
     */
    public RowRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
