package io.siphon.udf.rtcp;

import io.siphon.udf.edge.RandomState;

import org.junit.jupiter.api.Test;

import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class RtcpStateCodecTest {

    @Test
    void whatIsReadIsWhatWasWritten() throws Exception {
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            RtcpState state = RandomState.of(RtcpState.class, random);
            assertThat(RandomState.through(new RtcpStateCodec(), RtcpState.class, state))
                    .usingRecursiveComparison()
                    .isEqualTo(state);
        }
    }
}
