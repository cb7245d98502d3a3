package io.siphon.udf.edge;

import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Texts as keys, see {@link TextKeySerializer}. */
public final class TextKeyType extends OpaqueTypeInfo<String> {

    private static final long serialVersionUID = 1;

    public static final TextKeyType INSTANCE = new TextKeyType();

    private TextKeyType() {}

    @Override
    public TypeSerializer<String> createSerializer(SerializerConfig config) {
        return TextKeySerializer.INSTANCE;
    }

    @Override
    public Class<String> getTypeClass() {
        return String.class;
    }

    @Override
    public boolean isKeyType() {
        return true;
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof TextKeyType;
    }

    @Override
    public boolean equals(Object other) {
        return canEqual(other);
    }

    @Override
    public int hashCode() {
        return TextKeyType.class.hashCode();
    }

    @Override
    public String toString() {
        return "text key";
    }
}
