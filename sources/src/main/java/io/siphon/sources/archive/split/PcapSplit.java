package io.siphon.sources.archive.split;

import org.apache.flink.api.connector.source.SourceSplit;

/**
 * One capture file and how far it was read; or, in checkpoints only, what a reader remembers beside
 * its files.
 *
 * @param path of the file; empty for a reader's memory
 * @param firstMicros time of the file's first packet, epoch µs; {@link Long#MIN_VALUE} when it
 *     could not be found
 * @param position of the next record in the unpacked file; 0 is its beginning
 * @param cut frames before it that the capture has cut short
 * @param firstCut position of the first of these
 * @param memory of a reader: unfinished streams and figures; empty for a file
 */
public record PcapSplit(
        String path, long firstMicros, long position, long cut, long firstCut, byte[] memory)
        implements SourceSplit {

    private static final byte[] NONE = {};

    /** A file of which nothing was read. */
    public static PcapSplit file(String path, long firstMicros) {
        return new PcapSplit(path, firstMicros, 0, 0, 0, NONE);
    }

    public static PcapSplit memory(byte[] memory) {
        return new PcapSplit("", Long.MIN_VALUE, 0, 0, 0, memory);
    }

    public boolean isMemory() {
        return path.isEmpty();
    }

    /** The same file, read up to here. */
    public PcapSplit at(long otherPosition, long otherCut, long otherFirstCut) {
        return new PcapSplit(path, firstMicros, otherPosition, otherCut, otherFirstCut, memory);
    }

    @Override
    public String splitId() {
        return isMemory() ? "memory" : path;
    }
}
