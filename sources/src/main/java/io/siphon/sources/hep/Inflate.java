package io.siphon.sources.hep;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;

/** Unpacks zlib and gzip, told apart by their first bytes, up to {@value #LIMIT} bytes. */
final class Inflate {

    /** The largest datagram: nobody has to compress a message that does not fit into one. */
    static final int LIMIT = 65_535;

    private static final int ROOM = 8192;

    private final HepCounts counts;
    private final Inflater inflater = new Inflater();
    private byte[] buffer = new byte[ROOM];

    Inflate(HepCounts counts) {
        this.counts = counts;
    }

    static boolean isGzip(byte[] bytes, int from, int end) {
        return end - from >= 2 && bytes[from] == 0x1f && bytes[from + 1] == (byte) 0x8b;
    }

    byte[] unpack(byte[] bytes, int from, int end) throws HepException {
        int length;
        try {
            length = isGzip(bytes, from, end) ? gzip(bytes, from, end) : zlib(bytes, from, end);
        } catch (IOException | DataFormatException e) {
            throw new HepException(
                    HepException.Reason.BAD_COMPRESSION,
                    (end - from) + " bytes do not unpack: " + e.getMessage());
        }
        checkLength(length);
        counts.inflated++;
        return Arrays.copyOf(buffer, length);
    }

    private int zlib(byte[] bytes, int from, int end) throws DataFormatException, HepException {
        inflater.reset();
        inflater.setInput(bytes, from, end - from);
        int length = 0;
        while (!inflater.finished()) {
            makeRoom(length);
            int read = inflater.inflate(buffer, length, buffer.length - length);
            if (read == 0 && !inflater.finished()) {
                throw new DataFormatException("the stream ends early");
            }
            length += read;
        }
        return length;
    }

    private int gzip(byte[] bytes, int from, int end) throws IOException, HepException {
        int length = 0;
        try (GZIPInputStream in =
                new GZIPInputStream(new ByteArrayInputStream(bytes, from, end - from))) {
            while (true) {
                makeRoom(length);
                int read = in.read(buffer, length, buffer.length - length);
                if (read < 0) {
                    return length;
                }
                length += read;
            }
        }
    }

    private static void checkLength(int length) throws HepException {
        if (length > LIMIT) {
            throw new HepException(
                    HepException.Reason.TOO_LARGE, "unpacks to more than " + LIMIT + " bytes");
        }
    }

    private void makeRoom(int length) throws HepException {
        checkLength(length);
        if (length == buffer.length) {
            // one more than the limit, to find out that there is more
            buffer = Arrays.copyOf(buffer, Math.min(2 * length, LIMIT + 1));
        }
    }
}
