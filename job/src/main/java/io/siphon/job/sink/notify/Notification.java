package io.siphon.job.sink.notify;

/**
 * One change of an alert, as one receiver gets it.
 *
 * @param receiver its name: {@code webhook}, {@code alertmanager}, {@code command} or {@code mail}
 * @param key the alert's uid, its state, how often it was opened again, and of one that got worse
 *     also when, for that may happen more than once: the same change has the same key after a
 *     restart, and whenever it is sent again
 * @param body as the receiver sends it
 * @param sinceMillis when it was first to be sent, epoch ms
 */
record Notification(String receiver, String key, byte[] body, long sinceMillis) {

    @Override
    public String toString() {
        return receiver + " " + key;
    }
}
