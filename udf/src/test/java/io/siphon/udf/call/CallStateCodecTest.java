package io.siphon.udf.call;

import io.siphon.udf.edge.RandomState;

import org.junit.jupiter.api.Test;

import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class CallStateCodecTest {

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

    @Test
    void ofACallThatHasEndedKeepsWhatRetransmissionsAreToldBy() throws Exception {
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
        assertThat(read.caller).isEmpty();
        assertThat(read.early).isEmpty();
    }
}
