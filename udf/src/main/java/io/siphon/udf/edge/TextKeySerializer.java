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

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * The very bytes of Flink's {@link StringSerializer}, but ASCII in one piece and not by a stream's
 * call for each character, which was more than a quarter of a checkpoint of a million calls.
 */
final class TextKeySerializer extends TypeSerializerSingleton<String> {

    private static final long serialVersionUID = 1;

    static final TextKeySerializer INSTANCE = new TextKeySerializer();

    /** The length, one more than it is, is one octet up to this. */
    private static final int LONGEST = 126;

    @Override
    public void serialize(String text, DataOutputView target) throws IOException {
        if (text.length() <= LONGEST && isAscii(text)) {
            target.writeByte(text.length() + 1);
            target.write(text.getBytes(US_ASCII), 0, text.length());
        } else {
            StringValue.writeString(text, target);
        }
    }

    private static boolean isAscii(String text) {
        int or = 0;
        for (int i = 0; i < text.length(); i++) {
            or |= text.charAt(i);
        }
        return or < 0x80;
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
