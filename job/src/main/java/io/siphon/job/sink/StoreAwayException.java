package io.siphon.job.sink;

/** The store cannot be reached or cannot take anything now: the same rows are tried again. */
public class StoreAwayException extends Exception {

    /**
     * @param message the store's words, one line
     */
    public StoreAwayException(String message, Throwable cause) {
        super(message, cause);
    }
}
