package io.siphon.sources.listen.reader;

import javax.annotation.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Sockets whose reader has gone, kept open for a while for the next one. A failed task is restarted
 * in the same JVM, and meanwhile somebody must listen. A socket that no reader takes is closed,
 * because the job was stopped or has moved; at once when another process is found listening.
 */
final class SocketKeeper {

    private static final ConcurrentMap<String, KeptSocket> PARKED = new ConcurrentHashMap<>();

    private SocketKeeper() {}

    /**
     * @param name of the socket, the same for the next reader
     * @param journal the socket's, closed at the end
     * @param linger maximum time that it stays open
     */
    static void park(String name, UdpReceiver receiver, UdpJournal journal, Duration linger)
            throws IOException {
        KeptSocket parked = new KeptSocket(name, receiver, journal, linger);
        PARKED.put(name, parked);
        parked.start();
    }

    /** Passes the open sockets of that name to the caller; null when there are none. */
    @Nullable
    static OpenSockets take(String name) {
        KeptSocket parked = PARKED.remove(name);
        return parked == null ? null : parked.take();
    }

    static void forget(String name, KeptSocket parked) {
        PARKED.remove(name, parked);
    }
}
