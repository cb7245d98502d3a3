package io.siphon.sources.udp.reader;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.annotation.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Sockets whose reader has gone, kept open for a while for the one that follows: a task that fails
 * is restarted in the same JVM, and meanwhile the kernel keeps what agents send. A socket that
 * nobody takes is closed, since the job was cancelled or moved; at once where it is seen to have
 * moved, since another process listens on the port: the kernel would go on to give some agents'
 * messages to the one that nobody reads.
 */
final class ParkedSockets {

    private static final Logger LOG = LoggerFactory.getLogger(ParkedSockets.class);

    /** How often to look for another process. */
    private static final long LOOK_MS = 50;

    private static final Map<String, OpenSockets> PARKED = new HashMap<>();
    private static final ScheduledExecutorService CLOSER =
            Executors.newSingleThreadScheduledExecutor(
                    run -> {
                        Thread thread = new Thread(run, "siphon-parked-sockets");
                        thread.setDaemon(true);
                        return thread;
                    });

    private ParkedSockets() {}

    /**
     * @param name of the sockets, the same for those that follow
     * @param linger how long it stays open at most
     */
    static synchronized void park(String name, OpenSockets sockets, Duration linger)
            throws IOException {
        PARKED.put(name, sockets);
        int port = sockets.udp().address().getPort();
        Set<Long> known = KernelDrops.inodes(port);
        long end = System.nanoTime() + linger.toNanos();
        lookAgain(name, sockets, () -> end < System.nanoTime() || isTaken(port, known));
    }

    private static boolean isTaken(int port, Set<Long> known) {
        return !known.containsAll(KernelDrops.inodes(port));
    }

    private static void lookAgain(String name, OpenSockets sockets, BooleanSupplier over) {
        CLOSER.schedule(() -> look(name, sockets, over), LOOK_MS, TimeUnit.MILLISECONDS);
    }

    private static synchronized void look(String name, OpenSockets sockets, BooleanSupplier over) {
        if (PARKED.get(name) != sockets) {
            return;
        }
        if (over.getAsBoolean()) {
            close(name, sockets);
        } else {
            lookAgain(name, sockets, over);
        }
    }

    /** The open sockets of that name, which are the caller's now; null when there are none. */
    @Nullable
    static synchronized OpenSockets take(String name) {
        return PARKED.remove(name);
    }

    private static void close(String name, OpenSockets sockets) {
        PARKED.remove(name);
        try {
            sockets.close();
        } catch (IOException e) {
            LOG.warn("cannot close {}: {}", name, e.toString());
        }
    }
}
