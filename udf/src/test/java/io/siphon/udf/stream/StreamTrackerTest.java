package io.siphon.udf.stream;

import io.siphon.schema.RtpStream;
import io.siphon.udf.emodel.EModel;
import io.siphon.udf.order.Ceiling;
import io.siphon.udf.rtp.RtpPacket;
import io.siphon.udf.sdp.Codec;
import io.siphon.udf.session.MediaSocket;

import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.OperatorSnapshotUtil;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

/** Bob receives at 192.0.2.2:5000 what Alice sends from 192.0.2.1:4000, 50 packets a second. */
class StreamTrackerTest {

    /** How far the clocks of other nodes than {@code tap} are ahead, µs. */
    private static final long OTHERS_OFFSET = 7_000;

    private static final long BEGINNING = 1_700_000_000_250_000L;
    private static final String ALICE = "udp:192.0.2.1:4000";
    private static final String CAROL = "udp:192.0.2.3:6000";
    private static final String BOB = "udp:192.0.2.2:5000";
    private static final Codec PCMA = new Codec(8, "PCMA", 8000);
    private static final Codec G729 = new Codec(18, "G729", 8000);
    private static final Codec OPUS = new Codec(96, "opus", 48_000);

    private StreamHarness tracker;

    @BeforeEach
    void open() throws Exception {
        tracker = new StreamHarness();
    }

    @AfterEach
    void leavesNothingBehind() throws Exception {
        at(7200);
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

    /**
     * Both calls go to one port of an SBC: the sender's socket, which the SDP of one has, tells.
     */
    @Test
    void ofTwoCallsWithOneSocketTheOneThatHasTheSendersTooHasTheStream() throws Exception {
        announce(0, "call-1", 0, false, PCMA);
        announce(3, "call-2", 3, false, PCMA);
        for (String[] call : new String[][] {{"call-1", ALICE}, {"call-2", CAROL}}) {
            push(
                    new MediaSocket(
                            micros(10),
                            call[0],
                            BOB,
                            MediaSocket.CALLEE,
                            new Codec[] {PCMA},
                            new Codec[0],
                            call[1],
                            micros(0),
                            false));
        }
        send(10.1, 100, ALICE, 7, 1000);
        send(10.1, 100, CAROL, 8, 1000);
        at(60);

        assertThat(tracker.rows())
                .extracting(RtpStream::ssrc, RtpStream::callId)
                .containsExactlyInAnyOrder(tuple(7L, "call-1"), tuple(8L, "call-2"));
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

    /** As if nothing had happened, but for a BYE and an INVITE. */
    @Test
    void keepsTheNextCallOfASocketApartThoughItsSenderCountsOn() throws Exception {
        announce(0, "call-1", 0, false, PCMA);
        send(1, 100, ALICE, 7, 1000);
        announce(3.1, "call-1", 0, true, PCMA);
        announce(3.2, "call-2", 3.2, false, PCMA);
        send(3.5, 50, ALICE, 7, 1100);
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

    /** The legs announce Bob's socket in the other order: both directions are at one leg still. */
    @Test
    void isOfTheLegThatBeganLastWhereABackToBackAgentLeavesSdpAsItIs() throws Exception {
        announce(3, "leg-b", 0.01, false, PCMA);
        announce(3.01, "leg-a", 0, false, PCMA);
        send(3.02, 100, ALICE, 7, 1000);
        at(60);

        assertThat(tracker.rows()).extracting(RtpStream::callId).containsExactly("leg-b");
    }

    @Test
    void isOfACallThatGoesOnRatherThanOfOneThatIsOver() throws Exception {
        announce(0, "call-2", 0, false, PCMA);
        announce(5, "call-2", 0, true, PCMA);
        announce(6, "call-1", -20, false, PCMA);
        send(7, 100, ALICE, 7, 1000);
        announce(10, "call-1", -20, true, PCMA);
        send(10.01, 10, CAROL, 8, 1000);
        at(60);

        assertThat(tracker.rows()).extracting(RtpStream::callId).containsOnly("call-1");
    }

    /** Its 200 comes late: what the other call had is idle, though it began later. */
    @Test
    void isOfTheCallThatTakesAnIdleSocket() throws Exception {
        announce(0, "call-2", -1, false, PCMA);
        send(0.1, 100, ALICE, 7, 1000);
        announce(20, "call-1", -30, false, PCMA);
        send(20.1, 100, CAROL, 9, 1000);
        at(90);

        assertThat(tracker.rows())
                .extracting(RtpStream::callId)
                .containsExactly("call-2", "call-1");
    }

    @Test
    void isOfTheCallWhoseSocketSendsToOneThatNobodyAnnounced() throws Exception {
        push(
                new MediaSocket(
                        micros(1),
                        "call-1",
                        BOB,
                        MediaSocket.CALLER,
                        new Codec[] {OPUS},
                        new Codec[0],
                        ALICE,
                        micros(0),
                        false));
        for (int i = 0; i < 100; i++) {
            push(packet(1 + i * 0.02, ALICE, 7, i, i * 960L, 96));
        }
        at(60);

        RtpStream stream = tracker.rows().get(0);
        assertThat(stream.callId()).isEqualTo("call-1");
        assertThat(stream.codec()).isEqualTo("opus");
        assertThat(stream.direction()).isEqualTo(RtpStream.FROM_CALLEE);
        assertThat(stream.jitterMaxMs()).isLessThan(0.001);
    }

    @Test
    void saysWhatASsrcOfACallCarriesAndWhatFollows() throws Exception {
        announce(0, "call-1", PCMA, OPUS);
        send(1, 10, ALICE, 7, 1000);
        for (int i = 10; i < 20; i++) {
            push(packet(1 + i * 0.02, ALICE, 7, 1000 + i, i * 960L, 96));
        }
        send(1, 10, CAROL, 8, 1000);
        at(60);

        assertThat(tracker.identified())
                .extracting(s -> s.ssrc() + " " + s.codec() + " " + s.clockRate())
                .containsExactlyInAnyOrder("7 PCMA 8000", "7 opus 48000", "8 PCMA 8000");
    }

    @Test
    void goesOnAfterALongSilenceWhileItsCallLives() throws Exception {
        announce(0, "call-1", PCMA);
        send(1, 50, ALICE, 7, 1000);
        send(33, 50, ALICE, 7, 1050); // nothing was sent in between
        at(120);

        assertThat(tracker.rows()).extracting(RtpStream::packets).containsExactly(50L, 100L);
        assertThat(tracker.rows()).extracting(RtpStream::startedAt).containsOnly(micros(1));
        assertThat(tracker.rows()).extracting(RtpStream::ended).containsOnly(true);
        assertThat(tracker.rows()).extracting(RtpStream::callId).containsOnly("call-1");
        assertThat(tracker.rows().get(1).lost()).isZero();
    }

    @Test
    void goesOnAfterHoursOnHoldWhileItsCallIsAnnounced() throws Exception {
        announce(0, "call-1", PCMA);
        send(1, 50, ALICE, 7, 1000);
        for (int minutes = 4; minutes < 300; minutes += 4) {
            announce(minutes * 60, "call-1", PCMA);
            at(minutes * 60);
        }
        send(17_990, 50, ALICE, 7, 1050);
        announce(17_992, "call-1", 0, true, PCMA);
        at(18_000);
        at(18_030);

        assertThat(tracker.rows())
                .filteredOn(RtpStream::ended)
                .extracting(RtpStream::packets)
                .containsExactly(50L, 100L);
        assertThat(tracker.rows()).extracting(RtpStream::startedAt).containsOnly(micros(1));
        at(18_400); // the announcement is forgotten, and nothing waits for more
        tracker.assertNothingLeft();
    }

    @Test
    void waitsForNothingMoreOnceItsCallIsOver() throws Exception {
        announce(0, "call-1", PCMA);
        send(1, 50, ALICE, 7, 1000);
        at(40);
        announce(41, "call-1", 0, true, PCMA);
        at(345);

        tracker.assertNothingLeft();
        assertThat(tracker.rows()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void losesWhatAnOutageSwallowsAndScoresNoBetterForALongerOne(boolean sdp) throws Exception {
        double before = 5;
        for (int seconds : new int[] {0, 1, 24, 29, 31, 35, 59, 61, 120, 240, 290, 600, 1200}) {
            try (StreamHarness harness = new StreamHarness()) {
                if (sdp) {
                    harness.push(socket(0, "call-1", PCMA));
                }
                for (int i = 0; i < 600; i++) {
                    int number = i < 300 ? i : i + 50 * seconds;
                    harness.push(packet(1 + number * 0.02, ALICE, 7, number, number * 160L, 8));
                    if (i == 299) {
                        harness.watermark(micros(number * 0.02 + seconds));
                    }
                }
                List<RtpStream> rows = harness.watermark(micros(7200)).rows();
                RtpStream stream = rows.get(rows.size() - 1);
                assertThat(stream.startedAt()).isEqualTo(micros(1));
                assertThat(stream.packets()).as("%s s", seconds).isEqualTo(600);
                assertThat(stream.lost()).as("%s s", seconds).isEqualTo(50L * seconds);
                assertThat(stream.mos()).as("%s s", seconds).isLessThanOrEqualTo(before);
                before = stream.mos();
                harness.assertNothingLeft();
            }
        }
    }

    @Test
    void isAnotherStreamAfterALongSilenceWithoutACall() throws Exception {
        send(1, 50, ALICE, 7, 1000);
        send(33, 50, ALICE, 7, 20_000);
        at(120);

        assertThat(tracker.rows()).extracting(RtpStream::packets).containsExactly(50L, 50L);
        assertThat(tracker.rows()).extracting(RtpStream::lost).containsExactly(0L, 0L);
    }

    @Test
    void scoresEachCodecByItsShare() throws Exception {
        announce(0, "call-1", G729, PCMA);
        for (int i = 0; i < 350; i++) {
            push(packet(1 + i * 0.02, ALICE, 7, i, i * 160L, i < 50 ? 18 : 8));
        }
        at(60);

        RtpStream stream = tracker.rows().get(0);
        double best = 93.2 - 0.024 * 60;
        assertThat(stream.codec()).isEqualTo("G729>PCMA");
        assertThat(stream.firstCodec()).isEqualTo("G729");
        assertThat(stream.payloadType()).isEqualTo(18);
        assertThat(stream.rFactor()).isCloseTo((50 * (best - 10) + 300 * best) / 350, within(1e-9));
    }

    @Test
    void scoresNoStreamOfWhichACodecHasNoFigures() throws Exception {
        announce(0, "call-1", PCMA, new Codec(9, "G722", 8000));
        for (int i = 0; i < 350; i++) {
            push(packet(1 + i * 0.02, ALICE, 7, i, i * 160L, i < 50 ? 9 : 8));
        }
        at(60);

        assertThat(tracker.rows().get(0).codec()).isEqualTo("G722>PCMA");
        assertThat(tracker.rows().get(0).mos()).isNaN();
    }

    @Test
    void takesAnotherPayloadTypeOfAFewPacketsForDamage() throws Exception {
        announce(0, "call-1", PCMA, G729);
        for (int i = 0; i < 350; i++) {
            push(packet(1 + i * 0.02, ALICE, 7, i, i * 160L, i % 100 == 50 ? 18 : 8));
        }
        at(60);

        assertThat(tracker.rows().get(0).codec()).isEqualTo("PCMA");
    }

    @Test
    void knowsG729WithVoiceActivityDetectionByItsSilence() throws Exception {
        announce(0, "call-1", G729);
        for (int i = 0; i < 100; i++) {
            RtpPacket p = packet(1 + i * 0.02, ALICE, 7, i, i * 160L, 18);
            push(sized(p, i == 50 ? 2 : 20));
        }
        at(60);

        assertThat(tracker.rows().get(0).codec()).isEqualTo("G729");
        assertThat(tracker.rows().get(0).rFactor()).isCloseTo(93.2 - 0.024 * 60 - 11, within(1e-9));
    }

    /** G.113 has figures for G.723.1 at 6.3 kbit/s, and for AMR at 12.2. */
    @Test
    void scoresNoBitRateThatHasNoFigures() throws Exception {
        Codec g723 = new Codec(4, "G723", 8000);
        Codec amr = new Codec(98, "AMR", 8000);
        assertThat(rFactorOf(g723, 24, 4)).isCloseTo(93.2 - 0.024 * 60 - 15, within(1e-9));
        assertThat(rFactorOf(g723, 20, 4)).isNaN();
        assertThat(rFactorOf(amr, 32, 7)).isCloseTo(93.2 - 0.024 * 60 - 5, within(1e-9));
        assertThat(rFactorOf(amr, 33, 7)).isCloseTo(93.2 - 0.024 * 60 - 5, within(1e-9));
        assertThat(rFactorOf(amr, 22, 7)).isNaN(); // 7.95 kbit/s
    }

    /** Of speech in packets of so many octets, with some that describe silence. */
    private double rFactorOf(Codec codec, int speech, int silence, Codec... others)
            throws Exception {
        leavesNothingBehind();
        open();
        Codec[] codecs = Arrays.copyOf(others, others.length + 1);
        codecs[others.length] = codec;
        announce(0, "call-1", codecs);
        for (int i = 0; i < 100; i++) {
            RtpPacket p = packet(1 + i * 0.02, ALICE, 7, i, i * 160L, codec.payloadType());
            push(sized(p, i % 10 == 9 ? silence : speech));
        }
        at(60);
        return tracker.rows().get(0).rFactor();
    }

    /** RFC 2198: the header is that of the primary coding. */
    @Test
    void measuresTheJitterOfAMediumWithRedundancy() throws Exception {
        announce(0, "call-1", new Codec(63, "red", 48_000), OPUS);
        for (int i = 0; i < 100; i++) {
            push(packet(1 + i * 0.02 + i % 2 * 0.005, ALICE, 7, i, i * 960L, 63));
        }
        at(60);

        RtpStream stream = tracker.rows().get(0);
        assertThat(stream.codec()).isEqualTo("opus");
        assertThat(stream.clockRate()).isEqualTo(48_000);
        assertThat(stream.jitterMaxMs()).isBetween(4.5, 5.0);
        assertThat(stream.mos()).isNaN();
    }

    /** As SDP announces it: losses are made good, and a score would count them. */
    @Test
    void scoresNoMediumWithRedundancy() throws Exception {
        Codec pcmu = new Codec(0, "PCMU", 8000);
        assertThat(rFactorOf(new Codec(121, "PCMU", 8000, 0), 330, 330, pcmu)).isNaN();
        assertThat(tracker.rows().get(0).codec()).isEqualTo("PCMU");
        assertThat(tracker.rows().get(0).jitterMaxMs()).isNotNaN();
        assertThat(rFactorOf(pcmu, 160, 160)).isNotNaN();

        leavesNothingBehind();
        open();
        Codec digits = new Codec(122, "telephone-event", 8000, 101);
        announce(0, "call-1", PCMA, digits);
        send(1, 100, ALICE, 7, 1000);
        for (int i = 0; i < 20; i++) {
            push(packet(3 + i * 0.02, ALICE, 7, 1100 + i, 16_000, 122));
        }
        at(60);
        assertThat(tracker.rows().get(0).codec()).isEqualTo("PCMA");
        assertThat(tracker.rows().get(0).rFactor()).isNotNaN();
    }

    @Test
    void comparesNoTimestampsOfTwoClocks() throws Exception {
        announce(0, "call-1", PCMA, OPUS);
        for (int i = 0; i < 400; i++) {
            boolean wide = i / 100 % 2 == 1;
            push(packet(1 + i * 0.02, ALICE, 7, i, i * (wide ? 960L : 160L), wide ? 96 : 8));
        }
        at(60);

        assertThat(tracker.rows().get(0).jitterMaxMs()).isLessThan(0.001);
        assertThat(tracker.rows().get(0).codec()).isEqualTo("PCMA>opus");
    }

    @Test
    void keepsSsrcsAndSourcesApart() throws Exception {
        announce(0, "call-1", PCMA);
        send(1, 50, ALICE, 7, 1000);
        send(1, 51, ALICE, 8, 1000);
        send(1, 52, CAROL, 7, 1000);
        at(60);

        assertThat(tracker.rows())
                .extracting(RtpStream::packets)
                .containsExactlyInAnyOrder(50L, 51L, 52L);
    }

    /** Each node misses packets of its own; five of 200 come to neither. */
    @Test
    void whatTwoNodesCaptureIsOneStream() throws Exception {
        announce(0, "call-1", PCMA);
        for (int i = 0; i < 200; i++) {
            RtpPacket packet = packet(1 + i * 0.02, ALICE, 7, 1000 + i, i * 160L, 8);
            boolean lost = i % 40 == 20;
            if (!lost && i % 10 != 5) {
                push(packet);
            }
            if (!lost && i % 10 != 7) {
                push(at("other-tap", packet(1.003 + i * 0.02, ALICE, 7, 1000 + i, i * 160L, 8)));
            }
        }
        at(60);

        assertThat(tracker.rows()).hasSize(1);
        RtpStream stream = tracker.rows().get(0);
        assertThat(stream.node()).isEqualTo("tap");
        assertThat(stream.lost()).isEqualTo(5);
        assertThat(stream.packets() - stream.duplicates()).isEqualTo(195);
        assertThat(stream.lossPct()).isEqualTo(2.5);
        assertThat(stream.clockOffset()).isZero();
    }

    /** Its row has that clock's times. */
    @Test
    void hasTheOffsetOfTheClockThatSawItsFirstPacket() throws Exception {
        announce(0, "call-1", PCMA);
        for (int i = 0; i < 10; i++) {
            RtpPacket packet = packet(1 + i * 0.02, ALICE, 7, 1000 + i, i * 160L, 8);
            push(i < 5 ? at("other-tap", packet) : packet);
        }
        at(60);
        assertThat(tracker.rows())
                .extracting(RtpStream::clockOffset)
                .containsExactly(OTHERS_OFFSET);
        assertThat(tracker.rows()).extracting(RtpStream::startedAt).containsExactly(micros(1));
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
        assertThat(stream.rFactor()).isEqualTo(EModel.rFactor("PCMA", 2, 2, Double.NaN));
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
            restored.watermark(micros(7200)).assertNothingLeft();
        }
    }

    /**
     * The first 175 of 200 packets, of which each 20th is lost, as 0.1 left them: with 64 numbers
     * known one by one, and one codec.
     */
    @Test
    void goesOnFromAnEarlierVersion() throws Exception {
        OperatorSubtaskState earlier =
                OperatorSnapshotUtil.readStateHandle(
                        "src/test/resources/upgrade/streams-0.1.snapshot");
        try (StreamHarness restored = new StreamHarness(earlier)) {
            for (int i = 200; i < 300; i++) {
                restored.push(packet(1 + i * 0.02, ALICE, 7, 65_500 + i, i * 160L, 8));
            }
            restored.watermark(micros(60));

            assertThat(restored.rows()).hasSize(1);
            RtpStream stream = restored.rows().get(0);
            assertThat(stream.callId()).isEqualTo("call-1");
            assertThat(stream.packets()).isEqualTo(290);
            assertThat(stream.lost()).isEqualTo(10);
            assertThat(stream.codec()).isEqualTo("PCMA");
            assertThat(stream.jitterMaxMs()).isZero();
            assertThat(stream.rFactor())
                    .isEqualTo(EModel.rFactor("PCMA", 100 * 10 / 300.0, 1, Double.NaN));
            restored.watermark(micros(7200)).assertNothingLeft();
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

    private void announce(
            double seconds, String callId, double began, boolean over, Codec... codecs)
            throws Exception {
        push(
                new MediaSocket(
                        micros(seconds),
                        callId,
                        BOB,
                        MediaSocket.CALLEE,
                        codecs,
                        new Codec[0],
                        "",
                        micros(began),
                        over));
    }

    private void push(MediaSocket socket) throws Exception {
        tracker.push(socket);
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
                160,
                0);
    }

    private static RtpPacket sized(RtpPacket p, int payloadBytes) {
        return new RtpPacket(
                p.timeMicros(),
                p.node(),
                p.trunk(),
                p.source(),
                p.destination(),
                p.ssrc(),
                p.payloadType(),
                p.sequence(),
                p.timestamp(),
                p.marker(),
                payloadBytes,
                0);
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
                p.payloadBytes(),
                OTHERS_OFFSET);
    }

    private void at(double seconds) throws Exception {
        tracker.watermark(micros(seconds));
    }

    private static long micros(double seconds) {
        return BEGINNING + Math.round(seconds * 1e6);
    }
}
