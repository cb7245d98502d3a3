package io.siphon.console.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * A connection for a command: waits for an H2 file that another process has open and does not let
 * others read yet, as a job does for some seconds while it starts.
 */
final class PatientConnection {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final long PAUSE_MILLIS = 200;

    private PatientConnection() {}

    /** Between two attempts. */
    @FunctionalInterface
    interface Pause {
        void take() throws InterruptedException;
    }

    /** As {@link StoreAddress#connect}. */
    static Connection open(StoreAddress address) throws SQLException {
        return open(address, PATIENCE, () -> Thread.sleep(PAUSE_MILLIS));
    }

    static Connection open(StoreAddress address, Duration patience, Pause pause)
            throws SQLException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                return address.connect();
            } catch (SQLException e) {
                if (!address.isLocked(e) || System.nanoTime() >= deadline) {
                    throw e;
                }
                try {
                    pause.take();
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                    throw e;
                }
            }
        }
    }
}
