package io.siphon.sources.journal;

import io.siphon.sources.OwnerOnly;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.annotation.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;

/**
 * The right to write a journal, or to read it to its end: one reader's at a time, of whatever
 * process of this machine. The kernel gives it back when the process is killed.
 */
public final class JournalLock implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(JournalLock.class);

    private static final String NAME = "lock";
    private static final long LOOK_NANOS = 10_000_000;

    /**
     * Locks that this process has: of the kernel's there is one a process, which goes when any of
     * its descriptors is closed (fcntl(2)). These are the JVM's, since jobs have class loaders of
     * their own.
     */
    private static final Properties OURS = System.getProperties();

    private final String key;
    @Nullable private final FileChannel channel;

    /** Whether the disk took it. */
    private final boolean certain;

    private JournalLock(String key, @Nullable FileChannel channel, boolean certain) {
        this.key = key;
        this.channel = channel;
        this.certain = certain;
    }

    /**
     * Waits until nobody else has it. A disk that does not even take the lock is no reason not to
     * listen.
     *
     * @throws IOException when another one still has it after that time
     */
    public static JournalLock take(JournalLane lane, Duration patience) throws IOException {
        return await(lane, patience, false);
    }

    /**
     * Likewise, or until whoever has it leaves as soon as another one listens.
     *
     * @return null when it is left
     */
    @Nullable
    public static JournalLock takeOrFindLeft(JournalLane lane, Duration patience)
            throws IOException {
        return await(lane, patience, true);
    }

    /**
     * @return null when somebody has it
     */
    @Nullable
    static JournalLock takeIfFree(JournalLane lane) {
        String key = key(lane);
        if (OURS.putIfAbsent(key, NAME) != null) {
            return null;
        }
        JournalLock lock = ofKernel(lane, key);
        if (lock == null) {
            OURS.remove(key);
        }
        return lock;
    }

    private static String key(JournalLane lane) {
        return "siphon.journal " + lane.folder();
    }

    @Nullable
    private static JournalLock await(JournalLane lane, Duration patience, boolean orLeft)
            throws IOException {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            JournalLock lock = takeIfFree(lane);
            if (lock != null) {
                return lock;
            }
            if (orLeft && lane.isLeft()) {
                return null;
            }
            if (System.nanoTime() > end) {
                throw new IOException(
                        "the journal %s is being written by another Siphon; two that listen on the same port need each a journal.directory of its own"
                                .formatted(lane.folder()));
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** Null when another process has it. */
    @Nullable
    private static JournalLock ofKernel(JournalLane lane, String key) {
        FileChannel channel = null;
        boolean certain = false;
        try {
            OwnerOnly.folder(lane.folder());
            channel =
                    FileChannel.open(
                            lane.folder().resolve(NAME),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                channel.close();
                return null;
            }
            certain = true;
            lane.stay();
        } catch (IOException e) {
            LOG.warn("journal: cannot lock {}: {}", lane.folder(), e.toString());
        }
        return new JournalLock(key, channel, certain);
    }

    /** Whether nobody else can have it: else the disk has failed. */
    boolean isCertain() {
        return certain;
    }

    @Override
    public void close() throws IOException {
        try {
            if (channel != null) {
                channel.close();
            }
        } finally {
            OURS.remove(key);
        }
    }
}
