package io.siphon.job.sink.jdbc;

import javax.annotation.Nullable;

import java.nio.ByteBuffer;

/** Reads what {@link CopyBuffer} wrote, field after field of one row. */
final class CopyReader {

    private final ByteBuffer bytes;

    /**
     * @param start of the row
     */
    CopyReader(byte[] bytes, int start) {
        this.bytes = ByteBuffer.wrap(bytes).position(start + Short.BYTES);
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
}
