package io.siphon.job.sink;

/** The store works, and will never take at least one of these rows. */
public class RowRefusedException extends Exception {

    /**
     * @param message the store's words, one line
     */
    public RowRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
