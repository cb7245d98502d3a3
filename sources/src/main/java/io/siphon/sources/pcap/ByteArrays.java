package io.siphon.sources.pcap;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Byte arrays in a checkpoint: length, then octets. */
final class ByteArrays {

    static void write(DataOutput out, byte[] bytes) throws IOException {
        write(out, bytes, 0, bytes.length);
    }

    static void write(DataOutput out, byte[] bytes, int offset, int length) throws IOException {
        out.writeInt(length);
        out.write(bytes, offset, length);
    }

    static byte[] read(DataInput in) throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return bytes;
    }

    private ByteArrays() {}
}
