package io.siphon.udf.payload;

import java.util.List;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Shared Strings of recurring texts, so that reading one allocates nothing. */
public final class Words {

    private final byte[][] octets;
    private final String[] texts;

    private Words(List<String> words) {
        int size = Integer.highestOneBit(words.size()) * 8;
        octets = new byte[size][];
        texts = new String[size];
        for (String word : words) {
            byte[] bytes = word.getBytes(UTF_8);
            int slot = slot(bytes, 0, bytes.length);
            while (texts[slot] != null) {
                slot = slot + 1 & size - 1;
            }
            octets[slot] = bytes;
            texts[slot] = word;
        }
    }

    public static Words of(String... words) {
        return new Words(List.of(words));
    }

    /** One word, which may have spaces in it, a line. */
    public static Words ofLines(String lines) {
        return new Words(lines.lines().toList());
    }

    /** The text of this range: the shared one for a known word, else a new String. */
    public String text(byte[] from, int start, int end) {
        int slot = slot(from, start, end);
        while (texts[slot] != null) {
            if (same(octets[slot], from, start, end)) {
                return texts[slot];
            }
            slot = slot + 1 & texts.length - 1;
        }
        return Octets.text(from, start, end);
    }

    private static boolean same(byte[] word, byte[] from, int start, int end) {
        if (word.length != end - start) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            if (word[i] != from[start + i]) {
                return false;
            }
        }
        return true;
    }

    /** By length and both ends: enough to distinguish some dozens of words. */
    private int slot(byte[] from, int start, int end) {
        int length = end - start;
        int hash = length == 0 ? 0 : length * 31 + from[start] * 7 + from[end - 1] * 131;
        return (hash ^ hash >>> 7) & texts.length - 1;
    }
}
