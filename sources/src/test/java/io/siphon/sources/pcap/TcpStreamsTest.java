package io.siphon.sources.pcap;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
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
    private final WireCounts counts = new WireCounts();
    private final TcpStreams streams = new TcpStreams(flow -> new Writer(stream), counts);
    private long timeMicros = 7;

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
        assertThat(streams.flows()).isZero();
        segment(500, SYN, "");
        segment(501, 0, "e");
        segment(502, RST, "");
        assertThat(streams.flows()).isZero();
        segment(900, SYN, "");
        segment(901, 0, "f");
        segment(900, SYN, ""); // late
        segment(2_000_000, SYN, ""); // another connection
        segment(2_000_001, 0, "g");
        assertThat(stream).hasToString("abcdefg");
    }

    @Test
    void waitsForAFinBehindAHole() {
        segment(100, 0, "a");
        segment(102, FIN, "c");
        assertThat(streams.flows()).isEqualTo(1);
        segment(101, 0, "b");
        assertThat(streams.flows()).isZero();
        assertThat(stream).hasToString("abc");
    }

    @Test
    void goesOnBehindAHoleThatTooMuchFollows() {
        segment(100, 0, "a");
        for (int i = 0; i <= 1024; i++) {
            segment(102 + i, 0, "x");
        }
        assertThat(stream).hasToString("a|" + "x".repeat(1025));
        assertThat(counts.holes).isEqualTo(1);
    }

    @Test
    void goesOnBehindAHoleThatIsTenSecondsOld() {
        segment(100, 0, "a");
        segment(102, 0, "c");
        timeMicros += 9_000_000;
        segment(104, 0, "e");
        assertThat(stream).hasToString("a");
        timeMicros += 1_100_000;
        segment(105, 0, "f");
        assertThat(stream).hasToString("a|c");
        segment(103, 0, "d");
        assertThat(stream).hasToString("a|cdef");
    }

    @Test
    void doesNotWaitForWhatTheOtherSideHasGot() {
        segment(100, 0, "a");
        segment(102, 0, "c");
        acknowledge(103);
        assertThat(stream).hasToString("a"); // the two may have been captured in disorder
        timeMicros += 200_000;
        acknowledge(101);
        assertThat(stream).hasToString("a");
        acknowledge(103);
        assertThat(stream).hasToString("a|c");
    }

    @Test
    void givesUpHolesAtTheEnd() {
        segment(100, 0, "a");
        segment(102, 0, "c");
        segment(104, 0, "e");
        streams.end();
        assertThat(stream).hasToString("a|c|e");
    }

    @Test
    void knowsWhatTheCaptureCutOff() {
        byte[] bytes = {'a', 'b'};
        streams.accept(new TcpSegment(7, FLOW, 100, 0, 0, bytes, 0, 2, 10));
        segment(110, 0, "k");
        assertThat(stream).hasToString("ab|k");
    }

    @Test
    void readsDataOfAFastOpen() {
        segment(99, SYN, "abc");
        segment(103, 0, "d");
        assertThat(stream).hasToString("abcd");
    }

    @Test
    void forgetsTheFlowThatWasSilentLongest() {
        for (int port = 0; port <= TcpStreams.MOST_FLOWS; port++) {
            byte[] bytes = {'a'};
            TcpFlow flow = new TcpFlow("192.0.2.1", port, "192.0.2.2", 9060);
            streams.accept(new TcpSegment(7, flow, 100, 0, 0, bytes, 0, 1, 1));
        }
        assertThat(streams.flows()).isEqualTo(TcpStreams.MOST_FLOWS);
        assertThat(counts.flowsForgotten).isEqualTo(1);
    }

    @Test
    void goesOnAfterARestart() throws IOException {
        segment(100, 0, "a");
        segment(103, 0, "d");
        ByteArrayOutputStream saved = new ByteArrayOutputStream();
        streams.save(new DataOutputStream(saved));

        TcpStreams restored = new TcpStreams(flow -> new Writer(stream), counts);
        restored.restore(new DataInputStream(new ByteArrayInputStream(saved.toByteArray())));
        byte[] bytes = {'b', 'c'};
        restored.accept(new TcpSegment(7, FLOW, 101, 0, 0, bytes, 0, 2, 2));
        assertThat(stream).hasToString("abcd");
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
        byte[] bytes = payload.getBytes(StandardCharsets.US_ASCII);
        streams.accept(
                new TcpSegment(
                        timeMicros,
                        FLOW,
                        sequence,
                        0,
                        flags,
                        bytes,
                        0,
                        bytes.length,
                        bytes.length));
    }

    private void acknowledge(int next) {
        streams.accept(
                new TcpSegment(
                        timeMicros, FLOW.reverse(), 1, next, TcpSegment.ACK, new byte[0], 0, 0, 0));
    }

    /** A hole is written as a bar. */
    private record Writer(StringBuilder text) implements TcpStreams.Receiver {

        @Override
        public void data(long timeMicros, byte[] bytes, int offset, int length) {
            text.append(new String(bytes, offset, length, StandardCharsets.US_ASCII));
        }

        @Override
        public void hole() {
            text.append('|');
        }

        @Override
        public int held() {
            return 0;
        }

        @Override
        public void save(DataOutput out) {}

        @Override
        public void restore(DataInput in) {}
    }
}
