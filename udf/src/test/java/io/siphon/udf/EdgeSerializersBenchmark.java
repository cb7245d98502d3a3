package io.siphon.udf;

import io.siphon.schema.Call;
import io.siphon.schema.CallChange;
import io.siphon.schema.CallLeg;
import io.siphon.schema.CallMedia;
import io.siphon.schema.CallOutcome;
import io.siphon.schema.CallSignalling;
import io.siphon.schema.CallVerdict;
import io.siphon.schema.Trace;
import io.siphon.sources.hep.HepPacket;
import io.siphon.udf.call.CallEvent;
import io.siphon.udf.call.CallEventCodec;
import io.siphon.udf.payload.Hop;
import io.siphon.udf.qos.Partial;
import io.siphon.udf.sip.SipMessage;
import io.siphon.udf.sip.SipParser;
import io.siphon.udf.sip.peer.DialogMessages;

import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.util.concurrent.TimeUnit;

/**
 * A record over a network edge: written and read again, by the serializer that Flink gives it or by
 * one of ours.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class EdgeSerializersBenchmark {

    /** What crosses an edge of the topology, with the payload of an INVITE where it has one. */
    public enum Edge {
        HEP_PACKET(HepPacket.class, EdgeSerializersBenchmark::packet),
        TRACE(
                Trace.class,
                () ->
                        new Trace(
                                1_700_000_000_123_456L,
                                1_700_000_000_123_956L,
                                Trace.SIP,
                                "2001",
                                "1-2140@192.0.2.21",
                                DialogMessages.invite(),
                                "udp:192.0.2.21:5160",
                                "udp:192.0.2.10:5060",
                                "1-2140@192.0.2.21",
                                "INVITE",
                                "",
                                "2140SIPpTag001",
                                "",
                                "in",
                                0)),
        SIP_MESSAGE(SipMessage.class, EdgeSerializersBenchmark::message),
        CALL_EVENT(CallEvent.class, () -> CallEvent.of(message())),
        CALL_EVENT_BY_CODEC(CallEventCodec.TYPE, () -> CallEvent.of(message())),
        CALL(Call.class, EdgeSerializersBenchmark::call),
        PARTIAL(
                Partial.class,
                () ->
                        new Partial(
                                "sip_requests",
                                new String[] {"method", "INVITE", "node", "proxy", "trunk", "a"},
                                1_700_000_000_000_000L,
                                1000,
                                null)),
        DISTRIBUTION(
                Partial.class,
                () ->
                        new Partial(
                                "call_duration_s",
                                new String[] {"node", "proxy", "trunk", "a"},
                                1_700_000_000_000_000L,
                                1000,
                                new byte[400]));

        private final TypeInformation<?> type;
        private final Sample sample;

        Edge(Class<?> type, Sample sample) {
            this(TypeInformation.of(type), sample);
        }

        Edge(TypeInformation<?> type, Sample sample) {
            this.type = type;
            this.sample = sample;
        }
    }

    private interface Sample {
        Object make() throws Exception;
    }

    @Param public Edge record;

    private final DataOutputSerializer output = new DataOutputSerializer(4096);
    private final DataInputDeserializer input = new DataInputDeserializer();
    private TypeSerializer<Object> serializer;
    private Object value;

    @Setup
    public void prepare() throws Exception {
        serializer = serializer(record.type);
        value = record.sample.make();
    }

    @Benchmark
    public Object writeAndRead() throws Exception {
        output.clear();
        serializer.serialize(value, output);
        input.setBuffer(output.getSharedBuffer(), 0, output.length());
        return serializer.deserialize(input);
    }

    @SuppressWarnings("unchecked")
    private static TypeSerializer<Object> serializer(TypeInformation<?> type) {
        return (TypeSerializer<Object>) type.createSerializer(new SerializerConfigImpl());
    }

    private static HepPacket packet() {
        return new HepPacket(
                1_700_000_000_123_456L,
                1_700_000_000_123_956L,
                3,
                17,
                "192.0.2.21",
                5160,
                "192.0.2.10",
                5060,
                "198.51.100.7",
                "2001",
                1,
                "1-2140@192.0.2.21",
                null,
                DialogMessages.invite(),
                null,
                null);
    }

    private static SipMessage message() throws Exception {
        SipParser parser = new SipParser();
        parser.parse(DialogMessages.invite());
        return parser.toMessage(
                new Hop(1, "2001", "udp:192.0.2.21:5160", "udp:192.0.2.10:5060", "a", "in", null));
    }

    private static Call call() {
        return new Call(
                "1-2140@192.0.2.21",
                CallChange.ENDED,
                1_700_000_000_123_456L,
                "+4930900000",
                "+442071812000",
                "2140SIPpTag001",
                "8b2f51c0a7",
                "udp:192.0.2.21:5160",
                "udp:192.0.2.10:5060",
                "2001",
                "a",
                "in",
                1_700_000_000_423_456L,
                1_700_000_000_523_456L,
                1_700_000_002_123_456L,
                1_700_000_032_123_456L,
                400,
                2000,
                30_000,
                CallOutcome.ANSWERED,
                200,
                16,
                "caller",
                "Phone GX 1.0.11.64",
                "PCMA,PCMU",
                "",
                "",
                0,
                0,
                CallLeg.NONE,
                CallMedia.NONE,
                CallVerdict.NONE,
                CallSignalling.NONE);
    }
}
