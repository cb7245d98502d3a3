package io.siphon.sources.journal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.annotation.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * The right to write a journal, or to read it to its end: one reader's at a time, of whatever
 * process of this machine. The kernel gives it back when the process is killed.
 */
public final class JournalLock implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(JournalLock.class);

    private static final String NAME = "lock";
    private static final long LOOK_NANOS = 10_000_000;

    @Nullable private final FileChannel channel;

    private JournalLock(@Nullable FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Waits until nobody else has it. A disk that does not even take the lock is no reason not to
     * listen.
     *
     * @throws IOException when another one still has it after that time
     */
    public static JournalLock take(JournalLane lane, Duration patience) throws IOException {
        Path file = lane.folder().resolve(NAME);
        FileChannel channel;
        try {
            Files.createDirectories(lane.folder());
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            LOG.warn("journal: cannot lock {}: {}", lane.folder(), e.toString());
            return new JournalLock(null);
        }
        long end = System.nanoTime() + patience.toNanos();
        while (!isTaken(channel)) {
            if (System.nanoTime() > end) {
                channel.close();
                throw new IOException(
                        "the journal %s is being written by another Siphon; two that listen on the same port need each a journal.directory of its own"
                                .formatted(lane.folder()));
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return new JournalLock(channel);
    }

    private static boolean isTaken(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException inThisProcess) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
