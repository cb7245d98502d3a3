package io.siphon.udf.stream;

import org.junit.jupiter.api.Test;

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
        assertThat(state.lost()).isEqualTo(1);
    }

    @Test
    void countsSeveralWraps() {
        SequenceState state = new SequenceState();
        for (int i = 0; i < 300_000; i++) {
            if (i % 100 != 99 || i == 299_999) {
                state.accept(i & 0xffff);
            }
        }
        assertThat(state.expected()).isEqualTo(300_000);
        assertThat(state.lost()).isEqualTo(2_999);
        assertThat(state.lossRuns()).isEqualTo(new LossRuns(2_999, 2_999, false));
    }

    @Test
    void tellsLateFromTwice() {
        SequenceState state = of(10, 11, 13, 12, 12, 13);
        assertThat(state.outOfOrder).isEqualTo(1);
        assertThat(state.duplicates).isEqualTo(2);
        assertThat(state.lost()).isEqualTo(-2);
        assertThat(state.lossRuns().missing()).isZero();
    }

    @Test
    void doesNotExpectWhatCameBeforeTheFirst() {
        SequenceState state = of(10, 9, 11); // RFC 3550, A.3: less than none lost
        assertThat(state.lost()).isEqualTo(-1);
        assertThat(state.outOfOrder).isEqualTo(1);
    }

    @Test
    void leavesAStrayPacketOut() {
        SequenceState state = of(10, 11, 40_000, 12, 13);
        assertThat(state.packets).isEqualTo(5);
        assertThat(state.expected()).isEqualTo(4);
        assertThat(state.lost()).isZero();
    }

    @Test
    void beginsAnewWhereTwoFollowAJump() {
        SequenceState state = of(10, 11, 13, 40_000, 40_001, 40_002, 40_004);
        assertThat(state.packets).isEqualTo(7);
        assertThat(state.expected()).isEqualTo(4 + 5);
        assertThat(state.lost()).isEqualTo(2);
        assertThat(state.lossRuns()).isEqualTo(new LossRuns(2, 2, false));
    }

    @Test
    void countsRunsOfLossAsTheyWereInTheEnd() {
        SequenceState state = of(1, 2, 5, 6, 3, 10);
        assertThat(state.lossRuns()).isEqualTo(new LossRuns(4, 2, false)); // 4, and 7 to 9
        assertThat(state.lossRuns().burstRatio(state.expected())).isCloseTo(2 * 0.6, within(1e-9));
    }

    @Test
    void takesRandomLossForNoBursts() {
        Random random = new Random(4);
        SequenceState state = new SequenceState();
        for (int i = 0; i < 200_000; i++) {
            if (random.nextInt(5) > 0) {
                state.accept(i & 0xffff);
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
                state.accept(start + number & 0xffff);
                duplicates += seen.add(number) ? 0 : 1;
                highest = Math.max(highest, number);
            }
            assertThat(state.expected()).isEqualTo(highest + 1);
            assertThat(state.duplicates).isEqualTo(duplicates);
            assertThat(state.lost()).isEqualTo(highest + 1 - sent.size());
            assertThat(state.lossRuns().missing()).isEqualTo(highest + 1 - seen.size());
        }
    }

    private static SequenceState of(int... numbers) {
        SequenceState state = new SequenceState();
        for (int number : numbers) {
            state.accept(number);
        }
        return state;
    }
}
