package io.siphon.sources.journal;

import javax.annotation.Nullable;

import java.net.InetSocketAddress;

/**
 * One message as it was received, not yet understood.
 *
 * @param receivedMicros epoch µs
 * @param behind where in the journal the next one is; null when this one is not in it
 */
public record RawMessage(
        byte[] bytes,
        InetSocketAddress sender,
        long receivedMicros,
        @Nullable JournalPosition behind) {

    RawMessage at(JournalPosition position) {
        return new RawMessage(bytes, sender, receivedMicros, position);
    }
}
