package io.siphon.job.sink.jdbc;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Rows in the binary format of PostgreSQL's COPY (its documentation, SQL COPY, "Binary Format"):
 * big-endian, each value after its length, NULL as length -1.
 */
final class CopyBuffer {

    private static final byte[] SIGNATURE = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0
    };
    private static final int NULL = -1;
    private static final int NO_MORE_ROWS = -1;

    private byte[] bytes = new byte[1 << 16];
    private int size;

    void begin() {
        size = 0;
        append(SIGNATURE);
        int32(0); // flags
        int32(0); // length of the header's extension
    }

    void row(int columns) {
        int16(columns);
    }

    void end() {
        int16(NO_MORE_ROWS);
    }

    void none() {
        int32(NULL);
    }

    void number(long value) {
        int32(Long.BYTES);
        int64(value);
    }

    void integer(int value) {
        int32(Integer.BYTES);
        int32(value);
    }

    void uuid(long high, long low) {
        int32(2 * Long.BYTES);
        int64(high);
        int64(low);
    }

    void blob(byte[] value) {
        int32(value.length);
        append(value);
    }

    /** In UTF-8, with U+FFFD for U+0000, which text cannot hold. */
    void text(String value) {
        int start = size + Integer.BYTES;
        ensure(Integer.BYTES + value.length());
        size = start;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == 0 || c >= 0x80) {
                size = start;
                append(Text.fit(value, Dialect.POSTGRESQL).getBytes(StandardCharsets.UTF_8));
                break;
            }
            bytes[size++] = (byte) c;
        }
        int end = size;
        size = start - Integer.BYTES;
        int32(end - start);
        size = end;
    }

    byte[] bytes() {
        return bytes;
    }

    int size() {
        return size;
    }

    private void append(byte[] more) {
        ensure(more.length);
        System.arraycopy(more, 0, bytes, size, more.length);
        size += more.length;
    }

    private void int16(int value) {
        ensure(Short.BYTES);
        bytes[size++] = (byte) (value >> 8);
        bytes[size++] = (byte) value;
    }

    private void int32(int value) {
        int16(value >> 16);
        int16(value);
    }

    private void int64(long value) {
        int32((int) (value >> 32));
        int32((int) value);
    }

    private void ensure(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }
}
