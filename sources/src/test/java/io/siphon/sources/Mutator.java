package io.siphon.sources;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;

/** Damages bytes as networks and bad senders do; the same seed does the same damage. */
public final class Mutator {

    private static final byte[] INTERESTING = {0, 1, 2, 5, 6, 7, 0x0a, 0x0d, 0x1f, 0x7f, -128, -1};

    private final SplittableRandom random;

    public Mutator(long seed) {
        random = new SplittableRandom(seed);
    }

    /** A damaged copy, mostly at its beginning, where headers are; now and then an intact one. */
    public byte[] mutate(byte[] original) {
        byte[] bytes = original.clone();
        for (int rounds = random.nextInt(5); rounds > 0 && bytes.length > 0; rounds--) {
            bytes = once(bytes);
        }
        return bytes;
    }

    private byte[] once(byte[] bytes) {
        int at = position(bytes.length);
        switch (random.nextInt(9)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) random.nextInt();
            case 2 -> bytes[at] = INTERESTING[random.nextInt(INTERESTING.length)];
            case 3 -> bytes[at]++;
            case 4 -> {
                return Arrays.copyOf(bytes, at); // cut
            }
            case 5 -> {
                return Arrays.copyOf(bytes, bytes.length + random.nextInt(32)); // NULs behind
            }
            case 6 -> {
                return splice(bytes, at, at, random.nextInt(8)); // grown
            }
            case 7 -> {
                return splice(bytes, at, Math.min(bytes.length, at + random.nextInt(8)), 0);
            }
            default -> { // a part once more, elsewhere
                int length = Math.min(random.nextInt(1, 64), bytes.length - at);
                int to = position(bytes.length - length + 1);
                System.arraycopy(bytes.clone(), at, bytes, to, length);
            }
        }
        return bytes;
    }

    private byte[] splice(byte[] bytes, int from, int to, int grown) {
        byte[] result = new byte[bytes.length - (to - from) + grown];
        System.arraycopy(bytes, 0, result, 0, from);
        for (int i = 0; i < grown; i++) {
            result[from + i] = (byte) random.nextInt();
        }
        System.arraycopy(bytes, to, result, from + grown, bytes.length - to);
        return result;
    }

    private int position(int length) {
        return random.nextInt(random.nextInt(4) == 0 ? length : Math.min(length, 120));
    }

    /** For a failure's message. */
    public static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
