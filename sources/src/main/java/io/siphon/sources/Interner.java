package io.siphon.sources;

import io.siphon.schema.IpText;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Gives recurring octets or texts the same String, so that a hit allocates nothing, and state
 * shares what many records have in common.
 *
 * <p>Its size is fixed. Each text has one slot, and a new text replaces the one in its slot. A
 * sender who makes texts collide causes misses, which cost as much as no cache at all; they never
 * make it slower or larger. Texts of more than {@value #LONGEST} octets are not kept. For one
 * thread.
 */
public final class Interner {

    /** Makes the text of octets. */
    private interface Decoder {
        String text(byte[] octets, int from, int to);
    }

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    static final int LONGEST = 96;

    private final byte[][] octets;
    private final String[] texts;
    private final Decoder decoder;
    private final int shift;

    private Interner(int bits, Decoder decoder) {
        this.octets = new byte[1 << bits][];
        this.texts = new String[1 << bits];
        this.decoder = decoder;
        this.shift = Long.SIZE - bits;
    }

    /** For texts in UTF-8, the last 2048 or fewer. */
    public static Interner ofTexts() {
        return new Interner(11, (octets, from, to) -> new String(octets, from, to - from, UTF_8));
    }

    /** For IP addresses of 4 and 16 octets in network order, the last 1024 or fewer. */
    public static Interner ofAddresses() {
        return new Interner(10, (octets, from, to) -> IpText.of(octets, from, to - from));
    }

    /**
     * For the decimal texts of numbers of up to 8 octets in network order, the last 256 or fewer.
     */
    public static Interner ofNumbers() {
        return new Interner(
                8, (octets, from, to) -> Long.toString(IpText.bigEndian(octets, from, to - from)));
    }

    /** The text of {@code from} (inclusive) to {@code to} (exclusive). */
    public String of(byte[] bytes, int from, int to) {
        if (to - from > LONGEST) {
            return decoder.text(bytes, from, to);
        }
        int slot = slot(hash(bytes, from, to));
        byte[] known = octets[slot];
        if (known == null || !Arrays.equals(known, 0, known.length, bytes, from, to)) {
            octets[slot] = Arrays.copyOfRange(bytes, from, to);
            texts[slot] = decoder.text(bytes, from, to);
        }
        return texts[slot];
    }

    /** The String of an equal text that came before, else this one. */
    public String of(String text) {
        if (text.length() > LONGEST) {
            return text;
        }
        int slot = slot(text.hashCode() * 0x9E3779B97F4A7C15L);
        if (!text.equals(texts[slot])) {
            octets[slot] = null;
            texts[slot] = text;
        }
        return texts[slot];
    }

    private int slot(long hash) {
        return (int) (hash >>> shift);
    }

    /** A multiplicative hash of eight octets at a time; its upper bits are the good ones. */
    private static long hash(byte[] bytes, int from, int to) {
        long hash = to - from;
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            hash = mix(hash ^ (long) LONGS.get(bytes, at));
        }
        if (at + Integer.BYTES <= to) {
            hash = mix(hash ^ (int) INTS.get(bytes, at));
            at += Integer.BYTES;
        }
        for (; at < to; at++) {
            hash = mix(hash ^ bytes[at]);
        }
        return hash;
    }

    private static long mix(long hash) {
        long product = hash * 0x9E3779B97F4A7C15L;
        return product ^ product >>> 32;
    }
}
