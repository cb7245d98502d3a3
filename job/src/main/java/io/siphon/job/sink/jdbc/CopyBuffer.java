package io.siphon.job.sink.jdbc;

import io.siphon.schema.RowEncoder;
import io.siphon.schema.Text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Rows in the binary format of PostgreSQL's COPY (its documentation, SQL COPY, "Binary Format"):
 * big-endian, each value after its length, NULL as length -1.
 */
final class CopyBuffer implements RowEncoder {

    /** 2000-01-01 in epoch µs: what PostgreSQL counts its timestamps from. */
    static final long EPOCH = 946_684_800_000_000L;

    private static final boolean NUL = !Dialect.POSTGRESQL.textWithoutNul();

    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int NULL = -1;

    private byte[] bytes = new byte[1 << 16];
    private int size;

    void clear() {
        size = 0;
    }

    void row(int columns) {
        int16(columns);
    }

    @Override
    public void none() {
        int32(NULL);
    }

    @Override
    public void number(long value) {
        int32(Long.BYTES);
        int64(value);
    }

    @Override
    public void integer(int value) {
        int32(Integer.BYTES);
        int32(value);
    }

    @Override
    public void real(double value) {
        number(Double.doubleToLongBits(value));
    }

    @Override
    public void time(long micros) {
        number(micros - EPOCH);
    }

    @Override
    public void uid(long high, long low) {
        int32(2 * Long.BYTES);
        int64(high);
        int64(low);
    }

    @Override
    public void bytes(byte[] value) {
        int32(value.length);
        append(value);
    }

    @Override
    public void bytesAsText(byte[] value) {
        if (Text.isPlain(value)) {
            bytes(value);
        } else {
            text(Text.decode(value));
        }
    }

    @Override
    public void bytesIfText(byte[] value) {
        if (Text.holds(value, NUL)) {
            bytes(value);
        } else {
            none();
        }
    }

    @Override
    public void bytesUnlessText(byte[] value) {
        if (Text.holds(value, NUL)) {
            none();
        } else {
            bytes(value);
        }
    }

    /** In UTF-8, with U+FFFD for what text cannot hold. */
    @Override
    public void text(String value) {
        int length = value.length();
        ensure(Integer.BYTES + length);
        byte[] to = bytes;
        int from = size + Integer.BYTES;
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if (c == 0 || c > 0x7F) {
                bytes(Text.fit(value, NUL).getBytes(UTF_8));
                return;
            }
            to[from + i] = (byte) c;
        }
        int32(length);
        size += length;
    }

    byte[] bytes() {
        return bytes;
    }

    int size() {
        return size;
    }

    static int int32(byte[] bytes, int at) {
        return (int) INTS.get(bytes, at);
    }

    static long int64(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at);
    }

    private void append(byte[] more) {
        ensure(more.length);
        System.arraycopy(more, 0, bytes, size, more.length);
        size += more.length;
    }

    private void int16(int value) {
        ensure(Short.BYTES);
        SHORTS.set(bytes, size, (short) value);
        size += Short.BYTES;
    }

    private void int32(int value) {
        ensure(Integer.BYTES);
        INTS.set(bytes, size, value);
        size += Integer.BYTES;
    }

    private void int64(long value) {
        ensure(Long.BYTES);
        LONGS.set(bytes, size, value);
        size += Long.BYTES;
    }

    private void ensure(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }
}
