package io.siphon.sources.listen.reader;

import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Receipt of messages that were sent long ago, as it was then: what is estimated by receipt does
 * not depend on how busy this machine is now.
 */
public final class ReplayedReceipts implements AutoCloseable {

    private final Map<String, Long> receipts = new ConcurrentHashMap<>();

    private ReplayedReceipts() {}

    /** From now on, in this JVM; messages that are not {@link #add}ed fail the reader. */
    public static ReplayedReceipts begin() {
        ReplayedReceipts times = new ReplayedReceipts();
        ReceiveClock.replayed = message -> times.receipts.get(key(message));
        return times;
    }

    /**
     * @param receivedMicros epoch µs
     */
    public void add(byte[] message, long receivedMicros) {
        receipts.putIfAbsent(key(message), receivedMicros);
    }

    private static String key(byte[] message) {
        return HexFormat.of().formatHex(message);
    }

    @Override
    public void close() {
        ReceiveClock.replayed = null;
    }
}
