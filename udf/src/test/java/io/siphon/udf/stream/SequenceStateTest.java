package io.siphon.udf.stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class SequenceStateTest {

    @Test
    void countsAcrossTheWrap() {
        SequenceState state = of(65_533, 65_534, 65_535, 0, 1, 3);
        assertThat(state.expected()).isEqualTo(7);
        assertThat(state.lossRuns().missing()).isEqualTo(1);
    }

    @Test
    void countsSeveralWraps() {
        SequenceState state = new SequenceState();
        for (int i = 0; i < 300_000; i++) {
            if (i % 100 != 99 || i == 299_999) {
                take(state, i);
            }
        }
        assertThat(state.expected()).isEqualTo(300_000);
        assertThat(state.unique()).isEqualTo(300_000 - 2_999);
        assertThat(state.lossRuns()).isEqualTo(new LossRuns(2_999, 2_999));
    }

    @Test
    void tellsLateFromTwice() {
        SequenceState state = of(10, 11, 13, 12, 12, 13);
        assertThat(state.outOfOrder).isEqualTo(1);
        assertThat(state.duplicates).isEqualTo(2);
        assertThat(state.lossRuns().missing()).isZero();
    }

    @Test
    void beginsWithTheLowestNumberThoughItComesSecond() {
        SequenceState state = of(10, 8, 11); // RFC 3550, A.3, would have less than none lost
        assertThat(state.expected()).isEqualTo(4);
        assertThat(state.lossRuns()).isEqualTo(new LossRuns(1, 1));
        assertThat(state.outOfOrder).isEqualTo(1);
    }

    @Test
    void leavesAStrayPacketOut() {
        SequenceState state = of(10, 11, 40_000, 12, 13);
        assertThat(state.packets).isEqualTo(5);
        assertThat(state.expected()).isEqualTo(4);
        assertThat(state.lossRuns().missing()).isZero();
    }

    @Test
    void beginsAnewWhereTwoFollowAJump() {
        SequenceState state = of(10, 11, 13, 40_000, 40_001, 40_002, 40_004);
        assertThat(state.packets).isEqualTo(7);
        assertThat(state.expected()).isEqualTo(4 + 5);
        assertThat(state.lossRuns().missing()).isEqualTo(2);
        assertThat(state.lossRuns()).isEqualTo(new LossRuns(2, 2));
    }

    @Test
    void countsRunsOfLossAsTheyWereInTheEnd() {
        SequenceState state = of(1, 2, 5, 6, 3, 10);
        assertThat(state.lossRuns()).isEqualTo(new LossRuns(4, 2)); // 4, and 7 to 9
        assertThat(state.lossRuns().burstRatio(state.expected())).isCloseTo(2 * 0.6, within(1e-9));
    }

    @Test
    void takesRandomLossForNoBursts() {
        Random random = new Random(4);
        SequenceState state = new SequenceState();
        for (int i = 0; i < 200_000; i++) {
            if (random.nextInt(5) > 0) {
                take(state, i);
            }
        }
        assertThat(state.lossRuns().burstRatio(state.expected())).isCloseTo(1, within(0.02));
    }

    @Test
    void countsAsCountingByHandDoes() {
        Random random = new Random(5);
        for (int round = 0; round < 300; round++) {
            int start = random.nextInt(65_536);
            List<Integer> sent = new ArrayList<>();
            for (int i = 0; i < 2000; i++) {
                if (i == 0 || random.nextInt(20) > 0) {
                    sent.add(i);
                    if (random.nextInt(50) == 0) {
                        sent.add(i);
                    }
                }
            }
            for (int i = 2; i < sent.size(); i++) {
                if (random.nextInt(30) == 0) {
                    int other = Math.max(1, i - random.nextInt(10));
                    sent.set(i, sent.set(other, sent.get(i)));
                }
            }
            SequenceState state = new SequenceState();
            Set<Integer> seen = new HashSet<>();
            int duplicates = 0;
            int highest = 0;
            for (int number : sent) {
                take(state, start + number);
                duplicates += seen.add(number) ? 0 : 1;
                highest = Math.max(highest, number);
            }
            assertThat(state.expected()).isEqualTo(highest + 1);
            assertThat(state.duplicates).isEqualTo(duplicates);
            assertThat(state.lossRuns().missing()).isEqualTo(highest + 1 - seen.size());
        }
    }

    /** A mirror that repeats everything, up to 10 s later. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 50, 99, 100, 101, 500, 900})
    void countsACopyOnceHoweverLate(int later) {
        SequenceState once = new SequenceState();
        SequenceState twice = new SequenceState();
        for (int i = 0; i < 3000 + later; i++) {
            if (i < 3000 && i % 20 != 7) {
                take(once, 65_000 + i);
                take(twice, 65_000 + i);
            }
            int copy = i - later;
            if (copy >= 0 && copy % 20 != 7) {
                take(twice, 65_000 + copy);
            }
        }
        assertThat(twice.lossRuns()).isEqualTo(once.lossRuns()).isEqualTo(new LossRuns(150, 150));
        assertThat(twice.expected()).isEqualTo(once.expected());
        assertThat(twice.duplicates).isEqualTo(2850);
        assertThat(twice.strays).isZero();
    }

    @Test
    void countsCopiesOfASenderThatBeginsAnewOnce() {
        SequenceState state = new SequenceState();
        int[] numbers = new int[400];
        for (int i = 0; i < 400; i++) {
            numbers[i] = i < 200 ? 1000 + i : 40_000 + i;
        }
        for (int i = 0; i < 420; i++) {
            if (i < 400) {
                state.accept(numbers[i], 160L * i, 20_000L * i, 8000);
            }
            if (i >= 20) {
                state.accept(numbers[i - 20], 160L * (i - 20), 20_000L * i, 8000);
            }
        }
        assertThat(state.lossRuns().missing()).isZero();
        assertThat(state.expected()).isEqualTo(400);
        assertThat(state.unique()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 59, 61, 120, 299, 600, 1200, 1310, 1311, 1320, 1500, 1790})
    void countsAnOutageAsLossHoweverLong(int seconds) {
        SequenceState state = new SequenceState();
        for (int i = 0; i < 1000; i++) {
            take(state, i);
        }
        for (int i = 1000 + 50 * seconds; i < 2000 + 50 * seconds; i++) {
            take(state, i);
        }
        assertThat(state.lossRuns()).isEqualTo(new LossRuns(50L * seconds, 1));
        assertThat(state.expected()).isEqualTo(2000 + 50L * seconds);
    }

    @Test
    void losesNothingWhereASenderIsSilentOrBeginsAnew() {
        SequenceState state = new SequenceState();
        for (int i = 0; i < 100; i++) {
            take(state, i);
        }
        for (int i = 0; i < 100; i++) { // goes on with the next number, two minutes later
            state.accept(100 + i, 1_000_000 + 160L * i, 122_000_000 + 20_000L * i, 8000);
        }
        for (int i = 0; i < 100; i++) { // two minutes later elsewhere, in numbers and time
            state.accept(50_000 + i, 7_000_000 + 160L * i, 250_000_000 + 20_000L * i, 8000);
        }
        assertThat(state.lossRuns().missing()).isZero();
        assertThat(state.expected()).isEqualTo(300);
    }

    /** On hold for longer than 65,536 packets last. */
    @Test
    void losesNothingInASilenceOfMoreThanARoundOfNumbers() {
        SequenceState state = new SequenceState();
        for (int i = 0; i < 1000; i++) {
            take(state, i);
        }
        long silence = 1_500_000_000L;
        for (int i = 1000; i < 1100; i++) {
            long sent = 20_000L * i + silence;
            state.accept(i, sent * 8 / 1000 & 0xffff_ffffL, 1_000 + sent, 8000);
        }
        assertThat(state.lossRuns().missing()).isZero();
        assertThat(state.expected()).isEqualTo(1100);
    }

    /** Times and timestamps are a stranger's. */
    @Test
    void hidesNoMoreRoundsThanAStreamIsKeptFor() {
        SequenceState state = new SequenceState();
        for (int i = 0; i < 20; i++) {
            state.accept(i, i, 1_000 + i, 8000); // a packet a microsecond
        }
        state.accept(20, 20, Long.MAX_VALUE / 2, 8000);
        assertThat(state.expected()).isEqualTo(21);
        SequenceState still = new SequenceState();
        for (int i = 0; i < 20; i++) {
            still.accept(i, i, 1_000, 8000);
        }
        still.accept(20, 20, 10_000_000, 8000);
        assertThat(still.expected()).isEqualTo(21);
    }

    /** 0.1 kept the last 64 numbers, in one word. */
    @Test
    void goesOnFromAnEarlierVersion() {
        SequenceState state = new SequenceState();
        state.packets = 199;
        state.first = 1;
        state.highest = 200;
        state.depth = 64;
        state.recent = ~0b100L; // 198 has not come
        assertThat(state.lossRuns()).isEqualTo(new LossRuns(1, 1));
        take(state, 198);
        take(state, 198);
        take(state, 203);
        assertThat(state.lossRuns()).isEqualTo(new LossRuns(2, 1));
        assertThat(state.duplicates).isEqualTo(1);
    }

    private static SequenceState of(int... numbers) {
        SequenceState state = new SequenceState();
        for (int number : numbers) {
            take(state, number);
        }
        return state;
    }

    /** 50 packets a second of 20 ms of speech each. */
    private static void take(SequenceState state, int number) {
        state.accept(number & 0xffff, 160L * number & 0xffff_ffffL, 1_000 + 20_000L * number, 8000);
    }
}
