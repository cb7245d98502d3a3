package io.siphon.udf.sip;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * {@code %2B} in URIs (RFC 3261, 19.1.2). What is no escape stays as it is, and so do escapes of
 * what is no UTF-8, or could pass for something else where it is shown.
 */
public final class Escapes {

    /** Controls, line ends, marks of direction, halves of characters. */
    private static final Pattern UNPRINTABLE =
            Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}\\p{Zl}\\p{Zp}]");

    /**
     * Beside letters and digits, what a user part may have as it is: unreserved, user-unreserved.
     */
    private static final String PLAIN = "-_.!~*'()&=+$,;?/";

    private static final String HEX = "0123456789ABCDEF";

    /** The text that is meant: for a user part that stands alone. */
    public static String undo(String text) {
        return text.indexOf('%') < 0 ? text : undo(text, false);
    }

    /**
     * The same URI in one way of writing: without escapes of what needs none, those that stay with
     * capital digits.
     */
    public static String undoNeedless(String uri) {
        return uri.indexOf('%') < 0 ? uri : undo(uri, true);
    }

    private static String undo(String text, boolean needlessOnly) {
        StringBuilder plain = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            int end = at;
            while (isEscape(text, end)) {
                end += 3;
            }
            if (end == at) {
                plain.append(text.charAt(at++));
            } else {
                byte[] octets = octets(text, at, end);
                if (needlessOnly) {
                    appendNeedless(octets, plain);
                } else {
                    plain.append(meant(octets, text.substring(at, end)));
                }
                at = end;
            }
        }
        return plain.toString();
    }

    private static boolean isEscape(String text, int at) {
        return at + 2 < text.length()
                && text.charAt(at) == '%'
                && Character.digit(text.charAt(at + 1), 16) >= 0
                && Character.digit(text.charAt(at + 2), 16) >= 0
                && text.charAt(at + 1) < 0x80
                && text.charAt(at + 2) < 0x80;
    }

    private static byte[] octets(String text, int from, int to) {
        byte[] octets = new byte[(to - from) / 3];
        for (int i = 0; i < octets.length; i++) {
            int high = Character.digit(text.charAt(from + 3 * i + 1), 16);
            octets[i] = (byte) (high << 4 | Character.digit(text.charAt(from + 3 * i + 2), 16));
        }
        return octets;
    }

    private static String meant(byte[] octets, String written) {
        try {
            String meant =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
            return UNPRINTABLE.matcher(meant).find() ? written : meant;
        } catch (CharacterCodingException e) {
            return written;
        }
    }

    private static void appendNeedless(byte[] octets, StringBuilder to) {
        for (byte octet : octets) {
            char c = (char) (octet & 0xff);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (letter || PLAIN.indexOf(c) >= 0) {
                to.append(c);
            } else {
                to.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            }
        }
    }

    private Escapes() {}
}
