package io.siphon.udf.edge;

import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.DataOutputView;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Flink's view of an {@link EdgeCodec}. One instance serves one thread. */
final class EdgeSerializer<T> extends TypeSerializer<T> {

    private static final long serialVersionUID = 1;

    private final EdgeType<T> type;

    /** Of what is read, see {@link EdgeSerializerSnapshot}; the first is written no more. */
    private final int format;

    private transient RecordBuffer bytes;

    EdgeSerializer(EdgeType<T> type, int format) {
        this.type = type;
        this.format = format;
    }

    @Override
    public void serialize(T record, DataOutputView target) throws IOException {
        RecordBuffer buffer = bytes();
        buffer.begin();
        type.codec().write(record, buffer);
        buffer.writeTo(target);
    }

    @Override
    public T deserialize(DataInputView source) throws IOException {
        RecordBuffer buffer = bytes();
        buffer.readFrom(source);
        return type.codec().read(buffer);
    }

    @Override
    public T deserialize(T reuse, DataInputView source) throws IOException {
        return deserialize(source);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        RecordBuffer buffer = bytes();
        buffer.readFrom(source);
        buffer.end();
        buffer.writeTo(target);
    }

    private RecordBuffer bytes() {
        if (bytes == null) {
            bytes = new RecordBuffer(format == EdgeSerializerSnapshot.WIDE);
        }
        return bytes;
    }

    @Override
    public TypeSerializer<T> duplicate() {
        return new EdgeSerializer<>(type, format);
    }

    @Override
    public boolean isImmutableType() {
        return !type.codec().isOfMutable();
    }

    @Override
    public T createInstance() {
        return null;
    }

    @Override
    public T copy(T from) {
        if (isImmutableType()) {
            return from;
        }
        try {
            DataOutputSerializer copy = new DataOutputSerializer(256);
            serialize(from, copy);
            return deserialize(new DataInputDeserializer(copy.getSharedBuffer(), 0, copy.length()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public T copy(T from, T reuse) {
        return copy(from);
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public TypeSerializerSnapshot<T> snapshotConfiguration() {
        return new EdgeSerializerSnapshot<>(type);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EdgeSerializer<?> that
                && that.type.equals(type)
                && that.format == format;
    }

    @Override
    public int hashCode() {
        return type.hashCode();
    }
}
