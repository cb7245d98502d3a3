package io.siphon.job.sink.notify;

/** What receivers have taken, beyond the life of the job. Called by the receivers' threads. */
interface DeliveryLog {

    boolean isDelivered(Notification notification);

    void delivered(Notification notification);

    /** So many more were dropped: people are to see that in the alerts. */
    void failed(String receiver, int dropped, String why);

    /** Whether the caller's thread may not be interrupted now. */
    boolean isBusy();
}
