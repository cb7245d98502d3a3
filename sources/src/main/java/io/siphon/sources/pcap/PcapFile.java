package io.siphon.sources.pcap;

import javax.annotation.Nullable;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * A capture file, read from front to back: classic pcap (µs and ns, both byte orders) or pcapng,
 * either of them gzipped, told apart by their first bytes.
 *
 * <p>A file that ends within a record is read up to there and is {@link #truncated}: a capture that
 * is still being written, or whose writer was killed. Nonsense is an {@link IOException}.
 */
public final class PcapFile implements Closeable {

    /** Largest frame believed, as in libpcap. */
    static final int LONGEST = 262_144;

    private final InputStream in;
    private final PcapFormat format;
    private boolean truncated;

    private PcapFile(InputStream in, PcapFormat format) {
        this.in = in;
        this.format = format;
    }

    /** The records of one container format. */
    interface PcapFormat {
        /** Null at the end. */
        @Nullable
        PcapRecord next() throws IOException;
    }

    public static PcapFile open(Path file) throws IOException {
        InputStream in = Files.newInputStream(file);
        try {
            return read(in);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /** Reads any stream; closing the file closes it. */
    public static PcapFile read(InputStream stream) throws IOException {
        InputStream in = new BufferedInputStream(stream, 1 << 16);
        in.mark(2);
        boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
        in.reset();
        if (gzip) {
            in = new BufferedInputStream(new GZIPInputStream(in, 1 << 16), 1 << 16);
        }
        try {
            int magic = new Words(in).u32();
            return new PcapFile(
                    in,
                    magic == PcapNg.SECTION_HEADER ? new PcapNg(in) : new ClassicPcap(in, magic));
        } catch (EOFException e) {
            throw new IOException("the file ends in its header, expected pcap or pcapng", e);
        }
    }

    /** The next record; null at the end of the file. */
    public @Nullable PcapRecord next() throws IOException {
        if (truncated) {
            return null;
        }
        try {
            return format.next();
        } catch (EOFException e) {
            truncated = true;
            return null;
        }
    }

    /** Whether the file ended within a record. */
    public boolean truncated() {
        return truncated;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
