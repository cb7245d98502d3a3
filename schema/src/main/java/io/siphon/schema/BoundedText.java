package io.siphon.schema;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Text off the wire that things are told apart by (Call-ID, tag, address of record, node), no
 * longer than its column.
 *
 * <p>What is too long keeps its beginning and ends in {@code ~} and 32 hex digits: 128 bits of the
 * SHA-256 of the whole. Text that has this form already is shortened, too, so that nobody can send
 * what another text is shortened to. Shorten a text once, where it becomes one: what is shortened
 * twice is another text.
 */
public final class BoundedText {

    /** Characters of Call-IDs, addresses of record, correlation ids and node names. */
    public static final int ID = 255;

    /** Characters of From and To tags. */
    public static final int TAG = 128;

    private static final int DIGITS = 32;
    private static final char MARK = '~';
    private static final HexFormat HEX = HexFormat.of();

    private BoundedText() {}

    /**
     * The text itself, or what stands for it when it is too long.
     *
     * @param width characters (UTF-16) that the column takes, above 33
     */
    public static String of(String text, int width) {
        boolean fits = text.length() <= width;
        return fits && !(text.length() >= width - 1 && isShortened(text))
                ? text
                : shorten(text, width);
    }

    /** {@link #of} for text of {@link #ID} characters that may be missing: null stays null. */
    public static String id(String text) {
        return text == null ? null : of(text, ID);
    }

    /** Cuts a text that only people read, never through a surrogate pair. */
    public static String cut(String text, int width) {
        if (text.length() <= width) {
            return text;
        }
        boolean pair =
                Character.isHighSurrogate(text.charAt(width - 1))
                        && Character.isLowSurrogate(text.charAt(width));
        return text.substring(0, pair ? width - 1 : width);
    }

    private static String shorten(String text, int width) {
        return cut(text, width - DIGITS - 1) + MARK + HEX.formatHex(sha256(text), 0, DIGITS / 2);
    }

    private static boolean isShortened(String text) {
        int mark = text.length() - DIGITS - 1;
        if (mark < 0 || text.charAt(mark) != MARK) {
            return false;
        }
        for (int at = mark + 1; at < text.length(); at++) {
            char c = text.charAt(at);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
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
