package io.siphon.sources.pcap;

import java.util.Arrays;

/**
 * One captured frame: a view into the reader's buffer, good until its file is asked for the next.
 *
 * @param timeMicros epoch µs; nanoseconds are cut off; where the file has none (pcapng's simple
 *     packets) that of the record before, 0 for the first
 * @param linkType tcpdump's number of the link layer, see {@link LinkType}
 * @param originalLength bytes on the wire; more than {@code length} when the capture cut it
 * @param bytes holds the frame from its link layer's header on
 */
public record PcapRecord(
        long timeMicros, int linkType, int originalLength, byte[] bytes, int offset, int length) {

    /** A frame in an array of its own. */
    public PcapRecord(long timeMicros, int linkType, int originalLength, byte[] frame) {
        this(timeMicros, linkType, originalLength, frame, 0, frame.length);
    }

    /** The frame in an array of its own, good for ever. */
    public PcapRecord copy() {
        return new PcapRecord(timeMicros, linkType, originalLength, data());
    }

    /** A copy of the frame's bytes. */
    public byte[] data() {
        return Arrays.copyOfRange(bytes, offset, offset + length);
    }
}
