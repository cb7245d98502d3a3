package io.siphon.udf.stream;

import io.siphon.udf.order.Ceiling;
import io.siphon.udf.rtp.RtpPacket;
import io.siphon.udf.sdp.Codec;
import io.siphon.udf.session.MediaSocket;

import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** What a subtask has room for is that of its own keys, also where there were fewer subtasks. */
class RescaledRoomTest {

    private static final int GROUPS = 128;
    private static final int SOCKETS = 60;
    private static final Ceiling CEILING = new Ceiling("streams", 2 * SOCKETS, 0, 1);

    @Test
    void eachSubtaskCountsItsOwnKeys() throws Exception {
        OperatorSubtaskState one;
        try (StreamHarness streams = open(null, 1, 0)) {
            one = fill(streams).snapshot();
        }
        assertRescaled(one);
    }

    /** That had all of it in one subtask, and none in the other. */
    @Test
    void theCountOfAnEarlierSavepointIsNotTaken() throws Exception {
        OperatorSubtaskState one;
        try (StreamHarness streams = open(null, 1, 0)) {
            one = fill(streams).keepCount(2 * SOCKETS).snapshot();
        }
        assertRescaled(one);
    }

    /** 60 sockets that are announced, or that packets wait for, and 60 that will be announced. */
    private static StreamHarness fill(StreamHarness streams) throws Exception {
        for (int i = 0; i < SOCKETS; i++) {
            streams.push(announced(10, i));
        }
        streams.watermark(20_000_000);
        for (int i = 0; i < SOCKETS; i++) {
            if (i % 2 == 0) {
                streams.push(announced(30, SOCKETS + i));
            } else {
                streams.push(packet(30, SOCKETS + i));
            }
        }
        assertThat(streams.places()).isEqualTo(2 * SOCKETS);
        return streams;
    }

    private static void assertRescaled(OperatorSubtaskState one) throws Exception {
        List<OperatorSubtaskState> two = new ArrayList<>();
        long sum = 0;
        for (int subtask = 0; subtask < 2; subtask++) {
            try (StreamHarness streams = open(part(one, 2, subtask), 2, subtask)) {
                assertThat(streams.places()).isBetween(1L, 2L * SOCKETS - 1);
                sum += streams.places();
                two.add(streams.snapshot());
                streams.watermark(7_200_000_000L).assertNothingLeft();
            }
        }
        assertThat(sum).isEqualTo(2 * SOCKETS);
        OperatorSubtaskState both =
                AbstractStreamOperatorTestHarness.repackageState(
                        two.toArray(OperatorSubtaskState[]::new));
        try (StreamHarness streams = open(part(both, 1, 0), 1, 0)) {
            assertThat(streams.places()).isEqualTo(2 * SOCKETS);
            streams.watermark(7_200_000_000L).assertNothingLeft();
        }
    }

    private static OperatorSubtaskState part(
            OperatorSubtaskState whole, int parallelism, int subtask) {
        return AbstractStreamOperatorTestHarness.repartitionOperatorState(
                whole, GROUPS, 1, parallelism, subtask);
    }

    private static StreamHarness open(OperatorSubtaskState state, int parallelism, int subtask)
            throws Exception {
        return new StreamHarness(state, CEILING, GROUPS, parallelism, subtask);
    }

    private static String socket(int number) {
        return "udp:192.0.2.1:" + (10_000 + 2 * number);
    }

    private static MediaSocket announced(long second, int number) {
        return new MediaSocket(
                second * 1_000_000,
                "call-" + number,
                socket(number),
                MediaSocket.CALLER,
                new Codec[] {new Codec(8, "PCMA", 8000)});
    }

    private static RtpPacket packet(long second, int number) {
        return new RtpPacket(
                second * 1_000_000,
                "tap",
                "",
                "udp:198.51.100.1:4000",
                socket(number),
                number,
                8,
                1,
                160,
                false,
                160,
                0);
    }
}
