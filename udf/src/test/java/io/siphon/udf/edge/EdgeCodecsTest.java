package io.siphon.udf.edge;

import io.siphon.udf.call.CallEventCodec;
import io.siphon.udf.report.QualityReport;
import io.siphon.udf.report.QualityReportCodec;
import io.siphon.udf.rtcp.IdentifiedStream;
import io.siphon.udf.rtcp.MediaEvent;
import io.siphon.udf.rtcp.MediaEventCodec;
import io.siphon.udf.rtcp.ReportedQuality;
import io.siphon.udf.rtcp.RtcpEvent;
import io.siphon.udf.rtcp.RtcpEventCodec;
import io.siphon.udf.rtcp.RtcpReport;
import io.siphon.udf.rtcp.RtcpReportCodec;
import io.siphon.udf.rtcp.SeenStream;
import io.siphon.udf.rtcp.SessionSignal;
import io.siphon.udf.session.SessionEvent;
import io.siphon.udf.session.SessionEventCodec;

import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.util.InstantiationUtil;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.Random;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Records with each component another value: one that is forgotten or swapped shows. */
class EdgeCodecsTest {

    private static final String[] TEXTS = {
        null, "", "a", "udp:[2001:db8::1]:5060", "Grüße \uD83D\uDE80 \0", "x".repeat(5000)
    };

    private static Stream<EdgeType<?>> types() {
        return Stream.of(
                CallEventCodec.TYPE,
                MediaEventCodec.TYPE,
                RtcpReportCodec.TYPE,
                SessionEventCodec.TYPE,
                QualityReportCodec.TYPE);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whatIsReadIsWhatWasWritten(long seed) throws Exception {
        Random random = new Random(seed);
        for (EdgeType<?> type : types().toList()) {
            for (int i = 0; i < 200; i++) {
                survives(type, random);
            }
        }
    }

    @Test
    void eitherKindOfRtcpEventIsReadAsWhatItWas() throws Exception {
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            RtcpEvent event =
                    switch (i % 6) {
                        case 0 -> record(MediaEvent.class, random);
                        case 1 -> record(RtcpReport.class, random);
                        case 2 -> record(IdentifiedStream.class, random);
                        case 3 -> new ReportedQuality(record(QualityReport.class, random));
                        case 4 -> record(SeenStream.class, random);
                        default -> new SessionSignal(record(SessionEvent.class, random));
                    };
            same(RandomState.through(new RtcpEventCodec(), RtcpEvent.class, event), event);
        }
    }

    /** Reports that a savepoint of before holds, which had no offset of a clock. */
    @Test
    void reportsOfBeforeAreOfAClockThatIsRight() throws Exception {
        Random random = new Random(2);
        for (int i = 0; i < 50; i++) {
            RtcpReport report = record(RtcpReport.class, random);
            RtcpReport read = withoutLast(RtcpReportCodec.TYPE, report, report.clockOffset());
            assertThat(read)
                    .usingRecursiveComparison()
                    .ignoringFields("clockOffset")
                    .isEqualTo(report);
            assertThat(read.clockOffset()).isZero();
            QualityReport quality = record(QualityReport.class, random);
            assertThat(withoutLast(QualityReportCodec.TYPE, quality, quality.clockOffset()))
                    .usingRecursiveComparison()
                    .ignoringFields("clockOffset")
                    .isEqualTo(quality);
        }
    }

    /** As it is read when its last number was not written. */
    private static <T> T withoutLast(EdgeType<T> type, T record, long last) throws Exception {
        TypeSerializer<T> serializer = type.createSerializer(new SerializerConfigImpl());
        DataOutputSerializer written = new DataOutputSerializer(16);
        serializer.serialize(record, written);
        RecordBuffer number = new RecordBuffer();
        number.number(last);
        int length = written.length() - Integer.BYTES - number.written().length;
        DataOutputSerializer cut = new DataOutputSerializer(16);
        cut.writeInt(length);
        cut.write(written.getSharedBuffer(), Integer.BYTES, length);
        return serializer.deserialize(new DataInputDeserializer(cut.getCopyOfBuffer()));
    }

    private static <T> void survives(EdgeType<T> type, Random random) throws Exception {
        T record = record(type.getTypeClass(), random);
        TypeSerializer<T> serializer =
                InstantiationUtil.clone(type).createSerializer(new SerializerConfigImpl());
        DataOutputSerializer written = new DataOutputSerializer(16);
        serializer.serialize(record, written);
        serializer.serialize(record, written);

        DataOutputSerializer copied = new DataOutputSerializer(16);
        DataInputDeserializer in = new DataInputDeserializer(written.getCopyOfBuffer());
        serializer.copy(in, copied);
        serializer.copy(in, copied);
        in.setBuffer(copied.getCopyOfBuffer());

        same(serializer.deserialize(in), record);
        same(serializer.duplicate().deserialize(record, in), record);
        assertThat(in.available()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void stateTellsWhichCodecWroteIt(int index) throws Exception {
        restoresItself(types().toList().get(index));
    }

    private static <T> void restoresItself(EdgeType<T> type) throws Exception {
        TypeSerializer<T> serializer = type.createSerializer(new SerializerConfigImpl());
        DataOutputSerializer written = new DataOutputSerializer(16);
        TypeSerializerSnapshot.writeVersionedSnapshot(written, serializer.snapshotConfiguration());
        TypeSerializerSnapshot<T> restored =
                TypeSerializerSnapshot.readVersionedSnapshot(
                        new DataInputDeserializer(written.getCopyOfBuffer()),
                        EdgeCodecsTest.class.getClassLoader());

        assertThat(restored.restoreSerializer())
                .isEqualTo(serializer)
                .isEqualTo(serializer.duplicate());
        TypeSerializerSnapshot<T> now = serializer.snapshotConfiguration();
        assertThat(now.resolveSchemaCompatibility(restored).isCompatibleAsIs()).isTrue();
        TypeSerializerSnapshot<T> pojo =
                TypeInformation.of(type.getTypeClass())
                        .createSerializer(new SerializerConfigImpl())
                        .snapshotConfiguration();
        assertThat(now.resolveSchemaCompatibility(pojo).isCompatibleAfterMigration()).isTrue();
    }

    @Test
    void aLaterFormatIsRefused() throws Exception {
        DataOutputSerializer written = new DataOutputSerializer(16);
        TypeSerializerSnapshot<?> snapshot =
                CallEventCodec.TYPE
                        .createSerializer(new SerializerConfigImpl())
                        .snapshotConfiguration();
        snapshot.writeSnapshot(written);
        DataInputDeserializer in = new DataInputDeserializer(written.getCopyOfBuffer());
        int later = snapshot.getCurrentVersion() + 1;
        assertThatThrownBy(() -> snapshot.readSnapshot(later, in, getClass().getClassLoader()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("later format: " + later);
    }

    private static void same(Object read, Object written) throws IOException {
        assertThat(read).usingRecursiveComparison().isEqualTo(written);
    }

    static <T> T record(Class<T> type, Random random) throws Exception {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        Class<?>[] classes = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            classes[i] = components[i].getType();
            values[i] = value(classes[i], random);
        }
        return type.getDeclaredConstructor(classes).newInstance(values);
    }

    private static Object value(Class<?> type, Random random) throws Exception {
        if (type == String.class) {
            String text = TEXTS[random.nextInt(TEXTS.length)];
            return text == null || text.isEmpty() ? text : text + random.nextInt();
        } else if (type == long.class) {
            return random.nextLong();
        } else if (type == int.class) {
            return random.nextInt();
        } else if (type == boolean.class) {
            return random.nextBoolean();
        } else if (type == double.class) {
            return random.nextDouble();
        } else if (type.isRecord()) {
            return record(type, random);
        }
        Object array = Array.newInstance(type.componentType(), random.nextInt(4));
        for (int i = 0; i < Array.getLength(array); i++) {
            Class<?> of = type.componentType();
            Array.set(array, i, of.isRecord() ? record(of, random) : value(of, random));
        }
        return array;
    }
}
