package io.siphon.udf.edge;

import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class TextKeySerializerTest {

    private static Stream<String> texts() {
        return Stream.concat(
                Stream.of(
                        "sip:Grüße@example.org",
                        "\uD83D\uDE80",
                        "a\0b",
                        "a\u007f",
                        "a\u0080",
                        "a\uD800"),
                IntStream.of(0, 1, 125, 126, 127, 128, 5000).mapToObj("k"::repeat));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void writesWhatFlinkWrites(String text) throws IOException {
        assertThat(written(TextKeySerializer.INSTANCE, text))
                .isEqualTo(written(StringSerializer.INSTANCE, text));
        DataInputDeserializer in =
                new DataInputDeserializer(written(TextKeySerializer.INSTANCE, text));
        assertThat(TextKeySerializer.INSTANCE.deserialize(in)).isEqualTo(text);
        assertThat(in.available()).isZero();
    }

    @Test
    void keysThatFlinkHasWrittenStay() throws IOException {
        assertThat(isCompatible(StringSerializer.INSTANCE)).isTrue();
        assertThat(isCompatible(TextKeySerializer.INSTANCE)).isTrue();
        assertThat(isCompatible(LongSerializer.INSTANCE)).isFalse();
    }

    private static boolean isCompatible(TypeSerializer<?> before) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(16);
        TypeSerializerSnapshot.writeVersionedSnapshot(out, before.snapshotConfiguration());
        TypeSerializerSnapshot<String> old =
                TypeSerializerSnapshot.readVersionedSnapshot(
                        new DataInputDeserializer(out.getCopyOfBuffer()),
                        TextKeySerializerTest.class.getClassLoader());
        return TextKeySerializer.INSTANCE
                .snapshotConfiguration()
                .resolveSchemaCompatibility(old)
                .isCompatibleAsIs();
    }

    private static byte[] written(TypeSerializer<String> serializer, String text)
            throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(16);
        serializer.serialize(text, out);
        return out.getCopyOfBuffer();
    }
}
