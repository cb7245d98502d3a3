package io.siphon.udf.payload;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Reads text and numbers from part of a byte array. Every range is {@code from} (inclusive) to
 * {@code to} (exclusive), and no method looks outside it. Nothing here throws on any content.
 */
public final class Octets {

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final int MAX_DIGITS = 18;

    private Octets() {}

    /** Where {@code wanted} first is, else {@code to}. Looks at eight octets at a time. */
    public static int indexOf(byte[] octets, int from, int to, char wanted) {
        long pattern = ONES * wanted;
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            long differing = (long) LONGS.get(octets, at) ^ pattern;
            long zeros = (differing - ONES) & ~differing & HIGHS;
            if (zeros != 0) {
                return at + (Long.numberOfTrailingZeros(zeros) >>> 3);
            }
        }
        while (at < to && octets[at] != wanted) {
            at++;
        }
        return at;
    }

    /** Whether it is a space, tab, CR or LF: white space of SIP, folded lines included. */
    public static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t' || octet == '\r' || octet == '\n';
    }

    /** The first octet that is not blank, else {@code to}. */
    public static int skipBlanks(byte[] octets, int from, int to) {
        int at = from;
        while (at < to && isBlank(octets[at])) {
            at++;
        }
        return at;
    }

    /** The first blank octet, else {@code to}. */
    public static int skipToBlank(byte[] octets, int from, int to) {
        int at = from;
        while (at < to && !isBlank(octets[at])) {
            at++;
        }
        return at;
    }

    /** {@code to} without the blanks before it. */
    public static int trimEnd(byte[] octets, int from, int to) {
        int end = to;
        while (end > from && isBlank(octets[end - 1])) {
            end--;
        }
        return end;
    }

    public static boolean isDigit(byte octet) {
        return octet >= '0' && octet <= '9';
    }

    /** Whether the range begins with these ASCII characters, whose letters are lower case. */
    public static boolean startsWith(byte[] octets, int from, int to, String lowerCase) {
        if (to - from < lowerCase.length()) {
            return false;
        }
        for (int i = 0; i < lowerCase.length(); i++) {
            if (toLowerCase(octets[from + i]) != lowerCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the range is these ASCII characters, whose letters are lower case. */
    public static boolean equals(byte[] octets, int from, int to, String lowerCase) {
        return to - from == lowerCase.length() && startsWith(octets, from, to, lowerCase);
    }

    private static int toLowerCase(byte octet) {
        return octet >= 'A' && octet <= 'Z' ? octet + ('a' - 'A') : octet;
    }

    /**
     * The number that the range is; -1 when it is anything but digits; {@link Long#MAX_VALUE} when
     * it has more than 18 significant digits.
     */
    public static long number(byte[] octets, int from, int to) {
        long value = 0;
        int digits = 0;
        for (int at = from; at < to; at++) {
            if (!isDigit(octets[at])) {
                return -1;
            }
            if (digits > 0 || octets[at] != '0') {
                digits++;
            }
            if (digits <= MAX_DIGITS) {
                value = value * 10 + octets[at] - '0';
            }
        }
        return to <= from ? -1 : digits > MAX_DIGITS ? Long.MAX_VALUE : value;
    }

    /** UTF-8 where it is valid, else ISO 8859-1: no octet is ever lost. */
    public static String text(byte[] octets, int from, int to) {
        if (to <= from) {
            return "";
        }
        String text = new String(octets, from, to - from, UTF_8);
        if (text.indexOf('\uFFFD') < 0) {
            return text;
        }
        byte[] back = text.getBytes(UTF_8);
        return Arrays.equals(back, 0, back.length, octets, from, to)
                ? text
                : new String(octets, from, to - from, ISO_8859_1);
    }
}
