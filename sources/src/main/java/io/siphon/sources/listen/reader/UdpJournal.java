package io.siphon.sources.listen.reader;

import io.siphon.sources.JournalGap;
import io.siphon.sources.journal.JournalCounts;
import io.siphon.sources.journal.JournalLane;
import io.siphon.sources.journal.JournalLock;
import io.siphon.sources.journal.JournalPosition;
import io.siphon.sources.journal.JournalSettings;
import io.siphon.sources.journal.JournalWriter;
import io.siphon.sources.journal.RawMessage;
import io.siphon.sources.listen.split.UdpSplit;

import javax.annotation.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A reader's journal, which may be disabled. The fetcher writes and reads it; the task's thread
 * records the positions of checkpoints.
 */
final class UdpJournal implements Closeable {

    @Nullable private final JournalSettings settings;
    private final JournalCounts counts = new JournalCounts();
    private final TreeMap<Long, Map<String, JournalPosition>> checkpoints = new TreeMap<>();
    private final Map<String, JournalLock> locks = new HashMap<>();
    private volatile JournalWriter writer;

    UdpJournal(@Nullable JournalSettings settings) {
        this.settings = settings;
    }

    JournalCounts counts() {
        return counts;
    }

    boolean isKept() {
        return settings != null;
    }

    JournalLane lane(String splitId) {
        return JournalLane.of(settings.directory(), splitId);
    }

    /**
     * Where to read on: at the position of the checkpoint; without one, behind the last position
     * that a checkpoint had.
     */
    UdpSplit placed(UdpSplit split) {
        return settings == null || split.position() != null
                ? split
                : split.at(lane(split.splitId()).covered());
    }

    /**
     * Waits until no process reads this socket, or until its reader leaves when another socket is
     * open. Opened earlier, a second socket would only take messages away from the first.
     */
    void reserve(String splitId, Duration patience) throws IOException {
        JournalLock lock = JournalLock.takeOrFindLeft(lane(splitId), patience);
        if (lock != null) {
            locks.put(splitId, lock);
        }
    }

    /** Waits until the previous reader has written all that it received. */
    void take(String splitId, Duration patience) throws IOException {
        if (!locks.containsKey(splitId)) {
            locks.put(splitId, JournalLock.take(lane(splitId), patience));
        }
    }

    /** Permits the next reader to open its socket; this one then leaves. */
    void leave() {
        locks.keySet().forEach(splitId -> lane(splitId).leave());
    }

    void begin(JournalLane lane, UdpSocket socket) throws IOException {
        writer = new JournalWriter(lane, socket.address(), settings, counts);
    }

    /** Writes the messages and sets the positions of those that could be written. */
    List<RawMessage> write(List<RawMessage> received, long nowMicros) {
        return writer == null ? received : writer.write(received, nowMicros);
    }

    /** See {@link JournalWriter#gap}. */
    @Nullable
    JournalGap gap(long nowMicros, boolean hurry) {
        return writer == null ? null : writer.gap(nowMicros, hurry);
    }

    boolean isWriting() {
        return writer != null && writer.isWriting();
    }

    /** Whether it is written, or would be tried again now. */
    boolean isDue(long nowMicros) {
        return writer != null && writer.isDue(nowMicros);
    }

    @Nullable
    JournalPosition position() {
        return writer == null ? null : writer.position();
    }

    /** Records that somebody listens. */
    void beat(long nowMicros) {
        if (writer != null) {
            writer.beat(nowMicros);
        }
    }

    /** Records that listening ended now. */
    void listened(long nowMicros) {
        if (writer != null) {
            writer.listened(nowMicros);
        }
    }

    /** Makes messages up to the checkpoint durable. Called on the task's thread. */
    void snapshot(long checkpointId, Iterable<UdpSplit> splits) {
        if (settings == null) {
            return;
        }
        Map<String, JournalPosition> positions = new HashMap<>();
        for (UdpSplit split : splits) {
            if (split.position() != null) {
                positions.put(split.splitId(), split.position());
            }
        }
        checkpoints.put(checkpointId, positions);
        JournalWriter current = writer;
        if (current != null) {
            current.sync();
        }
    }

    /** Releases messages before the checkpoint. Called on the task's thread. */
    void completed(long checkpointId) {
        Map<String, JournalPosition> positions = checkpoints.get(checkpointId);
        if (positions != null) {
            JournalWriter current = writer;
            positions.forEach(
                    (splitId, position) -> {
                        if (current == null || !current.cover(splitId, position)) {
                            lane(splitId).cover(position);
                        }
                    });
        }
        checkpoints.headMap(checkpointId, true).clear();
    }

    @Override
    public void close() throws IOException {
        if (writer != null) {
            writer.close();
        }
        for (JournalLock lock : locks.values()) {
            lock.close();
        }
    }
}
