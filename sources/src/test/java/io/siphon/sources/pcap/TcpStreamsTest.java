package io.siphon.sources.pcap;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class TcpStreamsTest {

    private static final TcpFlow FLOW = new TcpFlow("192.0.2.1", 4000, "192.0.2.2", 9060);
    private static final int SYN = 2;
    private static final int FIN = 1;
    private static final int RST = 4;

    private final StringBuilder stream = new StringBuilder();
    private int closed;
    private final TcpStreams streams =
            new TcpStreams(
                    new TcpStreams.Sink() {
                        @Override
                        public void data(TcpFlow flow, long timeMicros, byte[] bytes) {
                            stream.append(new String(bytes, StandardCharsets.US_ASCII));
                        }

                        @Override
                        public void closed(TcpFlow flow) {
                            closed++;
                        }
                    });

    @Test
    void putsSegmentsInOrder() {
        segment(99, SYN, "");
        segment(103, 0, "def");
        segment(106, 0, "ghi");
        assertThat(stream).isEmpty();
        segment(100, 0, "abc");
        assertThat(stream).hasToString("abcdefghi");
    }

    @Test
    void leavesOutWhatWasSentTwice() {
        segment(100, 0, "abc");
        segment(100, 0, "abc");
        segment(99, 0, "\0"); // keep-alive
        segment(101, 0, "bcdef");
        segment(101, 0, "bc");
        assertThat(stream).hasToString("abcdef");
    }

    @Test
    void goesOnAfterTheLastSequenceNumber() {
        segment(-2, 0, "abcd");
        segment(2, 0, "ef");
        assertThat(stream).hasToString("abcdef");
    }

    @Test
    void endsWithFinAndReset() {
        segment(100, 0, "abc");
        segment(103, FIN, "d");
        assertThat(closed).isEqualTo(1);
        segment(500, SYN, "");
        segment(501, 0, "e");
        segment(502, RST, "");
        assertThat(closed).isEqualTo(2);
        segment(900, SYN, "");
        segment(900, SYN, ""); // once more
        assertThat(closed).isEqualTo(2);
        segment(950, SYN, "");
        assertThat(closed).isEqualTo(3);
        assertThat(stream).hasToString("abcde");
    }

    @Test
    void waitsForAFinBehindAHole() {
        segment(100, 0, "a");
        segment(102, FIN, "c");
        assertThat(closed).isZero();
        segment(101, 0, "b");
        assertThat(closed).isEqualTo(1);
        assertThat(stream).hasToString("abc");
    }

    @Test
    void givesUpAFlowWithAHole() {
        segment(100, 0, "a");
        for (int i = 0; i < 300; i++) {
            segment(102 + 2 * i, 0, "x");
        }
        assertThat(closed).isEqualTo(1);
    }

    @Test
    void bringsEveryByteThroughAnyDisorder() {
        String sent = "0123456789".repeat(20);
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            List<int[]> parts = new ArrayList<>();
            for (int at = 0; at < sent.length(); at += 1 + random.nextInt(5)) {
                parts.add(new int[] {at, Math.min(sent.length(), at + 5 + random.nextInt(9))});
            }
            Collections.shuffle(parts, random);
            stream.setLength(0);
            int start = random.nextInt();
            segment(start - 1, SYN, "");
            for (int[] part : parts) {
                segment(start + part[0], 0, sent.substring(part[0], part[1]));
            }
            assertThat(stream).as("seed %d", seed).hasToString(sent);
        }
    }

    private void segment(int sequence, int flags, String payload) {
        streams.accept(
                new TcpSegment(
                        7, FLOW, sequence, flags, payload.getBytes(StandardCharsets.US_ASCII)));
    }
}
