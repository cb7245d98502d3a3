package io.siphon.sources;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Texts off the wire, shortened where they come in to what their column takes: what enters state,
 * checkpoints and rows is of a known size. A width is counted in octets of UTF-8, so that it bounds
 * bytes of state, and characters of a column all the more.
 */
public final class BoundedText {

    /** Of call_id, correlation_id, aor, contact, user_agent, codecs, node, caller, callee. */
    public static final int WIDE = 255;

    /** Of from_tag and to_tag; also of branches, which are in no table. */
    public static final int TAG = 128;

    /** Of an address, and of a codec's name. */
    public static final int NARROW = 64;

    /** Most octets of UTF-8 that a {@code char} takes. */
    private static final int OCTETS_A_CHAR = 3;

    /** {@code ~} and 16 hex digits. */
    private static final int HASH = 17;

    private BoundedText() {}

    /** The text, or as much of its beginning as fits; never half a surrogate pair. */
    public static String cut(String text, int width) {
        int end = end(text, width);
        return end == text.length() ? text : text.substring(0, end);
    }

    /**
     * The same for what things are told apart by: a text that does not fit ends in {@code ~} and 16
     * hex digits of its SHA-256, so that two of them stay two.
     */
    public static String id(String text, int width) {
        return end(text, width) == text.length()
                ? text
                : cut(text, width - HASH) + "~" + HexFormat.of().formatHex(sha256(text), 0, 8);
    }

    /** Where the text ends that takes {@code width} octets at most. */
    private static int end(String text, int width) {
        int length = text.length();
        if (length * OCTETS_A_CHAR <= width) {
            return length;
        }
        int octets = 0;
        for (int i = 0; i < length; ) {
            int point = text.codePointAt(i);
            octets += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
            if (octets > width) {
                return i;
            }
            i += Character.charCount(point);
        }
        return length;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
