package io.siphon.udf.edge;

import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeutils.TypeSerializer;

import java.util.Objects;

/** A record that crosses a busy edge by its own {@link EdgeCodec}. */
public final class EdgeType<T> extends OpaqueTypeInfo<T> {

    private static final long serialVersionUID = 1;

    private final Class<T> type;
    private final EdgeCodec<T> codec;

    private EdgeType(Class<T> type, EdgeCodec<T> codec) {
        this.type = type;
        this.codec = codec;
    }

    public static <T> EdgeType<T> of(Class<T> type, EdgeCodec<T> codec) {
        return new EdgeType<>(type, codec);
    }

    EdgeCodec<T> codec() {
        return codec;
    }

    @Override
    public TypeSerializer<T> createSerializer(SerializerConfig config) {
        return new EdgeSerializer<>(this, EdgeSerializerSnapshot.FORMAT);
    }

    @Override
    public Class<T> getTypeClass() {
        return type;
    }

    @Override
    public boolean isKeyType() {
        return false;
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof EdgeType<?>;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EdgeType<?> that
                && that.type.equals(type)
                && that.codec.getClass().equals(codec.getClass());
    }

    @Override
    public int hashCode() {
        return Objects.hash(type, codec.getClass());
    }

    @Override
    public String toString() {
        return type.getSimpleName() + " by " + codec.getClass().getSimpleName();
    }
}
