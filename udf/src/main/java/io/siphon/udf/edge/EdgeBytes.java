package io.siphon.udf.edge;

import io.siphon.sources.RecurringTexts;

import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

import javax.annotation.Nullable;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The octets of one record on an edge, moved in one piece: Flink's views take texts character by
 * character. Text is UTF-8 after its length, which is -1 for null.
 */
public final class EdgeBytes {

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private static final int NONE = -1;

    private final RecurringTexts recurring = new RecurringTexts();
    private byte[] bytes = new byte[1024];
    private int at;
    private int length;

    public void number(long value) {
        room(Long.BYTES);
        LONGS.set(bytes, at, value);
        at += Long.BYTES;
    }

    public void integer(int value) {
        room(Integer.BYTES);
        INTS.set(bytes, at, value);
        at += Integer.BYTES;
    }

    public void real(double value) {
        number(Double.doubleToRawLongBits(value));
    }

    public void flag(boolean value) {
        room(1);
        bytes[at++] = (byte) (value ? 1 : 0);
    }

    public void text(@Nullable String value) {
        if (value == null || value.isEmpty()) {
            integer(value == null ? NONE : 0);
            return;
        }
        byte[] octets = value.getBytes(UTF_8);
        integer(octets.length);
        room(octets.length);
        System.arraycopy(octets, 0, bytes, at, octets.length);
        at += octets.length;
    }

    public long number() {
        long value = (long) LONGS.get(bytes, at);
        at += Long.BYTES;
        return value;
    }

    public int integer() {
        int value = (int) INTS.get(bytes, at);
        at += Integer.BYTES;
        return value;
    }

    public double real() {
        return Double.longBitsToDouble(number());
    }

    public boolean flag() {
        return bytes[at++] != 0;
    }

    public @Nullable String text() {
        int length = integer();
        if (length <= 0) {
            return length == NONE ? null : "";
        }
        at += length;
        return new String(bytes, at - length, length, UTF_8);
    }

    /** A {@link #text()} that many records have alike: they get the same String. */
    public @Nullable String recurring() {
        int length = integer();
        if (length <= 0) {
            return length == NONE ? null : "";
        }
        at += length;
        return recurring.of(bytes, at - length, at);
    }

    void begin() {
        at = 0;
    }

    /** To be read only. */
    void begin(byte[] octets) {
        bytes = octets;
        at = 0;
    }

    byte[] written() {
        return Arrays.copyOf(bytes, at);
    }

    void writeTo(DataOutputView target) throws IOException {
        target.writeInt(at);
        target.write(bytes, 0, at);
    }

    void readFrom(DataInputView source) throws IOException {
        at = 0;
        length = source.readInt();
        room(length);
        source.readFully(bytes, 0, length);
    }

    /** Behind all that was read. */
    void end() {
        at = length;
    }

    private void room(int more) {
        if (bytes.length - at < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, at + more));
        }
    }
}
