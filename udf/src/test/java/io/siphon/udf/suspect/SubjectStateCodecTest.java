package io.siphon.udf.suspect;

import io.siphon.udf.edge.EdgeCodec;
import io.siphon.udf.edge.EdgeType;
import io.siphon.udf.edge.RecordBuffer;

import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SubjectStateCodecTest {

    @Test
    void whatIsWrittenIsRead() throws Exception {
        SubjectState read = read(written(state(), new SubjectStateCodec()));
        assertSame(read);
        assertThat(read.apart).containsExactly(7L, -8L);
        assertThat(read.own[6]).isEqualTo(9);
    }

    @Test
    void theFirstVersionIsRead() throws Exception {
        SubjectState read = read(written(state(), new FirstVersion()));
        assertSame(read);
        assertThat(read.apart).isEmpty();
        assertThat(read.own[6]).isZero();
    }

    private static SubjectState state() {
        SubjectState state =
                SubjectState.begun(
                        Sighting.of("detector\nsubject", 1_000, 0, "proxy1").from("192.0.2.1"), 60);
        state.bad = 3;
        state.good = 4;
        state.own[3] = 5;
        state.own[6] = 9;
        state.items.add(6);
        state.apart.add(7L);
        state.apart.add(-8L);
        state.example("+53555120");
        return state;
    }

    private static void assertSame(SubjectState read) {
        assertThat(read)
                .usingRecursiveComparison()
                .ignoringFields("apart", "own")
                .isEqualTo(state());
        assertThat(read.own).startsWith(0, 0, 0, 5);
    }

    private static byte[] written(SubjectState state, EdgeCodec<SubjectState> codec)
            throws Exception {
        DataOutputSerializer out = new DataOutputSerializer(64);
        EdgeType.of(SubjectState.class, codec)
                .createSerializer(new SerializerConfigImpl())
                .serialize(state, out);
        return out.getCopyOfBuffer();
    }

    private static SubjectState read(byte[] bytes) throws Exception {
        return EdgeType.of(SubjectState.class, new SubjectStateCodec())
                .createSerializer(new SerializerConfigImpl())
                .deserialize(new DataInputDeserializer(bytes));
    }

    /** As it was written before anything could be set apart. */
    private static final class FirstVersion implements EdgeCodec<SubjectState> {

        private static final long serialVersionUID = 1;

        @Override
        public void write(SubjectState s, RecordBuffer to) {
            to.integer(1);
            to.number(s.since);
            to.number(s.until - s.since);
            to.number(s.last - s.since);
            to.number(s.timer);
            to.text(s.node);
            to.text(s.source);
            to.integer(s.raised);
            to.time(s.toldAt, s.since);
            to.number(s.bad);
            to.number(s.good);
            for (int i = 0; i < 4; i++) {
                to.number(s.own[i]);
            }
            s.items.write(to);
            to.integer(s.examples.size());
            s.examples.forEach(to::text);
        }

        @Override
        public SubjectState read(RecordBuffer from) {
            throw new UnsupportedOperationException();
        }
    }
}
