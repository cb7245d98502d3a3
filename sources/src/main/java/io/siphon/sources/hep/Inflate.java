package io.siphon.sources.hep;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;

/** Unpacks zlib and gzip, told apart by their first bytes, up to {@value #LIMIT} bytes. */
final class Inflate {

    /** No message is as large: more than this is an attack on our memory. */
    static final int LIMIT = 1 << 20;

    private final HepCounts counts;
    private final Inflater inflater = new Inflater();
    private byte[] buffer = new byte[8192];

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
        counts.inflated++;
        byte[] unpacked = Arrays.copyOf(buffer, length);
        if (buffer.length > 1 << 16) {
            buffer = new byte[8192];
        }
        return unpacked;
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

    private void makeRoom(int length) throws HepException {
        if (length > LIMIT) {
            throw new HepException(
                    HepException.Reason.TOO_LARGE, "unpacks to more than " + LIMIT + " bytes");
        }
        if (length == buffer.length) {
            buffer = Arrays.copyOf(buffer, 2 * length);
        }
    }
}
