package io.siphon.sources.journal;

import io.siphon.sources.JournalGap;
import io.siphon.sources.OwnerOnly;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.annotation.Nullable;

import java.io.Closeable;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Appends what is received, with one system call each time. Where the disk cannot be written,
 * messages go on without the journal, counted, and the disk is tried again later.
 *
 * <p>For one thread; but {@link #sync} may be called by another.
 */
public final class JournalWriter implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(JournalWriter.class);

    private static final int BUFFER = 1 << 20;
    private static final long BEAT_MICROS = 1_000_000;
    private static final long PRUNE_MICROS = 60_000_000;

    /** Where segments are written; tests have disks that are full. */
    interface Disk {
        FileChannel create(JournalLane.Segment segment) throws IOException;
    }

    private final JournalLane lane;
    private final InetSocketAddress receiver;
    private final JournalSettings settings;
    private final JournalCounts counts;
    private final JournalRetention retention;
    private final MissedMessages missed;
    private final Disk disk;
    private final Queue<Path> unsynced = new ConcurrentLinkedQueue<>();

    private ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private FileChannel channel;
    private volatile JournalPosition position;
    private long retryMicros;
    private long nextBeatMicros;
    private long nextPruneMicros;

    /**
     * @param receiver what stands as destination in the packets
     */
    public JournalWriter(
            JournalLane lane,
            InetSocketAddress receiver,
            JournalSettings settings,
            JournalCounts counts) {
        this(lane, receiver, settings, counts, JournalWriter::create);
    }

    JournalWriter(
            JournalLane lane,
            InetSocketAddress receiver,
            JournalSettings settings,
            JournalCounts counts,
            Disk disk) {
        this.lane = lane;
        this.receiver = receiver;
        this.settings = settings;
        this.counts = counts;
        this.disk = disk;
        retention = new JournalRetention(lane, settings, counts);
        missed = new MissedMessages(lane.name(), settings.retry().toNanos() / 1000);
    }

    private static FileChannel create(JournalLane.Segment segment) throws IOException {
        OwnerOnly.create(segment.file().getParent());
        return FileChannel.open(
                segment.file(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /**
     * Writes messages and gives them back with their places; without, when they could not be
     * written.
     *
     * @param nowMicros epoch µs
     */
    public List<RawMessage> write(List<RawMessage> messages, long nowMicros) {
        if (messages.isEmpty()) {
            return messages;
        }
        if (nowMicros < retryMicros) {
            return missed(messages, nowMicros);
        }
        try {
            rollIfDue(nowMicros);
            List<RawMessage> written = append(messages);
            if (counts.failing) {
                LOG.info("journal: written again; {} messages are not in it", missed.count());
                missed.over(nowMicros);
                counts.failing = false;
            }
            return written;
        } catch (IOException e) {
            failed(e, nowMicros);
            return missed(messages, nowMicros);
        }
    }

    private List<RawMessage> missed(List<RawMessage> messages, long nowMicros) {
        counts.notWritten.addAndGet(messages.size());
        missed.add(messages.size(), nowMicros);
        return messages;
    }

    /**
     * Messages that could not be written, each time that their number has grown.
     *
     * @param hurry does not wait until it is time again
     * @return null when there is nothing to report
     */
    public @Nullable JournalGap gap(long nowMicros, boolean hurry) {
        return missed.tell(nowMicros, hurry);
    }

    private List<RawMessage> append(List<RawMessage> messages) throws IOException {
        int most = JournalFormat.FILE_HEADER;
        for (RawMessage message : messages) {
            most += JournalFormat.length(message);
        }
        if (buffer.capacity() < most) {
            buffer = ByteBuffer.allocateDirect(most);
        }
        buffer.clear();
        if (position.offset() == 0) {
            JournalFormat.putFileHeader(buffer);
        }
        List<RawMessage> written = new ArrayList<>(messages.size());
        for (RawMessage message : messages) {
            JournalFormat.put(buffer, message, receiver);
            written.add(
                    message.at(
                            new JournalPosition(
                                    position.segment(), position.offset() + buffer.position())));
        }
        buffer.flip();
        int length = buffer.remaining();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        counts.bytes.addAndGet(length);
        position = new JournalPosition(position.segment(), position.offset() + length);
        return written;
    }

    private void rollIfDue(long nowMicros) throws IOException {
        long age = channel == null ? 0 : nowMicros - position.segment();
        boolean tooOld = age > settings.segmentTime().toNanos() / 1000;
        if (channel != null && position.offset() < settings.segmentBytes() && !tooOld) {
            return;
        }
        counts.bytes.set(retention.apply(nowMicros / 1000, settings.segmentBytes()));
        JournalLane.Segment segment = lane.segment(Math.max(nowMicros, lane.end().segment() + 1));
        FileChannel opened = disk.create(segment);
        if (channel != null) {
            unsynced.add(lane.segment(position.segment()).file());
            channel.close();
        }
        channel = opened;
        position = new JournalPosition(segment.micros(), 0);
    }

    /** Behind what was written last; null before the first. */
    public @Nullable JournalPosition position() {
        return position;
    }

    /** Whether the next message will probably be written. */
    public boolean isWriting() {
        return !counts.failing;
    }

    /** Whether {@link #write} would try. */
    public boolean isDue(long nowMicros) {
        return nowMicros >= retryMicros;
    }

    /** Says that somebody listens, also while nothing is received; to be called often. */
    public void beat(long nowMicros) {
        if (nowMicros < nextBeatMicros) {
            return;
        }
        listened(nowMicros);
        if (nowMicros >= nextPruneMicros) {
            nextPruneMicros = nowMicros + PRUNE_MICROS;
            counts.bytes.set(retention.apply(nowMicros / 1000, 0));
            pruneAbandoned(nowMicros / 1000);
        }
    }

    /** Journals of sockets that nobody listens on any more: no other writer deletes them. */
    private void pruneAbandoned(long nowMillis) {
        try {
            for (JournalLane other : JournalLane.all(lane.folder().getParent())) {
                if (other.name().equals(lane.name())) {
                    continue;
                }
                try (JournalLock lock = JournalLock.takeIfFree(other)) {
                    if (lock != null && lock.isCertain()) {
                        new JournalRetention(other, settings, counts).apply(nowMillis, 0);
                    }
                }
            }
        } catch (IOException e) {
            LOG.warn("journal: cannot list {}: {}", lane.folder().getParent(), e.toString());
        }
    }

    /** Somebody listened up to now, for certain. */
    public void listened(long nowMicros) {
        nextBeatMicros = nowMicros + BEAT_MICROS;
        try {
            lane.beat(nowMicros);
        } catch (IOException e) {
            LOG.debug("journal: cannot touch {}", lane.folder(), e);
        }
    }

    /** A checkpoint knows everything before; false when it is of another journal. */
    public boolean cover(String name, JournalPosition place) {
        if (!lane.name().equals(name)) {
            return false;
        }
        lane.cover(place);
        return true;
    }

    private void failed(IOException e, long nowMicros) {
        counts.writeErrors.incrementAndGet();
        retryMicros = nowMicros + settings.retry().toNanos() / 1000;
        if (!counts.failing) {
            LOG.error(
                    "journal: cannot write {}: {}; capture continues without the journal, retrying"
                            + " every {} s. Messages received meanwhile are lost if Siphon fails",
                    lane.folder(),
                    e.getMessage(),
                    settings.retry().toSeconds());
        }
        counts.failing = true;
        abandon();
    }

    /** What may have been written of the last messages goes, so that the segment is whole. */
    private void abandon() {
        FileChannel broken = channel;
        channel = null;
        if (broken == null) {
            return;
        }
        try (broken) {
            broken.truncate(position.offset());
            if (position.offset() == 0) {
                Files.deleteIfExists(lane.segment(position.segment()).file());
            }
        } catch (IOException e) {
            LOG.warn("journal: cannot cut {}: {}", lane.segment(position.segment()), e.toString());
        }
    }

    /**
     * Has the disk keep all that is written, should the machine go down. What cannot be kept is an
     * error of the disk, not of the job.
     */
    public void sync() {
        try {
            for (Path full = unsynced.poll(); full != null; full = unsynced.poll()) {
                sync(full);
            }
            JournalPosition current = position;
            if (current != null) {
                sync(lane.segment(current.segment()).file());
            }
        } catch (IOException e) {
            LOG.warn("journal: cannot sync {}: {}", lane.folder(), e.toString());
        }
    }

    /** Not by the channel: an interrupt of the task would close it. */
    private static void sync(Path file) throws IOException {
        try (FileInputStream open = new FileInputStream(file.toFile())) {
            open.getFD().sync();
        } catch (FileNotFoundException deleted) {
            // nothing to keep
        }
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
