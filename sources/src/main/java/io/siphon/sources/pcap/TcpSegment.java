package io.siphon.sources.pcap;

/**
 * One TCP segment as captured: it may be a retransmission, or out of order.
 *
 * @param sequence of the first byte of the payload; unsigned 32 bits
 * @param flags the lower octet of TCP's flags: FIN 1, SYN 2, RST 4, PSH 8, ACK 16
 */
public record TcpSegment(long timeMicros, TcpFlow flow, int sequence, int flags, byte[] payload) {

    static final int FIN = 1;
    static final int SYN = 2;
    static final int RST = 4;

    boolean has(int flag) {
        return (flags & flag) != 0;
    }
}
