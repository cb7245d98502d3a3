package io.siphon.schema;

import org.jspecify.annotations.Nullable;

import java.util.HexFormat;

/**
 * Text from the wire, truncated to its column, so that state, checkpoints and rows have a known
 * size. A width is counted in octets of UTF-8, so that it bounds bytes of state, and the characters
 * of a column all the more.
 *
 * <p>{@link #of} is for identifiers (Call-ID, tag, address of record, node). What is too long keeps
 * its beginning and ends in {@code ~} and 32 hex digits: 128 bits of the SHA-256 of the whole. Text
 * that has this form already is shortened, too, so that nobody can send what another text is
 * shortened to. Shorten a text once, where it becomes one: what is shortened twice is another text.
 */
public final class BoundedText {

    /** Of Call-IDs, correlation ids, addresses of record, contacts, user agents, nodes, numbers. */
    public static final int ID = 255;

    /** Of From and To tags; also of branches, which are in no table. */
    public static final int TAG = 128;

    /** Of an address, and of a codec's name. */
    public static final int NARROW = 64;

    /** Most octets of UTF-8 that a {@code char} takes. */
    private static final int OCTETS_A_CHAR = 3;

    private static final int DIGITS = 32;
    private static final char MARK = '~';
    private static final HexFormat HEX = HexFormat.of();

    private BoundedText() {}

    /**
     * The text itself, or what stands for it when it is too long.
     *
     * @param width octets, above 33
     */
    public static String of(String text, int width) {
        return end(text, width) == text.length() && !isShortened(text, width)
                ? text
                : cut(text, width - DIGITS - 1)
                        + MARK
                        + HEX.formatHex(Text.sha256(text), 0, DIGITS / 2);
    }

    /** {@link #of} for text of {@link #ID} octets that may be missing: null stays null. */
    public static @Nullable String id(@Nullable String text) {
        return text == null ? null : of(text, ID);
    }

    /** Cuts a text that only people read; never half a surrogate pair. */
    public static String cut(String text, int width) {
        int end = end(text, width);
        return end == text.length() ? text : text.substring(0, end);
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
            octets += octets(point);
            if (octets > width) {
                return i;
            }
            i += Character.charCount(point);
        }
        return length;
    }

    private static int octets(int point) {
        if (point < 0x800) {
            return point < 0x80 ? 1 : 2;
        }
        return point < 0x10000 ? 3 : 4;
    }

    /** Whether it has the form of what is shortened: the mark, and as long as that is. */
    private static boolean isShortened(String text, int width) {
        int mark = text.length() - DIGITS - 1;
        if (mark < 0 || text.charAt(mark) != MARK) {
            return false;
        }
        // the code point that did not fit took at most four octets
        if (end(text, width - 4) == text.length()) {
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
}
