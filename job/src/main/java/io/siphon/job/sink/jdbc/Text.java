package io.siphon.job.sink.jdbc;

import io.siphon.sources.BoundedText;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What text columns can hold, and what is stored of text that they cannot. */
final class Text {

    private static final char REPLACEMENT = '\uFFFD';
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private Text() {}

    /** UTF-8, with U+FFFD for what is not. */
    static String decode(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Whether these are ASCII characters without NUL: what every text holds as it is. */
    static boolean isPlain(byte[] bytes) {
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

    /** Whether text in this database gives the same bytes back. */
    static boolean holds(byte[] bytes, Dialect dialect) {
        if (isPlain(bytes)) {
            return true;
        }
        String text = decode(bytes);
        if (dialect.textWithoutNul() && text.indexOf(0) >= 0) {
            return false;
        }
        return text.indexOf(REPLACEMENT) < 0
                || Arrays.equals(bytes, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The same text, with U+FFFD for what cannot be stored: a surrogate alone, and U+0000. */
    static String fit(String text, Dialect dialect) {
        String whole = paired(text);
        return dialect.textWithoutNul() ? whole.replace('\0', REPLACEMENT) : whole;
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
    static String fold(String text, int width) {
        return paired(text.length() <= width ? text : BoundedText.of(text, width));
    }
}
