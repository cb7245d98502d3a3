package io.siphon.sources.journal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** Deletes segments, the oldest first: for their age, or for the room they take. */
final class JournalRetention {

    private static final Logger LOG = LoggerFactory.getLogger(JournalRetention.class);

    private final JournalLane lane;
    private final JournalSettings settings;
    private final JournalCounts counts;

    JournalRetention(JournalLane lane, JournalSettings settings, JournalCounts counts) {
        this.lane = lane;
        this.settings = settings;
        this.counts = counts;
    }

    /**
     * The newest segment stays.
     *
     * @param comingBytes that are about to be written beside what is there
     * @return how many bytes are left
     */
    long apply(long nowMillis, long comingBytes) {
        List<JournalLane.Segment> segments = lane.segments();
        long bytes = segments.stream().mapToLong(JournalLane.Segment::bytes).sum();
        for (int i = 0; i < segments.size() - 1; i++) {
            JournalLane.Segment oldest = segments.get(i);
            boolean tooMuch = bytes + comingBytes > settings.maxBytes();
            boolean tooOld = oldest.writtenMillis() < nowMillis - settings.retention().toMillis();
            boolean needed = oldest.micros() >= lane.covered().segment();
            if (!tooMuch && (!tooOld || needed)) {
                break;
            }
            long freed = oldest.bytes();
            if (!delete(oldest, needed)) {
                break;
            }
            bytes -= freed;
        }
        return bytes;
    }

    private boolean delete(JournalLane.Segment segment, boolean needed) {
        try {
            Files.deleteIfExists(segment.file());
        } catch (IOException e) {
            LOG.warn("journal: cannot delete {}: {}", segment.file(), e.toString());
            return false;
        }
        counts.deleted.incrementAndGet();
        if (needed) {
            counts.deletedNeeded.incrementAndGet();
            LOG.warn(
                    "journal: deleted {}, which no checkpoint covers yet, because journal.max-size"
                            + " is reached: after a failure its messages would be missing",
                    segment.file());
        }
        return true;
    }
}
