package io.siphon.udf.stream;

import io.siphon.schema.RtpStream;
import io.siphon.udf.sdp.Codec;
import io.siphon.udf.session.MediaSocket;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Generated streams, with loss by chance and in bursts, copies, disorder, pauses, wraps and senders
 * that set their timestamps anew, against {@link PlainStream}.
 */
class StreamOracleTest {

    private static final long BEGINNING = GeneratedStream.BEGINNING;
    private static final String BOB = GeneratedStream.BOB;
    private static final Codec PCMA = new Codec(8, "PCMA", 8000);
    private static final int PACKETS = GeneratedStream.PACKETS;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void measuresWhatThePlainComputationDoes(int seed) throws Exception {
        Random random = new Random(seed);
        GeneratedStream.Trouble trouble = new GeneratedStream.Trouble();
        trouble.loss = random.nextInt(4) * 0.04;
        trouble.bursts = random.nextInt(3) * 0.01;
        trouble.late = random.nextInt(3) * 0.02;
        trouble.pauses = random.nextBoolean();
        List<GeneratedStream.Sent> sent = GeneratedStream.generate(random, trouble);
        same(measure(sent), plain(sent));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void copiesChangeNothing(int seed) throws Exception {
        Random random = new Random(seed);
        GeneratedStream.Trouble trouble = new GeneratedStream.Trouble();
        trouble.loss = 0.05;
        trouble.bursts = 0.01;
        trouble.late = 0.01;
        List<GeneratedStream.Sent> sent = GeneratedStream.generate(random, trouble);
        RtpStream once = measure(sent);
        for (long delay : new long[] {0, 60, 400, 20_000, 1_300_000, 2_500_000, 9_000_000}) {
            List<GeneratedStream.Sent> twice = new ArrayList<>(sent);
            sent.forEach(s -> twice.add(GeneratedStream.delayed(s, delay + random.nextInt(300))));
            RtpStream both = measure(GeneratedStream.inOrder(twice));
            assertThat(both.duplicates()).as("copies %s µs later", delay).isEqualTo(sent.size());
            assertThat(figures(both)).as("copies %s µs later", delay).isEqualTo(figures(once));
        }
    }

    /** Two taps of one node, each of which loses packets of its own. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void oneOfTwoCopiesIsEnough(int seed) throws Exception {
        Random random = new Random(seed);
        List<GeneratedStream.Sent> sent =
                GeneratedStream.generate(random, new GeneratedStream.Trouble());
        List<GeneratedStream.Sent> seen = new ArrayList<>();
        for (GeneratedStream.Sent s : sent) {
            int which = random.nextInt(4);
            if (which != 0) {
                seen.add(s);
            }
            if (which != 1) {
                seen.add(GeneratedStream.delayed(s, 2_400_000));
            }
        }
        RtpStream stream = measure(GeneratedStream.inOrder(seen));
        assertThat(stream.lost()).isZero();
        assertThat(stream.packets() - stream.duplicates()).isEqualTo(PACKETS);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void timestampsThatBeginAnewChangeNoJitter(int seed) throws Exception {
        GeneratedStream.Trouble trouble = new GeneratedStream.Trouble();
        trouble.loss = 0.02;
        RtpStream before = measure(GeneratedStream.generate(new Random(seed), trouble));
        trouble.timestampsAnew = true;
        RtpStream anew = measure(GeneratedStream.generate(new Random(seed), trouble));
        assertThat(anew.jitterMeanMs()).isCloseTo(before.jitterMeanMs(), within(0.2));
        assertThat(anew.jitterMaxMs()).isCloseTo(before.jitterMaxMs(), within(1.0));
        assertThat(anew.lost()).isEqualTo(before.lost());
    }

    /** A network that holds everything for a while, and delivers it then. */
    @ParameterizedTest
    @ValueSource(ints = {250, 400, 1000, 3000, 8000})
    void aDelayIsJitterHoweverLong(int heldMs) throws Exception {
        List<GeneratedStream.Sent> sent = new ArrayList<>();
        for (GeneratedStream.Sent s :
                GeneratedStream.generate(new Random(7), new GeneratedStream.Trouble())) {
            long held = BEGINNING + 10_000_000 + heldMs * 1000L - s.packet().timeMicros();
            boolean isHeld = s.packet().timeMicros() > BEGINNING + 10_000_000 && held > 0;
            sent.add(isHeld ? GeneratedStream.delayed(s, held + s.number()) : s);
        }
        same(measure(GeneratedStream.inOrder(sent)), plain(GeneratedStream.inOrder(sent)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void moreLossIsNeverABetterScore(int seed) throws Exception {
        Random random = new Random(seed);
        List<GeneratedStream.Sent> sent =
                GeneratedStream.generate(random, new GeneratedStream.Trouble());
        RtpStream before = measure(sent);
        for (int round = 0; round < 12; round++) {
            List<GeneratedStream.Sent> fewer = new ArrayList<>(sent);
            if (seed % 2 == 0) { // an outage that grows
                fewer.removeIf(s -> s.number() > sent.get(500).number() && random.nextInt(30) < 2);
                int from = 300;
                fewer.subList(from, Math.min(fewer.size() - 2, from + 40)).clear();
            } else {
                fewer.removeIf(s -> s != sent.get(0) && random.nextInt(25) == 0);
            }
            RtpStream after = measure(fewer);
            assertThat(after.lost()).isGreaterThanOrEqualTo(before.lost());
            assertThat(after.mos()).isLessThanOrEqualTo(before.mos() + 0.02);
            before = after;
            sent.clear();
            sent.addAll(fewer);
        }
        assertThat(before.mos()).isLessThan(3.6);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void isTheSameLiveAndFromAFileInAnyOrderOfArrival(int seed) throws Exception {
        Random random = new Random(seed);
        GeneratedStream.Trouble trouble = new GeneratedStream.Trouble();
        trouble.loss = 0.05;
        trouble.late = 0.02;
        List<GeneratedStream.Sent> sent = GeneratedStream.generate(random, trouble);
        RtpStream file = measure(sent);
        List<GeneratedStream.Sent> shuffled = new ArrayList<>(sent);
        Collections.shuffle(shuffled, random);
        assertThat(measure(shuffled)).isEqualTo(file);
        try (StreamHarness live = new StreamHarness()) {
            live.push(new MediaSocket(BEGINNING, "call-1", BOB, MediaSocket.CALLEE, codecs()));
            for (GeneratedStream.Sent s : sent) {
                live.push(s.packet());
                live.watermark(s.packet().timeMicros() - 1_000_000);
            }
            List<RtpStream> rows = live.endOfInput().rows();
            assertThat(rows.get(rows.size() - 1)).isEqualTo(file);
        }
    }

    private static void same(RtpStream stream, PlainStream plain) {
        assertThat(stream.lost()).isEqualTo(plain.lost);
        assertThat(stream.lossPct()).isCloseTo(100.0 * plain.lost / plain.expected, within(1e-9));
        assertThat(stream.jitterMeanMs()).isCloseTo(plain.jitterMeanMs, within(1e-6));
        assertThat(stream.jitterMaxMs()).isCloseTo(plain.jitterMaxMs, within(1e-6));
        assertThat(stream.rFactor()).isCloseTo(plain.rFactor, within(1e-9));
        assertThat(stream.mos()).isCloseTo(plain.mos, within(1e-9));
    }

    private static List<Double> figures(RtpStream stream) {
        return List.of(
                (double) stream.lost(),
                (double) stream.outOfOrder(),
                stream.lossPct(),
                stream.jitterMeanMs(),
                stream.jitterMaxMs(),
                stream.longestGapMs(),
                stream.burstRatio(),
                stream.rFactor(),
                stream.mos(),
                (double) stream.startedAt(),
                (double) stream.endedAt());
    }

    private static PlainStream plain(List<GeneratedStream.Sent> sent) {
        return PlainStream.of(
                sent.stream().map(GeneratedStream.Sent::packet).toList(),
                sent.stream().map(GeneratedStream.Sent::number).toList(),
                8000);
    }

    private static Codec[] codecs() {
        return new Codec[] {PCMA};
    }

    private static RtpStream measure(List<GeneratedStream.Sent> sent) throws Exception {
        try (StreamHarness harness = new StreamHarness()) {
            harness.push(new MediaSocket(BEGINNING, "call-1", BOB, MediaSocket.CALLEE, codecs()));
            for (GeneratedStream.Sent s : sent) {
                harness.push(s.packet());
            }
            List<RtpStream> rows = harness.endOfInput().rows();
            harness.assertNothingLeft();
            return rows.get(rows.size() - 1);
        }
    }
}
