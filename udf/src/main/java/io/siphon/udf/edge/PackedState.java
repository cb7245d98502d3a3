package io.siphon.udf.edge;

import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;

import javax.annotation.Nullable;

import java.io.IOException;

/**
 * The value of a key, as one array of bytes. A million calls are a million arrays then, and not
 * sixty million objects that the garbage collector follows and a checkpoint takes apart by
 * reflection; to read one and write it again takes less than a microsecond.
 */
public final class PackedState<T> {

    private final ValueState<byte[]> state;
    private final EdgeCodec<T> codec;
    private final EdgeBytes reader = new EdgeBytes();
    private final EdgeBytes writer = new EdgeBytes();

    public PackedState(
            RuntimeContext context, ValueStateDescriptor<byte[]> descriptor, EdgeCodec<T> codec) {
        state = context.getState(descriptor);
        this.codec = codec;
    }

    public static ValueStateDescriptor<byte[]> descriptor(String name) {
        return new ValueStateDescriptor<>(
                name, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
    }

    /** A new object each time; null when there is none. */
    public @Nullable T value() throws IOException {
        byte[] bytes = state.value();
        if (bytes == null) {
            return null;
        }
        reader.begin(bytes);
        return codec.read(reader);
    }

    public void update(T value) throws IOException {
        writer.beginAlone();
        codec.write(value, writer);
        state.update(writer.written());
    }

    public void clear() {
        state.clear();
    }
}
