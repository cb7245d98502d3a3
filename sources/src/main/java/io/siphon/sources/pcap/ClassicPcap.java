package io.siphon.sources.pcap;

import javax.annotation.Nullable;

import java.io.EOFException;
import java.io.IOException;

/** The format of libpcap: a header of 24 octets, then records of 16 and their bytes. */
final class ClassicPcap implements PcapFile.PcapFormat {

    private static final int MICROS = 0xa1b2c3d4;
    private static final int NANOS = 0xa1b23c4d;
    private static final int FILE_HEADER = 24;
    private static final int RECORD_HEADER = 16;

    private final ByteWindow window;
    private final boolean nanos;
    private final int linkType;

    /** The window stands at the start of the file. */
    ClassicPcap(ByteWindow window) throws IOException {
        this.window = window;
        int magic = window.i32(0);
        int other = Integer.reverseBytes(magic);
        nanos = magic == NANOS || other == NANOS;
        if (!nanos && magic != MICROS && other != MICROS) {
            throw new IOException(
                    "the file begins with 0x"
                            + Integer.toHexString(magic)
                            + ", expected pcap or pcapng");
        }
        window.little(other == NANOS || other == MICROS);
        if (!window.has(FILE_HEADER)) {
            throw new EOFException();
        }
        linkType = window.i32(20) & 0xffff; // the rest is about frame checksums
        window.advance(FILE_HEADER);
    }

    @Override
    public @Nullable PcapRecord next() throws IOException {
        if (!window.has(RECORD_HEADER)) {
            if (window.held() == 0) {
                return null;
            }
            throw new EOFException();
        }
        int captured = window.i32(8);
        if (captured < 0 || captured > PcapFile.LONGEST) {
            throw new IOException(
                    "record says "
                            + Integer.toUnsignedString(captured)
                            + " bytes, expected at most "
                            + PcapFile.LONGEST);
        }
        if (!window.has(RECORD_HEADER + captured)) {
            throw new EOFException();
        }
        long fraction = window.u32(4);
        PcapRecord record =
                new PcapRecord(
                        window.u32(0) * 1_000_000 + (nanos ? fraction / 1000 : fraction),
                        linkType,
                        window.i32(12),
                        window.bytes(),
                        window.index(RECORD_HEADER),
                        captured);
        window.advance(RECORD_HEADER + captured);
        return record;
    }

    @Override
    public void skipTo(long position) throws IOException {
        if (!window.skip(position - window.position())) {
            throw new EOFException();
        }
    }
}
