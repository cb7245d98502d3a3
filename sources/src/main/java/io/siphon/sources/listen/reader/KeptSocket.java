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
 * Sockets whose reader has gone. What agents send meanwhile goes into its journal, where the reader
 * that follows finds it, be it in this process or in another one; without a journal the kernel
 * keeps it, for one in this process.
 */
final class KeptSocket implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(KeptSocket.class);

    /** How often to look for another process that listens. */
    private static final long LOOK_MS = 50;

    /** What the kernel still holds when it is closed is read in no time, if nothing is amiss. */
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

    /** Ends this; the sockets, which are the caller's now, or null when they were closed before. */
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
            // whatever happens: what nobody reads must not stay open
            receiver.socket().close();
            journal.listened(receiver.nowMicros());
            receiver.close();
        } catch (IOException | RuntimeException | LinkageError e) {
            LOG.warn("{}: cannot be closed: {}", name, e.toString());
        } finally {
            SocketKeeper.forget(name, this);
        }
    }

    /** Nobody comes; or another process listens, and the kernel goes on to give both a share. */
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
     * Until there was nothing to write: what comes during a write would be lost by closing, where
     * the kernel cannot be told to give this socket no more.
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
