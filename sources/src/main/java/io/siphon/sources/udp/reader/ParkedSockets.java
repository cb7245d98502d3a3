package io.siphon.sources.udp.reader;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.annotation.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Sockets whose reader has gone, kept open for a while for the one that follows: a task that fails
 * is restarted in the same JVM, and meanwhile the kernel keeps what agents send. A socket that
 * nobody takes is closed, since the job was cancelled or moved.
 */
final class ParkedSockets {

    private static final Logger LOG = LoggerFactory.getLogger(ParkedSockets.class);

    private static final Map<String, UdpSocket> PARKED = new HashMap<>();
    private static final ScheduledExecutorService CLOSER =
            Executors.newSingleThreadScheduledExecutor(
                    run -> {
                        Thread thread = new Thread(run, "siphon-parked-sockets");
                        thread.setDaemon(true);
                        return thread;
                    });

    private ParkedSockets() {}

    /**
     * @param name of the socket, the same for the one that follows
     */
    static synchronized void park(String name, UdpSocket socket, Duration linger) {
        PARKED.put(name, socket);
        CLOSER.schedule(() -> close(name, socket), linger.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The open socket of that name, which is the caller's now; null when there is none. */
    @Nullable
    static synchronized UdpSocket take(String name) {
        return PARKED.remove(name);
    }

    private static synchronized void close(String name, UdpSocket socket) {
        if (PARKED.remove(name, socket)) {
            try {
                socket.close();
            } catch (IOException e) {
                LOG.warn("cannot close {}: {}", name, e.toString());
            }
        }
    }
}
