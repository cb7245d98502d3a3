package io.siphon.job.sink.jdbc;

import io.siphon.schema.ColumnType;

import javax.annotation.Nullable;

import java.nio.ByteBuffer;
import java.util.UUID;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Reads what {@link CopyBuffer} wrote, field after field of one row. */
final class CopyReader {

    private final ByteBuffer bytes;

    /**
     * @param start of the row
     */
    CopyReader(byte[] bytes, int start) {
        this.bytes = ByteBuffer.wrap(bytes).position(start + Short.BYTES);
    }

    /**
     * The time that a field of a row holds, epoch µs.
     *
     * @param index of the field; it is not NULL
     */
    static long time(byte[] bytes, int start, int index) {
        int at = start + Short.BYTES;
        for (int i = 0; i < index; i++) {
            at += Integer.BYTES + Math.max(0, CopyBuffer.int32(bytes, at));
        }
        return CopyBuffer.int64(bytes, at + Integer.BYTES) + CopyBuffer.EPOCH;
    }

    /** The next field's value; null is NULL. */
    @Nullable
    ByteBuffer next() {
        int length = bytes.getInt();
        if (length < 0) {
            return null;
        }
        ByteBuffer field = bytes.slice(bytes.position(), length);
        bytes.position(bytes.position() + length);
        return field;
    }

    /** Leaves out the next field. */
    void skip() {
        int length = bytes.getInt();
        bytes.position(bytes.position() + Math.max(0, length));
    }

    /** The next field's value as {@link ColumnType} has it; null is NULL. */
    @Nullable
    Object next(ColumnType type) {
        ByteBuffer field = next();
        if (field == null) {
            return null;
        }
        return switch (type) {
            case TEXT -> UTF_8.decode(field).toString();
            case NUMBER -> field.getLong();
            case INTEGER -> field.getInt();
            case FLAG -> field.getInt() == 1;
            case REAL -> field.getDouble();
            case TIME, SECOND -> field.getLong() + CopyBuffer.EPOCH;
            case UID -> new UUID(field.getLong(), field.getLong());
            case BYTES, BYTES_AS_TEXT, BYTES_IF_TEXT, BYTES_UNLESS_TEXT -> {
                byte[] value = new byte[field.remaining()];
                field.get(value);
                yield value;
            }
        };
    }
}
