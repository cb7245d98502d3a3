package io.siphon.job.sink.notify;

import io.siphon.schema.Alert;

import java.io.IOException;
import java.io.Serializable;

/** Where notifications go. One thread calls {@link #send}. */
interface Receiver extends Serializable {

    /** Of the options: {@code webhook}. */
    String name();

    /** The alert in the form that is sent. */
    byte[] body(Alert alert, AlertText text);

    /**
     * Returns when the receiver has it.
     *
     * @throws RefusedException when it never will
     * @throws PartlyRefusedException when it has it, but not all of it do
     * @throws IOException when it may, later
     * @throws InterruptedException when the job ends meanwhile
     */
    void send(Notification notification) throws IOException, InterruptedException;

    /** That some whom a notification goes to have it, and others never will. */
    final class PartlyRefusedException extends IOException {

        private static final long serialVersionUID = 1;

        PartlyRefusedException(String message) {
            super(message);
        }
    }

    /** That a receiver does not take this notification, now or later. */
    final class RefusedException extends IOException {

        private static final long serialVersionUID = 1;

        RefusedException(String message) {
            super(message);
        }
    }
}
