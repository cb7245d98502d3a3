package io.siphon.sources;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * One String for each recurring text, such as addresses and names of nodes: what is kept in state
 * shares it, and the garbage collector has as much less to copy. A text that is new takes the place
 * of another; nothing grows. For one thread.
 */
public final class RecurringTexts {

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** A power of two. */
    private static final int SLOTS = 2048;

    /** Of more octets than these a text is not expected again. */
    private static final int LONGEST = 96;

    private final byte[][] octets = new byte[SLOTS][];
    private final String[] texts = new String[SLOTS];

    /** The text of {@code from} (inclusive) to {@code to} (exclusive), in UTF-8. */
    public String of(byte[] bytes, int from, int to) {
        if (to - from > LONGEST) {
            return new String(bytes, from, to - from, UTF_8);
        }
        int slot = slot(bytes, from, to);
        byte[] known = octets[slot];
        if (known == null || !Arrays.equals(known, 0, known.length, bytes, from, to)) {
            octets[slot] = Arrays.copyOfRange(bytes, from, to);
            texts[slot] = new String(bytes, from, to - from, UTF_8);
        }
        return texts[slot];
    }

    /** By the upper bits of a multiplicative hash of eight octets at a time. */
    private static int slot(byte[] bytes, int from, int to) {
        long hash = to - from;
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            hash = (hash ^ (long) LONGS.get(bytes, at)) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 32;
        }
        for (; at < to; at++) {
            hash = (hash ^ bytes[at]) * 0x9E3779B97F4A7C15L;
        }
        return (int) (hash >>> 32) & SLOTS - 1;
    }
}
