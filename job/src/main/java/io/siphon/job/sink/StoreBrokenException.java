package io.siphon.job.sink;

/**
 * A store within this process that broke down in a way that only another process can mend. The job
 * ends with it, and is not restarted.
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
