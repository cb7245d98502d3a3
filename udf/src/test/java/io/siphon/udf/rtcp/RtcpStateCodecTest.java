package io.siphon.udf.rtcp;

import io.siphon.udf.edge.EdgeCodec;
import io.siphon.udf.edge.RandomState;
import io.siphon.udf.edge.RecordBuffer;
import io.siphon.udf.session.SessionState;
import io.siphon.udf.session.SessionStateCodec;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class RtcpStateCodecTest {

    @Test
    void whatIsReadIsWhatWasWritten() throws Exception {
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            RtcpState state = RandomState.of(RtcpState.class, random);
            state.media = new ArrayList<>(); // only read
            assertThat(RandomState.through(new RtcpStateCodec(), RtcpState.class, state))
                    .usingRecursiveComparison()
                    .isEqualTo(state);
        }
    }

    /**
     * As 0.1 wrote it, and what came between: without halves, one block a stream; no origin; no
     * offset of a clock; no node of the last report; no R factors.
     */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void readsEarlierVersions(int version) throws Exception {
        RtcpState state =
                RandomState.through(new Earlier(version), RtcpState.class, new RtcpState());
        assertThat(state.reports.get(0).ssrc).isEqualTo(-1);
        assertThat(state.reports.get(0).at).isEqualTo(800_000);
        ReportedState stream = state.reported.get(0);
        assertThat(stream.reports).isEqualTo(3);
        assertThat(stream.lost).isEqualTo(5);
        assertThat(stream.mosMin).isEqualTo(4);
        assertThat(stream.seen).hasSize(1);
        assertThat(stream.seen.get(0).hash).isEqualTo(123_456_789);
        assertThat(stream.seen.get(0).at).isEqualTo(800_000);
        assertThat(state.halves).isEmpty();
        assertThat(stream.origin).isEqualTo("rtcp");
        assertThat(stream.clockOffset).isZero();
        assertThat(stream.result().lossMeanPct()).isZero();
        assertThat(stream.result().jitterMeanMs()).isEqualTo(2 / 3.0);
        assertThat(stream.lastNode).isEqualTo(version == 5 ? 1 : 0);
        for (SeenStreamState seen : state.seen) {
            assertThat(seen.jitterMaxMs).isEqualTo(4);
            assertThat(seen.rFactor).isNaN();
        }
        assertThat(state.told).isEqualTo(version >= 3);
    }

    private record Earlier(int version) implements EdgeCodec<RtcpState> {

        private static final long serialVersionUID = 1;

        @Override
        public void write(RtcpState state, RecordBuffer to) {
            to.integer(version);
            to.number(1_000); // timer
            to.number(900_000); // last event
            to.flag(true);
            to.flag(false);
            to.flag(false);
            if (version > 0) {
                to.time(0, 900_000);
            }
            if (version > 1) {
                new SessionStateCodec().write(new SessionState(), to);
            } else {
                to.integer(0); // media
            }
            to.integer(1); // sender report
            to.text("tap");
            to.number(4711);
            if (version > 1) {
                to.number(-1); // SSRC
                to.integer(0); // hop
            }
            to.time(800_000, 900_000);
            to.integer(1); // stream
            for (String text : new String[] {"call-1", "udp:a:1", "udp:b:1", "tap", "", "PCMA"}) {
                to.text(text);
            }
            to.number(7); // SSRC
            to.number(700_000);
            to.time(800_000, 700_000);
            to.integer(3);
            to.integer(5);
            for (int i = 0; i < 4; i++) {
                to.real(i);
            }
            to.integer(0); // round trips
            to.real(0);
            to.real(0);
            to.integer(3); // scores
            to.real(12);
            to.real(4);
            if (version < 2) {
                to.number(123_456_789);
                return;
            }
            to.integer(1); // blocks
            to.number(123_456_789);
            to.time(800_000, 700_000);
            if (version >= 3) {
                to.text("rtcp");
                to.text(""); // direction
                to.text(""); // tag
                to.flag(false);
                to.integer(3); // losses
                to.integer(3); // jitters
            }
            if (version >= 4) {
                to.number(0); // offset
            }
            if (version == 5) {
                to.integer(1); // node of the last report
            }
            to.integer(0); // halves
            if (version >= 3) {
                to.integer(1); // stream on the wire
                for (String text : new String[] {"from_caller", "udp:a:2", "udp:b:2"}) {
                    to.text(text);
                }
                to.number(7);
                to.number(700_000);
                to.number(800_000);
                to.text("PCMA");
                for (int i = 1; i <= 4; i++) {
                    to.real(i); // score, loss, jitter
                }
                for (int way = 0; way < 2; way++) {
                    to.flag(false);
                    to.integer(0);
                }
                to.number(0); // held
                to.flag(true); // told
            }
        }

        @Override
        public RtcpState read(RecordBuffer from) {
            return new RtcpStateCodec().read(from);
        }
    }
}
