package io.siphon.udf.stream;

import io.siphon.schema.RtpStream;
import io.siphon.udf.order.Ceiling;
import io.siphon.udf.rtp.RtpPacket;
import io.siphon.udf.sdp.Codec;

import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/** Bob receives at 192.0.2.2:5000 what Alice sends from 192.0.2.1:4000, 50 packets a second. */
class StreamTrackerTest {

    private static final long BEGINNING = 1_700_000_000_250_000L;
    private static final String ALICE = "udp:192.0.2.1:4000";
    private static final String CAROL = "udp:192.0.2.3:6000";
    private static final String BOB = "udp:192.0.2.2:5000";
    private static final Codec PCMA = new Codec(8, "PCMA", 8000);
    private static final Codec OPUS = new Codec(96, "opus", 48_000);

    private StreamHarness tracker;

    @BeforeEach
    void open() throws Exception {
        tracker = new StreamHarness();
    }

    @AfterEach
    void leavesNothingBehind() throws Exception {
        at(3600);
        tracker.assertNothingLeft();
        tracker.close();
    }

    /** Of a flood to a million sockets some are followed, and what was followed before. */
    @Test
    void socketsHaveACeiling() throws Exception {
        tracker.close();
        tracker = new StreamHarness(null, Ceiling.ofStreams(200));
        announce(0, "call-1", PCMA);
        send(1, 100, ALICE, 7, 1000);
        at(10);
        for (int i = 0; i < 5_000; i++) {
            String socket = "udp:198.51.100." + i % 200 + ":" + (10_000 + i);
            push(at("tap", packet(10 + i * 0.001, CAROL, i, 1, 0, 8), socket));
            at(8 + i * 0.001);
            assertThat(tracker.entries()).isLessThan(900);
        }
        send(16, 100, ALICE, 7, 1100);
        at(60);
        assertThat(tracker.rows()).hasSize(1);
        assertThat(tracker.rows().get(0).packets()).isEqualTo(200);
    }

    @Test
    void streamsToOneSocketHaveOneToo() throws Exception {
        tracker.close();
        tracker = new StreamHarness(null, Ceiling.ofStreams(20));
        announce(0, "call-1", PCMA);
        for (int ssrc = 0; ssrc < 60; ssrc++) {
            send(1 + ssrc, 10, ALICE, ssrc, 1000);
            at(1.5 + ssrc);
        }
        at(200);
        assertThat(tracker.rows()).hasSizeBetween(20, 59);
    }

    @Test
    void tellsOfAStreamWhenItHasBeenSilentForHalfAMinute() throws Exception {
        announce(0, "call-1", PCMA);
        send(1, 100, ALICE, 7, 1000);
        at(32.9);
        assertThat(tracker.rows()).isEmpty();

        at(34);
        RtpStream stream = tracker.rows().get(0);
        assertThat(tracker.rows()).hasSize(1);
        assertThat(stream.ended()).isTrue();
        assertThat(stream.callId()).isEqualTo("call-1");
        assertThat(stream.direction()).isEqualTo(RtpStream.FROM_CALLER);
        assertThat(stream.startedAt()).isEqualTo(micros(1));
        assertThat(stream.endedAt()).isEqualTo(micros(1) + 99 * 20_000);
        assertThat(stream.packets()).isEqualTo(100);
        assertThat(stream.octets()).isEqualTo(16_000);
        assertThat(stream.lost()).isZero();
        assertThat(stream.jitterMaxMs()).isZero();
        assertThat(stream.codec()).isEqualTo("PCMA");
    }

    @Test
    void tellsOfALongStreamOnceAMinute() throws Exception {
        announce(0, "call-1", PCMA);
        send(1, 50 * 130, ALICE, 7, 1000);
        at(200);

        assertThat(tracker.rows()).extracting(RtpStream::ended).containsExactly(false, false, true);
        assertThat(tracker.rows())
                .extracting(RtpStream::packets)
                .containsExactly(3001L, 6001L, 6500L);
        assertThat(tracker.rows()).extracting(RtpStream::startedAt).containsOnly(micros(1));
    }

    @Test
    void believesAnAnnouncedSocketFromTheFirstPacketOn() throws Exception {
        announce(0, "call-1", PCMA);
        send(1, 1, ALICE, 7, 1000);
        at(60);

        assertThat(tracker.rows()).hasSize(1);
        assertThat(tracker.rows().get(0).mos()).isNaN();
        assertThat(tracker.rows().get(0).jitterMeanMs()).isNaN();
    }

    @Test
    void believesFivePacketsInSequenceWithoutSdp() throws Exception {
        send(1, 4, ALICE, 7, 1000);
        send(1, 5, CAROL, 8, 1000);
        at(60);

        assertThat(tracker.rows()).extracting(RtpStream::source).containsExactly(CAROL);
        assertThat(tracker.rows().get(0).bySdp()).isFalse();
        assertThat(tracker.rows().get(0).callId()).isEmpty();
        assertThat(tracker.rows().get(0).codec()).isEqualTo("PCMA"); // RFC 3551
    }

    @Test
    void doesNotTakeRandomDatagramsForRtp() throws Exception {
        Random random = new Random(1);
        for (int i = 0; i < 5000; i++) {
            int type = random.nextInt(128);
            int number = random.nextInt(65536);
            push(packet(1 + i * 0.01, ALICE, random.nextInt(3), number, i * 160L, type));
        }
        at(120);

        assertThat(tracker.rows()).isEmpty();
    }

    @Test
    void doesNotInventTheClockOfACodecThatNobodyNamed() throws Exception {
        for (int i = 0; i < 100; i++) {
            push(packet(1 + i * 0.02, ALICE, 7, i, i * 960L, 96));
        }
        at(60);

        RtpStream stream = tracker.rows().get(0);
        assertThat(stream.codec()).isEmpty();
        assertThat(stream.clockRate()).isZero();
        assertThat(stream.jitterMeanMs()).isNaN();
        assertThat(stream.mos()).isNaN();
    }

    @Test
    void joinsMediaThatComesBeforeItsSdp() throws Exception {
        for (int i = 0; i < 100; i++) {
            push(packet(1 + i * 0.02, ALICE, 7, i, i * 960L, 96));
        }
        announce(1.5, "call-1", OPUS);
        at(60);

        RtpStream stream = tracker.rows().get(0);
        assertThat(tracker.rows()).hasSize(1);
        assertThat(stream.packets()).isEqualTo(100);
        assertThat(stream.callId()).isEqualTo("call-1");
        assertThat(stream.bySdp()).isTrue();
        assertThat(stream.codec()).isEqualTo("opus");
        assertThat(stream.jitterMaxMs()).isLessThan(0.001);
    }

    @Test
    void keepsTheNextCallOfASocketApartThoughItsSsrcIsTheSame() throws Exception {
        announce(0, "call-1", PCMA);
        send(1, 100, ALICE, 7, 1000);
        announce(4, "call-2", PCMA);
        send(6, 50, ALICE, 7, 1000);
        at(60);

        assertThat(tracker.rows())
                .extracting(RtpStream::callId)
                .containsExactly("call-1", "call-2");
        assertThat(tracker.rows()).extracting(RtpStream::packets).containsExactly(100L, 50L);
        assertThat(tracker.rows()).extracting(RtpStream::lost).containsExactly(0L, 0L);
    }

    @Test
    void isNotSplitByAnotherLegThatAnnouncesTheSocketToo() throws Exception {
        announce(0, "leg-a", PCMA);
        send(1, 200, ALICE, 7, 1000);
        announce(2, "leg-b", PCMA);
        at(60);

        assertThat(tracker.rows()).extracting(RtpStream::callId).containsExactly("leg-a");
        assertThat(tracker.rows()).extracting(RtpStream::packets).containsExactly(200L);
    }

    @Test
    void isNotSplitByARenegotiationOfItsCall() throws Exception {
        announce(0, "call-1", PCMA);
        announce(0.1, "call-0", PCMA);
        announce(0.2, "call-1", PCMA, OPUS);
        send(1, 50, ALICE, 7, 1000);
        announce(2, "call-0", PCMA, OPUS);
        send(4.5, 50, ALICE, 7, 1050);
        at(60);

        assertThat(tracker.rows()).extracting(RtpStream::callId).containsExactly("call-0");
        assertThat(tracker.rows()).extracting(RtpStream::packets).containsExactly(100L);
    }

    @Test
    void startsAnewAfterALongSilence() throws Exception {
        announce(0, "call-1", PCMA);
        send(1, 50, ALICE, 7, 1000);
        send(33, 50, ALICE, 7, 1050);
        at(120);

        assertThat(tracker.rows()).extracting(RtpStream::packets).containsExactly(50L, 50L);
        assertThat(tracker.rows()).extracting(RtpStream::callId).containsOnly("call-1");
    }

    @Test
    void keepsSsrcsSourcesAndNodesApart() throws Exception {
        announce(0, "call-1", PCMA);
        send(1, 50, ALICE, 7, 1000);
        send(1, 51, ALICE, 8, 1000);
        send(1, 52, CAROL, 7, 1000);
        for (int i = 0; i < 53; i++) {
            push(at("other-tap", packet(1 + i * 0.02, ALICE, 7, i, i * 160L, 8)));
        }
        at(60);

        assertThat(tracker.rows())
                .extracting(RtpStream::packets)
                .containsExactlyInAnyOrder(50L, 51L, 52L, 53L);
    }

    @Test
    void forgetsAnAnnouncementThatNothingFollowed() throws Exception {
        announce(0, "call-1", PCMA);
        at(302);
        tracker.assertNothingLeft();
        send(303, 50, ALICE, 7, 1000);
        at(400);

        assertThat(tracker.rows()).extracting(RtpStream::callId).containsExactly("");
    }

    @Test
    void keepsAnAnnouncementWhileThereIsMedia() throws Exception {
        announce(0, "call-1", PCMA);
        for (int i = 0; i < 20; i++) {
            send(1 + 60 * i, 1, ALICE, i, 1000);
        }
        at(1300);

        assertThat(tracker.rows()).hasSize(20);
        assertThat(tracker.rows()).extracting(RtpStream::callId).containsOnly("call-1");
    }

    @Test
    void countsBurstsOfLoss() throws Exception {
        announce(0, "call-1", PCMA);
        for (int i = 0; i < 1000; i++) {
            if (i < 500 || i >= 520) {
                push(packet(1 + i * 0.02, ALICE, 7, 65_000 + i, i * 160L, 8));
            }
        }
        at(120);

        RtpStream stream = tracker.rows().get(0);
        assertThat(stream.lost()).isEqualTo(20);
        assertThat(stream.lossPct()).isEqualTo(2);
        assertThat(stream.burstRatio()).isEqualTo(20 * 0.98);
        assertThat(stream.mos()).isBetween(3.5, 4.3);
    }

    @Test
    void holdsBoundedStateForManySsrcs() throws Exception {
        for (int i = 0; i < 1000; i++) {
            push(packet(1 + i * 0.001, ALICE, i, 1, 1, 8));
        }
        send(3, 100, CAROL, 7, 1000);
        at(120);

        assertThat(tracker.rows()).extracting(RtpStream::source).containsExactly(CAROL);
    }

    @Test
    void givesTheSameRowsHoweverItsInputsAreInterleaved() throws Exception {
        List<Object> events = new ArrayList<>();
        for (int call = 0; call < 5; call++) {
            double start = 10 * call;
            events.add(socket(start, "call-" + call, PCMA));
            for (int i = 0; i < 300; i++) {
                events.add(packet(start + 0.5 + i * 0.02, ALICE, 7, i, i * 160L, 8));
            }
        }
        List<RtpStream> expected = rows(events);
        assertThat(expected).hasSize(5);

        Random random = new Random(3);
        for (int i = 0; i < 20; i++) {
            List<Object> shuffled = new ArrayList<>(events);
            Collections.shuffle(shuffled, random);
            assertThat(rows(shuffled)).isEqualTo(expected);
        }
    }

    @Test
    void goesOnFromASnapshot() throws Exception {
        announce(0, "call-1", PCMA);
        send(1, 100, ALICE, 7, 1000);
        at(2.1);
        OperatorSubtaskState snapshot = tracker.snapshot();
        try (StreamHarness restored = new StreamHarness(snapshot)) {
            for (int i = 100; i < 150; i++) {
                restored.push(packet(1 + i * 0.02, ALICE, 7, 1000 + i, i * 160L, 8));
            }
            restored.watermark(micros(60));

            assertThat(restored.rows()).extracting(RtpStream::packets).containsExactly(150L);
            restored.watermark(micros(3600)).assertNothingLeft();
        }
    }

    @Test
    void takesPacketsThatComeTooLate() throws Exception {
        announce(0, "call-1", PCMA);
        send(1, 100, ALICE, 7, 1000);
        at(10);
        push(packet(1 + 100 * 0.02, ALICE, 7, 1100, 16_000, 8));
        at(60);

        assertThat(tracker.rows()).extracting(RtpStream::packets).containsExactly(101L);
    }

    private static List<RtpStream> rows(List<Object> events) throws Exception {
        try (StreamHarness harness = new StreamHarness()) {
            for (Object event : events) {
                if (event instanceof MediaSocket socket) {
                    harness.push(socket);
                } else {
                    harness.push((RtpPacket) event);
                }
            }
            harness.endOfInput().assertNothingLeft();
            List<RtpStream> rows = harness.rows();
            rows.sort(Comparator.comparingLong(RtpStream::startedAt));
            return rows;
        }
    }

    private void announce(double seconds, String callId, Codec... codecs) throws Exception {
        tracker.push(socket(seconds, callId, codecs));
    }

    private static MediaSocket socket(double seconds, String callId, Codec... codecs) {
        return new MediaSocket(micros(seconds), callId, BOB, MediaSocket.CALLEE, codecs);
    }

    private void send(double from, int count, String source, long ssrc, int sequence)
            throws Exception {
        for (int i = 0; i < count; i++) {
            push(packet(from + i * 0.02, source, ssrc, sequence + i, i * 160L, 8));
        }
    }

    private void push(RtpPacket packet) throws Exception {
        tracker.push(packet);
    }

    private static RtpPacket packet(
            double seconds, String source, long ssrc, int sequence, long timestamp, int type) {
        return new RtpPacket(
                micros(seconds),
                "tap",
                "",
                source,
                BOB,
                ssrc,
                type,
                sequence & 0xffff,
                timestamp,
                false,
                160);
    }

    private static RtpPacket at(String node, RtpPacket p) {
        return at(node, p, p.destination());
    }

    private static RtpPacket at(String node, RtpPacket p, String destination) {
        return new RtpPacket(
                p.timeMicros(),
                node,
                p.trunk(),
                p.source(),
                destination,
                p.ssrc(),
                p.payloadType(),
                p.sequence(),
                p.timestamp(),
                p.marker(),
                p.payloadBytes());
    }

    private void at(double seconds) throws Exception {
        tracker.watermark(micros(seconds));
    }

    private static long micros(double seconds) {
        return BEGINNING + Math.round(seconds * 1e6);
    }
}
