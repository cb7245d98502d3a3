package io.siphon.sources.journal;

import javax.annotation.Nullable;

import java.net.InetSocketAddress;

/**
 * One message as it was received, not yet understood.
 *
 * @param receivedMicros epoch µs
 * @param behind where in the journal the next one is; null when this one is not in it
 */
public record Received(
        byte[] bytes,
        InetSocketAddress sender,
        long receivedMicros,
        @Nullable JournalPosition behind) {

    Received at(JournalPosition position) {
        return new Received(bytes, sender, receivedMicros, position);
    }
}
