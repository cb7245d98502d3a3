package io.siphon.sources.pcap;

import javax.annotation.Nullable;

import java.io.IOException;
import java.io.InputStream;

/** The format of libpcap: a header of 24 octets, then records of 16 and their bytes. */
final class ClassicPcap implements PcapFile.PcapFormat {

    private static final int MICROS = 0xa1b2c3d4;
    private static final int NANOS = 0xa1b23c4d;

    private final Words words;
    private final boolean nanos;
    private final int linkType;

    ClassicPcap(InputStream in, int magic) throws IOException {
        words = new Words(in);
        int other = Integer.reverseBytes(magic);
        nanos = magic == NANOS || other == NANOS;
        if (!nanos && magic != MICROS && other != MICROS) {
            throw new IOException(
                    "the file begins with 0x"
                            + Integer.toHexString(magic)
                            + ", expected pcap or pcapng");
        }
        words.swapped(other == NANOS || other == MICROS);
        words.skip(16); // version, zone, accuracy, snapshot length
        linkType = words.u32() & 0xffff; // the rest is about frame checksums
    }

    @Override
    public @Nullable PcapRecord next() throws IOException {
        if (words.atEnd()) {
            return null;
        }
        long seconds = Integer.toUnsignedLong(words.u32());
        long fraction = Integer.toUnsignedLong(words.u32());
        int captured = words.u32();
        int original = words.u32();
        if (captured < 0 || captured > PcapFile.LONGEST) {
            throw new IOException(
                    "record says "
                            + Integer.toUnsignedString(captured)
                            + " bytes, expected at most "
                            + PcapFile.LONGEST);
        }
        long time = seconds * 1_000_000 + (nanos ? fraction / 1000 : fraction);
        return new PcapRecord(time, linkType, original, words.bytes(captured));
    }
}
