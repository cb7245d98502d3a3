package io.siphon.sources.pcap;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Reads numbers in the byte order that a file turns out to have. */
final class Words {

    private final InputStream in;
    private boolean swapped;

    Words(InputStream in) {
        this.in = in;
    }

    /** From here on numbers are little endian. */
    void swapped(boolean little) {
        swapped = little;
    }

    boolean swapped() {
        return swapped;
    }

    /** Whether the stream has ended where it may: before the next record. */
    boolean atEnd() throws IOException {
        in.mark(1);
        boolean end = in.read() < 0;
        in.reset();
        return end;
    }

    int u32() throws IOException {
        int value = octet() << 24 | octet() << 16 | octet() << 8 | octet();
        return swapped ? Integer.reverseBytes(value) : value;
    }

    byte[] bytes(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return bytes;
    }

    void skip(long length) throws IOException {
        in.skipNBytes(length);
    }

    int u16(byte[] bytes, int at) {
        int big = (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
        return swapped ? Short.toUnsignedInt(Short.reverseBytes((short) big)) : big;
    }

    int u32(byte[] bytes, int at) {
        int first = u16(bytes, at);
        int second = u16(bytes, at + 2);
        return swapped ? second << 16 | first : first << 16 | second;
    }

    private int octet() throws IOException {
        int octet = in.read();
        if (octet < 0) {
            throw new EOFException();
        }
        return octet;
    }
}
