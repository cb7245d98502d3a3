package io.siphon.schema;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * A stored row, by the names of its columns. A column that the store does not have yet is NULL: a
 * table of an earlier version gives the same records.
 */
public interface Row {

    /** Null for NULL. */
    @Nullable String text(String column);

    /** {@code none} for NULL. */
    long number(String column, long none);

    /** NaN for NULL. */
    double real(String column);

    /** Epoch µs; 0 for NULL. */
    long time(String column);

    /** Null for NULL. */
    byte @Nullable [] bytes(String column);

    /** Null for NULL. */
    @Nullable UUID uid(String column);

    /** Empty for NULL. */
    default String textOrEmpty(String column) {
        String text = text(column);
        return text == null ? "" : text;
    }

    /** What {@link ColumnType#BYTES_AS_TEXT} and {@link ColumnType#BYTES_UNLESS_TEXT} hold. */
    default byte[] exact(String text, String bytes) {
        byte[] exact = bytes(bytes);
        return exact == null ? textOrEmpty(text).getBytes(StandardCharsets.UTF_8) : exact;
    }

    /** The time in a {@link Column#uid}, epoch µs; 0 for NULL. */
    default long uidTime(String column) {
        UUID uid = uid(column);
        return uid == null ? 0 : uid.getMostSignificantBits();
    }
}
