package io.siphon.udf.edge;

import io.siphon.udf.order.Ceiling;

import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;

import javax.annotation.Nullable;

import java.io.IOException;

/**
 * The value of a key, as one array of bytes, opened once for all that comes at once. A million
 * calls are a million arrays then, and not sixty million objects that the garbage collector follows
 * and a checkpoint takes apart by reflection; to read one and write it again takes less than a
 * microsecond.
 */
public final class PackedState<T> {

    private final ValueState<byte[]> state;
    private final EdgeCodec<T> codec;
    private final RecordBuffer reader = new RecordBuffer();
    private final RecordBuffer writer = new RecordBuffer();

    /** Of the current key, as it is read or to be written; else null. */
    private @Nullable T open;

    private boolean changed;

    /** Places that the open one takes in state, see {@link Ceiling}. */
    private int taken;

    private long places;

    public PackedState(
            RuntimeContext context, ValueStateDescriptor<byte[]> descriptor, EdgeCodec<T> codec) {
        state = context.getState(descriptor);
        this.codec = codec;
    }

    public static ValueStateDescriptor<byte[]> descriptor(String name) {
        return new ValueStateDescriptor<>(
                name, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
    }

    /** The same object until it is closed; null when there is none. */
    public @Nullable T value() throws IOException {
        if (open == null) {
            byte[] bytes = state.value();
            if (bytes != null) {
                reader.begin(bytes);
                open = codec.read(reader);
                taken = Ceiling.places(bytes.length);
            }
        }
        return open;
    }

    /** Places that the values of all keys take, of those that were opened since a restore. */
    public long places() {
        return places;
    }

    /** See {@link #places()}: all keys have been looked at. */
    public void recounted(long all) {
        places = all;
    }

    /** Places that the open value takes in state. */
    public int taken() {
        return taken;
    }

    /** Takes effect when it is closed. */
    public void update(T value) {
        open = value;
        changed = true;
    }

    public void clear() {
        open = null;
        changed = false;
        places -= taken;
        taken = 0;
        state.clear();
    }

    /** To be called before there is another current key, or a checkpoint. */
    public void close() throws IOException {
        if (changed) {
            writer.beginAlone();
            codec.write(open, writer);
            byte[] bytes = writer.written();
            state.update(bytes);
            places += Ceiling.places(bytes.length) - taken;
            changed = false;
        }
        open = null;
        taken = 0;
    }
}
