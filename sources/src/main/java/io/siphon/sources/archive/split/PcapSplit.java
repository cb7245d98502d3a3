package io.siphon.sources.archive.split;

import org.apache.flink.api.connector.source.SourceSplit;

/**
 * One capture file, or a part of it whose packets are in order of time, and its position; or, in
 * checkpoints only, the memory of a reader.
 *
 * @param path of the file; empty for a reader's memory
 * @param firstMicros true time of its first packet, epoch µs; {@link Long#MIN_VALUE} when it could
 *     not be found
 * @param start position of its first record in the unpacked file; 0 is the file's beginning
 * @param end position behind its last record; {@link #FILE_END} for all that follows
 * @param position of the next record
 * @param cut frames before it that the capture has truncated
 * @param firstCut position of the first of these
 * @param memory of a reader: unfinished streams and counters; empty for a file
 * @param clockOffset how far the clock that the file was captured by is ahead, µs, whole ms
 * @param until true time of the last packet of all files, whoever reads them, epoch µs; {@link
 *     Long#MIN_VALUE} when it is not known
 */
public record PcapSplit(
        String path,
        long firstMicros,
        long start,
        long end,
        long position,
        long cut,
        long firstCut,
        byte[] memory,
        long clockOffset,
        long until)
        implements SourceSplit {

    public static final long FILE_END = Long.MAX_VALUE;

    private static final byte[] NONE = {};

    /** A file that is unread. */
    public static PcapSplit file(String path, long firstMicros) {
        return part(path, firstMicros, 0, FILE_END, Long.MIN_VALUE);
    }

    /** A part of a file of which nothing was read. */
    public static PcapSplit part(
            String path, long firstMicros, long start, long end, long lastMicros) {
        return new PcapSplit(path, firstMicros, start, end, start, 0, 0, NONE, 0, lastMicros);
    }

    public static PcapSplit memory(byte[] memory) {
        return new PcapSplit("", Long.MIN_VALUE, 0, FILE_END, 0, 0, 0, memory, 0, Long.MIN_VALUE);
    }

    public boolean isMemory() {
        return path.isEmpty();
    }

    /** Whether the file ends with it. */
    public boolean endsFile() {
        return end == FILE_END;
    }

    /** The same, read up to here. */
    public PcapSplit at(long otherPosition, long otherCut, long otherFirstCut) {
        return new PcapSplit(
                path,
                firstMicros,
                start,
                end,
                otherPosition,
                otherCut,
                otherFirstCut,
                memory,
                clockOffset,
                until);
    }

    /** The same file, of which nothing was read, by a clock that is so far ahead, µs. */
    public PcapSplit withClockOffset(long offset) {
        return new PcapSplit(
                path,
                less(firstMicros, offset),
                start,
                end,
                position,
                cut,
                firstCut,
                memory,
                offset,
                less(until, offset));
    }

    /** The same, of files whose last packet is of that time. */
    public PcapSplit until(long last) {
        return new PcapSplit(
                path, firstMicros, start, end, position, cut, firstCut, memory, clockOffset, last);
    }

    private static long less(long micros, long offset) {
        return micros == Long.MIN_VALUE ? micros : micros - offset;
    }

    @Override
    public String splitId() {
        return isMemory() ? "memory" : start == 0 ? path : path + "@" + start;
    }
}
