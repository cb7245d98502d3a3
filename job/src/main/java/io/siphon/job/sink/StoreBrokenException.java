package io.siphon.job.sink;

/**
 * An embedded store that failed in a way that only a new process can recover from. The job ends
 * with it, and is not restarted.
 */
public class StoreBrokenException extends Exception {

    private static final long serialVersionUID = 1;

    /**
     * @param message one line
     */
    public StoreBrokenException(String message) {
        super(message);
    }
}
