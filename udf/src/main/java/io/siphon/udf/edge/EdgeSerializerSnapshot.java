package io.siphon.udf.edge;

import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.util.InstantiationUtil;

import java.io.IOException;

/**
 * Which codec wrote state, and in which format. What another serializer of the same record wrote is
 * read by that one, and written anew.
 */
public final class EdgeSerializerSnapshot<T> implements TypeSerializerSnapshot<T> {

    /** Numbers of four and of eight octets; only read. */
    static final int WIDE = 1;

    /** That of {@link RecordBuffer}. */
    static final int FORMAT = 2;

    private EdgeType<T> type;
    private int format = FORMAT;

    /** For Flink. */
    public EdgeSerializerSnapshot() {}

    EdgeSerializerSnapshot(EdgeType<T> type) {
        this.type = type;
    }

    @Override
    public int getCurrentVersion() {
        return format;
    }

    @Override
    public void writeSnapshot(DataOutputView target) throws IOException {
        target.writeUTF(type.getTypeClass().getName());
        target.writeUTF(type.codec().getClass().getName());
    }

    @Override
    @SuppressWarnings("unchecked")
    public void readSnapshot(int version, DataInputView source, ClassLoader classes)
            throws IOException {
        Class<T> record =
                InstantiationUtil.resolveClassByName(source, classes, (Class<T>) Object.class);
        Class<EdgeCodec<T>> codec =
                InstantiationUtil.resolveClassByName(
                        source, classes, (Class<EdgeCodec<T>>) (Class<?>) EdgeCodec.class);
        if (version != WIDE && version != FORMAT) {
            throw new IOException("state of a later format: " + version);
        }
        format = version;
        type = EdgeType.of(record, InstantiationUtil.instantiate(codec));
    }

    @Override
    public TypeSerializer<T> restoreSerializer() {
        return new EdgeSerializer<>(type, format);
    }

    @Override
    public TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(
            TypeSerializerSnapshot<T> old) {
        return old instanceof EdgeSerializerSnapshot<T> that
                        && that.type.equals(type)
                        && that.format == format
                ? TypeSerializerSchemaCompatibility.compatibleAsIs()
                : TypeSerializerSchemaCompatibility.compatibleAfterMigration();
    }
}
