package io.siphon.sources.journal;

import java.io.Serializable;
import java.time.Duration;

/**
 * How a journal is kept.
 *
 * @param directory on a local disk, one folder in it for each socket
 * @param segmentBytes a segment that is as long is followed by a new one
 * @param segmentTime a segment that is as old is followed by a new one
 * @param retention for how long segments are kept that no checkpoint needs
 * @param maxBytes of all segments of one socket; beyond it the oldest go, needed or not
 * @param retry how long to leave a disk alone that could not be written
 */
public record JournalSettings(
        String directory,
        long segmentBytes,
        Duration segmentTime,
        Duration retention,
        long maxBytes,
        Duration retry)
        implements Serializable {

    /** After a disk was full, for one. */
    public static final Duration RETRY = Duration.ofSeconds(10);
}
