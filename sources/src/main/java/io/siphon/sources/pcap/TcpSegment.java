package io.siphon.sources.pcap;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * One TCP segment as captured: it may be a retransmission, or out of order. A view, good until the
 * next.
 *
 * @param sequence of the first byte of the payload; unsigned 32 bits
 * @param acknowledged sequence number that the other side is to send next, where {@link #ACK} is
 *     set
 * @param flags the lower octet of TCP's flags: FIN 1, SYN 2, RST 4, PSH 8, ACK 16
 * @param length octets of payload captured
 * @param wireLength octets of payload that there were
 */
record TcpSegment(
        long timeMicros,
        TcpFlow flow,
        int sequence,
        int acknowledged,
        int flags,
        byte[] bytes,
        int offset,
        int length,
        int wireLength) {

    static final int FIN = 1;
    static final int SYN = 2;
    static final int RST = 4;
    static final int ACK = 16;

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** In an array of its own, good for ever. */
    TcpSegment copy() {
        byte[] own = Arrays.copyOfRange(bytes, offset, offset + length);
        return new TcpSegment(
                timeMicros, flow, sequence, acknowledged, flags, own, 0, length, wireLength);
    }

    /** The same octets, said to begin elsewhere. */
    TcpSegment from(int otherSequence) {
        return new TcpSegment(
                timeMicros,
                flow,
                otherSequence,
                acknowledged,
                flags,
                bytes,
                offset,
                length,
                wireLength);
    }

    /** All but the flow. */
    void save(DataOutput out) throws IOException {
        out.writeLong(timeMicros);
        out.writeInt(sequence);
        out.writeInt(acknowledged);
        out.writeInt(flags);
        ByteArrays.write(out, bytes, offset, length);
        out.writeInt(wireLength);
    }

    static TcpSegment restore(DataInput in, TcpFlow flow) throws IOException {
        long time = in.readLong();
        int sequence = in.readInt();
        int acknowledged = in.readInt();
        int flags = in.readInt();
        byte[] bytes = ByteArrays.read(in);
        return new TcpSegment(
                time, flow, sequence, acknowledged, flags, bytes, 0, bytes.length, in.readInt());
    }
}
