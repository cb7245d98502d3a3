package io.siphon.sources.journal;

import io.siphon.sources.pcap.PcapFile;
import io.siphon.sources.pcap.PcapRecord;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.annotation.Nullable;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;

/**
 * Reads a journal from a place on, segment after segment, while it is being written. A segment that
 * ends within a record, since its writer was killed, is read up to there.
 */
public final class JournalReader implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(JournalReader.class);

    private final JournalLane lane;
    private final JournalCounts counts;
    private JournalPosition at;
    private PcapFile file;
    private RawMessage next;

    public JournalReader(JournalLane lane, JournalPosition from, JournalCounts counts) {
        this.lane = lane;
        this.at = from;
        this.counts = counts;
    }

    /** The next one, that stays so until {@link #advance}; null at the end, as it is now. */
    public @Nullable RawMessage peek() throws IOException {
        while (next == null) {
            if (file == null && !open(at)) {
                return null;
            }
            next = read();
            if (next == null && !openFollowing()) {
                return null;
            }
        }
        return next;
    }

    public void advance() {
        counts.replayed.incrementAndGet();
        at = next.behind();
        next = null;
    }

    private @Nullable RawMessage read() {
        try {
            PcapRecord packet = file.next();
            return packet == null
                    ? null
                    : JournalFormat.read(
                            packet, new JournalPosition(at.segment(), file.position()));
        } catch (IOException | RuntimeException e) {
            damaged(e.toString());
            return null;
        }
    }

    /** Opens the first segment at or after a place; false when there is none yet. */
    private boolean open(JournalPosition from) throws IOException {
        for (JournalLane.Segment segment : lane.segments()) {
            if (segment.micros() < from.segment()) {
                continue;
            }
            boolean same = segment.micros() == from.segment();
            at = same ? from : new JournalPosition(segment.micros(), 0);
            if (begin(segment)) {
                return true;
            }
        }
        return false;
    }

    private boolean begin(JournalLane.Segment segment) throws IOException {
        try {
            file = PcapFile.open(segment.file());
            if (at.offset() > 0) {
                file.skipTo(at.offset());
            }
            return true;
        } catch (NoSuchFileException gone) {
            return false;
        } catch (EOFException shorter) {
            // the machine went down before the end of the segment was on the disk
            return true;
        } catch (IOException e) {
            damaged(e.getMessage());
            return false;
        }
    }

    /** At the end of a segment; false when it is the newest. */
    private boolean openFollowing() throws IOException {
        JournalPosition following = new JournalPosition(at.segment() + 1, 0);
        if (lane.segments().stream().noneMatch(s -> s.micros() >= following.segment())) {
            return false;
        }
        if (file.truncated()) {
            damaged("it ends within a record: its writer was killed");
        }
        file.close();
        file = null;
        return open(following);
    }

    private void damaged(String why) {
        counts.damaged.incrementAndGet();
        LOG.warn("journal: {} {}: {}", lane.segment(at.segment()).file(), at, why);
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
