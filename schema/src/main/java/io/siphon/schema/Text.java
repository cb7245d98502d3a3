package io.siphon.schema;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** Which text a text column can hold, and what is stored otherwise. */
public final class Text {

    private static final char REPLACEMENT = '\uFFFD';
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private Text() {}

    /** UTF-8, with U+FFFD for what is not. */
    public static String decode(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Whether these are ASCII characters without NUL: what every text holds as it is. */
    public static boolean isPlain(byte[] bytes) {
        int i = 0;
        for (; i <= bytes.length - Long.BYTES; i += Long.BYTES) {
            long eight = (long) LONGS.get(bytes, i);
            // no byte has its high bit, and none has it after 1 is taken from it
            if (((eight | eight - 0x0101010101010101L) & 0x8080808080808080L) != 0) {
                return false;
            }
        }
        for (; i < bytes.length; i++) {
            if (bytes[i] <= 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether text gives the same bytes back.
     *
     * @param nul whether it can hold U+0000
     */
    public static boolean holds(byte[] bytes, boolean nul) {
        if (isPlain(bytes)) {
            return true;
        }
        String text = decode(bytes);
        if (!nul && text.indexOf(0) >= 0) {
            return false;
        }
        return text.indexOf(REPLACEMENT) < 0
                || Arrays.equals(bytes, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The same text, with U+FFFD for what cannot be stored: a surrogate alone, and U+0000.
     *
     * @param nul whether U+0000 can be
     */
    public static String fit(String text, boolean nul) {
        String whole = paired(text);
        return nul ? whole : whole.replace('\0', REPLACEMENT);
    }

    private static String paired(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                // Rare: a proper pair survives the way through UTF-16, a lone one does not.
                return new String(
                        text.getBytes(StandardCharsets.UTF_16BE), StandardCharsets.UTF_16BE);
            }
        }
        return text;
    }

    /**
     * What rows are found and told apart by, as the column has it. It was {@link BoundedText} when
     * it became text; what a savepoint of an earlier version holds may be longer.
     */
    public static String fold(String text, int width) {
        return paired(text.length() <= width ? text : BoundedText.of(text, width));
    }

    /** Of the text in UTF-8. */
    static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
