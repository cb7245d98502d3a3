package io.siphon.sources.pcap;

/**
 * One captured frame.
 *
 * @param timeMicros epoch µs; nanoseconds are cut off; 0 when the file has no time for it
 * @param linkType tcpdump's number of the link layer, see {@link LinkType}
 * @param originalLength bytes on the wire; more than {@code data} has when the capture cut it
 * @param data from the link layer's header on
 */
public record PcapRecord(long timeMicros, int linkType, int originalLength, byte[] data) {}
