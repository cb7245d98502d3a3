package io.siphon.udf.alert.baseline;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The bytes of a state while they are written or read: numbers as {@code DataOutput} has them. */
final class StateBuffer {

    private ByteBuffer bytes;

    /** To be written. */
    StateBuffer(int initial) {
        bytes = ByteBuffer.allocate(initial);
    }

    /** To be read. */
    StateBuffer(byte[] written) {
        bytes = ByteBuffer.wrap(written);
    }

    byte[] written() {
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    private ByteBuffer room(int more) {
        if (bytes.remaining() < more) {
            int capacity = Math.max(2 * bytes.capacity(), bytes.position() + more);
            bytes = ByteBuffer.allocate(capacity).put(bytes.flip());
        }
        return bytes;
    }

    void writeByte(int value) {
        room(Byte.BYTES).put((byte) value);
    }

    void writeBoolean(boolean value) {
        writeByte(value ? 1 : 0);
    }

    void writeShort(int value) {
        room(Short.BYTES).putShort((short) value);
    }

    void writeLong(long value) {
        room(Long.BYTES).putLong(value);
    }

    void writeFloat(float value) {
        room(Float.BYTES).putFloat(value);
    }

    void writeDouble(double value) {
        room(Double.BYTES).putDouble(value);
    }

    void write(byte[] value) {
        room(value.length).put(value);
    }

    byte readByte() {
        return bytes.get();
    }

    int readUnsignedByte() {
        return bytes.get() & 0xff;
    }

    boolean readBoolean() {
        return bytes.get() != 0;
    }

    short readShort() {
        return bytes.getShort();
    }

    int readUnsignedShort() {
        return bytes.getShort() & 0xffff;
    }

    long readLong() {
        return bytes.getLong();
    }

    float readFloat() {
        return bytes.getFloat();
    }

    double readDouble() {
        return bytes.getDouble();
    }

    void readFully(byte[] value) {
        bytes.get(value);
    }
}
