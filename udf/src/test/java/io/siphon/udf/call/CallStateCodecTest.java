package io.siphon.udf.call;

import io.siphon.schema.CallChange;
import io.siphon.schema.CallLeg;
import io.siphon.udf.edge.EdgeCodec;
import io.siphon.udf.edge.RandomState;
import io.siphon.udf.edge.RecordBuffer;
import io.siphon.udf.verdict.VerdictState;
import io.siphon.udf.verdict.VerdictStateCodec;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class CallStateCodecTest {

    private static final EdgeCodec<VerdictState> SECTION =
            new EdgeCodec<>() {
                private static final long serialVersionUID = 1;

                @Override
                public void write(VerdictState state, RecordBuffer to) {
                    VerdictStateCodec.write(state, to);
                }

                @Override
                public VerdictState read(RecordBuffer from) {
                    VerdictState state = new VerdictState();
                    VerdictStateCodec.read(state, from);
                    return state;
                }
            };

    @Test
    void whatIsReadIsWhatWasWritten() throws Exception {
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            CallState call = RandomState.of(CallState.class, random);
            call.closedAt = 0;
            assertThat(RandomState.through(new CallStateCodec(), CallState.class, call))
                    .usingRecursiveComparison()
                    .ignoringFields("callId")
                    .isEqualTo(call);
        }
    }

    /** Before verdicts: the same, without their section, under another kind. */
    @Test
    void readsWhatWasWrittenBeforeVerdicts() throws Exception {
        CallState call = RandomState.of(CallState.class, new Random(2));
        call.closedAt = 0;
        call.early.clear();
        call.verdict = new VerdictState();
        call.leg = CallLeg.NONE;
        call.callerMoved = "";
        call.calleeMoved = "";
        call.codecs.others = "";
        call.media = new CallMediaState();
        byte[] written = RandomState.written(new CallStateCodec(), CallState.class, call);
        int section = RandomState.written(SECTION, VerdictState.class, call.verdict).length;
        byte[] before = Arrays.copyOf(written, written.length - (1 + section - Integer.BYTES));
        ByteBuffer.wrap(before).putInt(0, before.length - Integer.BYTES);
        assertThat(before[Integer.BYTES]).isEqualTo((byte) (4 << 1));
        before[Integer.BYTES] = 3 << 1;

        CallState read = RandomState.read(new CallStateCodec(), CallState.class, before);

        assertThat(read)
                .usingRecursiveComparison()
                .ignoringFields("callId", "verdict")
                .isEqualTo(call);
        assertThat(read.verdict.seen).isEqualTo(VerdictState.RESPONDED);
    }

    /** Of a call that is answered and hung up. */
    @Test
    void takesFewOctetsForAUsualVerdict() throws Exception {
        VerdictState usual = new VerdictState();
        usual.mark(VerdictState.RESPONDED | VerdictState.RANG | VerdictState.ACKNOWLEDGED);

        int octets = RandomState.written(SECTION, VerdictState.class, usual).length;
        assertThat(octets - Integer.BYTES).isLessThanOrEqualTo(16);
    }

    @Test
    void ofACallThatHasEndedKeepsItsRowAndWhatRetransmissionsAreToldBy() throws Exception {
        CallState call = RandomState.of(CallState.class, new Random(1));
        call.closedAt = 7;
        CallState read = RandomState.through(new CallStateCodec(), CallState.class, call);

        assertThat(read)
                .usingRecursiveComparison()
                .comparingOnlyFields(
                        "timer",
                        "source",
                        "fromTag",
                        "startedAt",
                        "endedAt",
                        "closedAt",
                        "branches")
                .isEqualTo(call);
        assertThat(read.snapshot(CallChange.NOTED, 9))
                .isEqualTo(call.snapshot(CallChange.NOTED, 9));
        assertThat(read.early).isEmpty();
        assertThat(read.codecs.others).isEqualTo(call.codecs.others);
    }

    @Test
    void stateWithoutSectionsIsReadAsItWas() throws Exception {
        CallState call = RandomState.of(CallState.class, new Random(2));
        call.closedAt = 0;
        call.leg = CallLeg.NONE; // no section follows: as before there were any
        call.media = new CallMediaState();

        assertThat(RandomState.through(new CallStateCodec(), CallState.class, call).leg)
                .isEqualTo(CallLeg.NONE);
    }
}
