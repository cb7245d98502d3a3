package io.siphon.udf.edge;

import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

import java.io.IOException;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The very bytes of Flink's {@link StringSerializer}, but ASCII in one piece and not by a stream's
 * call for each character, which was more than a quarter of a checkpoint of a million calls.
 */
final class TextKeySerializer extends TypeSerializerSingleton<String> {

    private static final long serialVersionUID = 1;

    static final TextKeySerializer INSTANCE = new TextKeySerializer();

    /** What follows is ASCII: a length of one octet (one more than it is), an octet a character. */
    private static final int LONGEST = 126;

    @Override
    public void serialize(String text, DataOutputView target) throws IOException {
        byte[] octets = text.getBytes(UTF_8);
        if (octets.length == text.length() && octets.length <= LONGEST) {
            target.writeByte(octets.length + 1);
            target.write(octets, 0, octets.length);
        } else {
            StringValue.writeString(text, target);
        }
    }

    @Override
    public String deserialize(DataInputView source) throws IOException {
        return StringValue.readString(source);
    }

    @Override
    public String deserialize(String reuse, DataInputView source) throws IOException {
        return deserialize(source);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        StringValue.copyString(source, target);
    }

    @Override
    public boolean isImmutableType() {
        return true;
    }

    @Override
    public String createInstance() {
        return "";
    }

    @Override
    public String copy(String from) {
        return from;
    }

    @Override
    public String copy(String from, String reuse) {
        return from;
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public TypeSerializerSnapshot<String> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Savepoints of before have keys by {@link StringSerializer}. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<String> {

        /** For Flink. */
        public Snapshot() {
            super(() -> INSTANCE);
        }

        @Override
        public TypeSerializerSchemaCompatibility<String> resolveSchemaCompatibility(
                TypeSerializerSnapshot<String> old) {
            return old instanceof StringSerializer.StringSerializerSnapshot
                    ? TypeSerializerSchemaCompatibility.compatibleAsIs()
                    : super.resolveSchemaCompatibility(old);
        }
    }

    private Object readResolve() {
        return INSTANCE;
    }
}
