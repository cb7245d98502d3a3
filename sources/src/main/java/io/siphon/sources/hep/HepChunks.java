package io.siphon.sources.hep;

import javax.annotation.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Reads the chunks that {@link HepPacket#chunks} keeps as they stood on the wire. Bytes that are no
 * chunk end the reading; nothing is thrown.
 */
public final class HepChunks implements Iterable<HepChunks.Chunk> {

    private static final byte[] NONE = {};

    private final byte[] raw;

    private HepChunks(byte[] raw) {
        this.raw = raw;
    }

    public static HepChunks of(HepPacket packet) {
        return of(packet.chunks());
    }

    public static HepChunks of(@Nullable byte[] raw) {
        return new HepChunks(raw == null ? NONE : raw);
    }

    /**
     * Chunks without those of a type; the same array where there are none, null where none is left.
     */
    public static @Nullable byte[] without(@Nullable byte[] raw, HepChunk chunk) {
        byte[] left = raw;
        int next;
        for (int at = 0; left != null && at + HepChunk.HEADER <= left.length; at = next) {
            next = at + Octets.u16(left, at + 4);
            if (next < at + HepChunk.HEADER || next > left.length) {
                break;
            }
            if (Octets.u16(left, at) == 0 && Octets.u16(left, at + 2) == chunk.number()) {
                byte[] rest = new byte[left.length - (next - at)];
                System.arraycopy(left, 0, rest, 0, at);
                System.arraycopy(left, next, rest, at, left.length - next);
                left = rest.length == 0 ? null : rest;
                next = at;
            }
        }
        return left;
    }

    /**
     * One chunk.
     *
     * @param vendor 0 is the specification's own, see {@link HepVendor}
     * @param type meaningful together with the vendor only
     */
    public record Chunk(int vendor, int type, byte[] body) {

        /** The row of the table; null for a vendor's chunk or an unknown type. */
        public @Nullable HepChunk known() {
            return vendor == 0 ? HepChunk.of(type) : null;
        }

        /** The body as an unsigned number, of its last 8 bytes when it is longer. */
        public long number() {
            long value = 0;
            for (byte octet : body) {
                value = value << 8 | octet & 0xff;
            }
            return value;
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    public boolean isEmpty() {
        return !iterator().hasNext();
    }

    /** The first chunk of this vendor and type; null when there is none. */
    public @Nullable Chunk find(int vendor, int type) {
        for (Chunk chunk : this) {
            if (chunk.vendor == vendor && chunk.type == type) {
                return chunk;
            }
        }
        return null;
    }

    public @Nullable Chunk find(HepChunk chunk) {
        return find(0, chunk.number());
    }

    /** The chunk's unsigned number; {@code otherwise} when it was not sent. */
    public long number(HepChunk chunk, long otherwise) {
        Chunk found = find(chunk);
        return found == null ? otherwise : found.number();
    }

    /** The chunk's text; null when it was not sent. */
    public @Nullable String text(HepChunk chunk) {
        Chunk found = find(chunk);
        return found == null ? null : found.text();
    }

    @Override
    public Iterator<Chunk> iterator() {
        return new Iterator<>() {
            private int at;

            @Override
            public boolean hasNext() {
                return at + HepChunk.HEADER <= raw.length
                        && length() >= HepChunk.HEADER
                        && at + length() <= raw.length;
            }

            @Override
            public Chunk next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                int end = at + length();
                Chunk chunk =
                        new Chunk(
                                Octets.u16(raw, at),
                                Octets.u16(raw, at + 2),
                                Arrays.copyOfRange(raw, at + HepChunk.HEADER, end));
                at = end;
                return chunk;
            }

            private int length() {
                return Octets.u16(raw, at + 4);
            }
        };
    }
}
