package io.siphon.udf.edge;

import io.siphon.sources.Interner;

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
 * character. A number takes as many octets as it needs, behind their count, or when it is an
 * integer seven bits in each; the lowest bit is the sign. Text is UTF-8 after its length, which is
 * -1 for null.
 */
public final class RecordBuffer {

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private static final VarHandle LOWEST_FIRST =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int NONE = -1;

    /** Before a record that stands alone: its format. */
    private static final byte ALONE = EdgeSerializerSnapshot.FORMAT;

    private static final int LONGEST_INTEGER = 5;

    private final Interner recurring = Interner.ofTexts();
    private byte[] bytes = new byte[1024];
    private int at;
    private int length;

    /** What is read is of the first format: numbers of eight and of four octets. */
    private boolean wide;

    RecordBuffer() {
        this(false);
    }

    /**
     * @param wide to read what is of the first format
     */
    RecordBuffer(boolean wide) {
        this.wide = wide;
    }

    public void number(long value) {
        long rest = value << 1 ^ value >> Long.SIZE - 1;
        int octets = Long.BYTES - (Long.numberOfLeadingZeros(rest) >> 3);
        room(1 + Long.BYTES);
        bytes[at++] = (byte) octets;
        LOWEST_FIRST.set(bytes, at, rest);
        at += octets;
    }

    public void integer(int value) {
        int rest = value << 1 ^ value >> Integer.SIZE - 1;
        room(LONGEST_INTEGER);
        while ((rest & ~0x7f) != 0) {
            bytes[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[at++] = (byte) rest;
    }

    /**
     * A time that is near another, or 0 for none: both of the same unit.
     *
     * @param origin is to be known to the reader
     */
    public void time(long value, long origin) {
        long since = value - origin;
        number(value == 0 ? 0 : since >= 0 ? since + 1 : since);
    }

    public void real(double value) {
        room(Double.BYTES);
        LONGS.set(bytes, at, Double.doubleToRawLongBits(value));
        at += Double.BYTES;
    }

    public void flag(boolean value) {
        room(1);
        bytes[at++] = (byte) (value ? 1 : 0);
    }

    /** One octet, 0 to 127; 0 and 1 are as {@link #flag(boolean)} has them. */
    public void octet(int value) {
        room(1);
        bytes[at++] = (byte) value;
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
        if (wide) {
            return eightOctets();
        }
        int octets = bytes[at++];
        if (octets == 0) {
            return 0;
        }
        long value = 0;
        if (at + Long.BYTES <= bytes.length) {
            value = (long) LOWEST_FIRST.get(bytes, at) & -1L >>> Long.SIZE - octets * Byte.SIZE;
        } else {
            for (int i = octets; i-- > 0; ) {
                value = value << Byte.SIZE | bytes[at + i] & 0xff;
            }
        }
        at += octets;
        return value >>> 1 ^ -(value & 1);
    }

    public int integer() {
        if (wide) {
            int value = (int) INTS.get(bytes, at);
            at += Integer.BYTES;
            return value;
        }
        byte octet = bytes[at++];
        int value = octet & 0x7f;
        for (int shift = 7; octet < 0; shift += 7) {
            octet = bytes[at++];
            value |= (octet & 0x7f) << shift;
        }
        return value >>> 1 ^ -(value & 1);
    }

    public long time(long origin) {
        if (wide) {
            return eightOctets();
        }
        long since = number();
        return since == 0 ? 0 : origin + since - (since > 0 ? 1 : 0);
    }

    public double real() {
        return Double.longBitsToDouble(eightOctets());
    }

    private long eightOctets() {
        long value = (long) LONGS.get(bytes, at);
        at += Long.BYTES;
        return value;
    }

    public boolean flag() {
        return bytes[at++] != 0;
    }

    public int octet() {
        return bytes[at++];
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

    /** To be written alone, see {@link #begin(byte[])}. */
    void beginAlone() {
        bytes[0] = ALONE;
        at = 1;
    }

    /** To be read only. The first format has 0 here, of an integer. */
    void begin(byte[] octets) {
        bytes = octets;
        length = octets.length;
        wide = octets[0] != ALONE;
        at = wide ? 0 : 1;
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

    /** Whether the record that is read has more than what was taken from it. */
    public boolean hasMore() {
        return at < length;
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
