package io.siphon.sources.listen.reader;

import javax.annotation.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Sockets whose reader has gone, kept open for a while for the one that follows: a task that fails
 * is restarted in the same JVM, and meanwhile somebody should listen. A socket that nobody takes is
 * closed, since the job was stopped or has moved; at once where it is seen to have moved.
 */
final class SocketKeeper {

    private static final ConcurrentMap<String, KeptSocket> PARKED = new ConcurrentHashMap<>();

    private SocketKeeper() {}

    /**
     * @param name of the socket, the same for the one that follows
     * @param journal its; closed in the end
     * @param linger how long it stays open at most
     */
    static void park(String name, UdpReceiver receiver, UdpJournal journal, Duration linger)
            throws IOException {
        KeptSocket parked = new KeptSocket(name, receiver, journal, linger);
        PARKED.put(name, parked);
        parked.start();
    }

    /** The open sockets of that name, which are the caller's now; null when there are none. */
    @Nullable
    static OpenSockets take(String name) {
        KeptSocket parked = PARKED.remove(name);
        return parked == null ? null : parked.take();
    }

    static void forget(String name, KeptSocket parked) {
        PARKED.remove(name, parked);
    }
}
