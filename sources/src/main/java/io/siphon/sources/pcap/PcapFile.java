package io.siphon.sources.pcap;

import javax.annotation.Nullable;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A capture file, read from front to back: classic pcap (µs and ns, both byte orders) or pcapng,
 * plain or packed with gzip or zstd, told apart by their first bytes.
 *
 * <p>A file that ends within a record is read up to there and is {@link #truncated}: a capture that
 * is still being written, or whose writer was killed. Nonsense is an {@link IOException}; {@link
 * #position} then tells where it stands.
 */
public final class PcapFile implements Closeable {

    /** Largest frame believed, as in libpcap. */
    static final int LONGEST = 262_144;

    private final InputStream in;
    private final boolean packed;
    private final ByteWindow window;
    private final PcapFormat format;
    private boolean truncated;

    private PcapFile(InputStream in, boolean packed, ByteWindow window, PcapFormat format) {
        this.in = in;
        this.packed = packed;
        this.window = window;
        this.format = format;
    }

    /** The records of one container format. */
    interface PcapFormat {
        /**
         * Null at the end.
         *
         * @throws EOFException when the file ends within a record
         */
        @Nullable
        PcapRecord next() throws IOException;

        /** Goes on to a record's position, reading what must be known on the way. */
        void skipTo(long position) throws IOException;
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
        try {
            PushbackInputStream start = new PushbackInputStream(stream, Compression.MAGIC);
            Compression packing = Compression.of(start);
            InputStream in = packing.unpack(start);
            ByteWindow window = new ByteWindow(in);
            if (!window.has(4)) {
                throw new EOFException();
            }
            boolean ng = window.i32(0) == PcapNg.SECTION_HEADER;
            PcapFormat format = ng ? new PcapNg(window) : new ClassicPcap(window);
            return new PcapFile(in, packing != Compression.NONE, window, format);
        } catch (EOFException e) {
            throw new IOException("the file ends in its header, expected pcap or pcapng", e);
        }
    }

    /** The next record, in place of the one before; null at the end of the file. */
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

    /** Octets before the next record, in the unpacked file. */
    public long position() {
        return window.position();
    }

    /**
     * Goes on to a record whose {@link #position} was asked before.
     *
     * @throws IOException when the file has become shorter
     */
    public void skipTo(long position) throws IOException {
        format.skipTo(position);
    }

    /** Whether the file is compressed, so that positions are not those of its own octets. */
    public boolean packed() {
        return packed;
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
