package io.siphon.sources.pcap;

import com.github.luben.zstd.ZstdInputStream;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.zip.GZIPInputStream;

/** How a capture file is compressed, told by its first octets. */
enum Compression {
    NONE,
    /** RFC 1952, also of several members. */
    GZIP,
    /** RFC 8878, also of several frames, and of {@code zstd --long}: windows up to 128 MB. */
    ZSTD;

    /** Octets by which the format is recognised. */
    static final int MAGIC = 4;

    /** How the stream is packed; it stands at its beginning still. */
    static Compression of(PushbackInputStream in) throws IOException {
        byte[] magic = new byte[MAGIC];
        int length = in.readNBytes(magic, 0, MAGIC);
        in.unread(magic, 0, length);
        return of(magic);
    }

    /** The stream as it was before it was packed. */
    InputStream unpack(InputStream in) throws IOException {
        return switch (this) {
            case NONE -> in;
            case GZIP -> new GZIPInputStream(in, 1 << 16);
            case ZSTD -> new ZstdInputStream(in);
        };
    }

    private static Compression of(byte[] magic) {
        if (magic[0] == 0x1f && magic[1] == (byte) 0x8b) {
            return GZIP;
        }
        boolean frame =
                magic[0] == 0x28
                        && magic[1] == (byte) 0xb5
                        && magic[2] == 0x2f
                        && magic[3] == (byte) 0xfd;
        boolean skippable =
                (magic[0] & 0xf0) == 0x50
                        && magic[1] == 0x2a
                        && magic[2] == 0x4d
                        && magic[3] == 0x18;
        return frame || skippable ? ZSTD : NONE;
    }
}
