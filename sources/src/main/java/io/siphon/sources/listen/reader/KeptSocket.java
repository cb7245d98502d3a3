package io.siphon.sources.listen.reader;

import io.siphon.sources.journal.RawMessage;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.annotation.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sockets whose reader has gone. Messages that arrive meanwhile go into its journal, where the next
 * reader finds them, in this process or another. Without a journal the kernel keeps them, for a
 * reader in this process.
 */
final class KeptSocket implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(KeptSocket.class);

    /** How often to look for another process that listens. */
    private static final long LOOK_MS = 50;

    /**
     * Limit for reading what the kernel still holds before closing, which normally takes no time.
     */
    private static final long EMPTYING_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final String name;
    private final UdpReceiver receiver;
    private final UdpJournal journal;
    private final int port;
    private final Set<Long> known;
    private final long end;
    private final Thread thread;
    private volatile boolean wanted;
    private long nextLook;

    KeptSocket(String name, UdpReceiver receiver, UdpJournal journal, Duration linger)
            throws IOException {
        this.name = name;
        this.receiver = receiver;
        this.journal = journal;
        ClassPreloader.load();
        port = receiver.socket().address().getPort();
        known = KernelDrops.inodes(port);
        journal.leave();
        end = System.nanoTime() + linger.toNanos();
        thread = new Thread(this, "siphon-parked-socket " + name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Ends this and passes the sockets to the caller; null when they were closed before. */
    @Nullable
    OpenSockets take() {
        wanted = true;
        receiver.wakeUp();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return receiver.isOpen() ? receiver.sockets() : null;
    }

    @Override
    public void run() {
        try (journal) {
            try {
                while (!wanted && !isOver()) {
                    attend(LOOK_MS);
                }
                if (wanted) {
                    receiver.detach();
                    return;
                }
                empty();
            } catch (IOException | RuntimeException | LinkageError e) {
                LOG.warn("{}: cannot go on listening: {}", name, e.toString());
            }
            // in any case: a socket that nobody reads must not stay open
            receiver.socket().close();
            journal.listened(receiver.nowMicros());
            receiver.close();
        } catch (IOException | RuntimeException | LinkageError e) {
            LOG.warn("{}: cannot be closed: {}", name, e.toString());
        } finally {
            SocketKeeper.forget(name, this);
        }
    }

    /**
     * Whether the time is over, or another process listens and the kernel would give both a share.
     */
    private boolean isOver() {
        long now = System.nanoTime();
        if (now < nextLook) {
            return false;
        }
        nextLook = now + TimeUnit.MILLISECONDS.toNanos(LOOK_MS);
        return now > end || !known.containsAll(KernelDrops.inodes(port));
    }

    private void attend(long waitMs) throws IOException {
        if (!journal.isWriting()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(waitMs));
            return;
        }
        keep(receiver.receive(waitMs));
    }

    private void keep(List<RawMessage> received) {
        journal.write(received, receiver.nowMicros());
        journal.beat(receiver.nowMicros());
    }

    /**
     * Repeats until nothing is left: a datagram that arrives during a write would be lost by
     * closing, where the kernel cannot be told to deliver no more.
     */
    private void empty() throws IOException {
        ReuseportExit.turn(receiver.socket().channel());
        long latest = System.nanoTime() + EMPTYING_NANOS;
        while (journal.isWriting() && System.nanoTime() < latest) {
            List<RawMessage> rest = receiver.drain();
            if (rest.isEmpty() && receiver.isKernelEmpty()) {
                return;
            }
            keep(rest);
        }
    }
}
