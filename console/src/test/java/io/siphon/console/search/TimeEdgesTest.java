package io.siphon.console.search;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;

class TimeEdgesTest {

    private static final long HOUR = 3_600_000_000L;
    private static final long NOW = 1_800_000_000_000_000L;

    private int questions;

    private TimeEdges of(long... rows) {
        questions = 0;
        return TimeEdges.find(
                time -> {
                    questions++;
                    return LongStream.of(rows).anyMatch(row -> row >= time);
                },
                time -> {
                    questions++;
                    return LongStream.of(rows).anyMatch(row -> row < time);
                },
                NOW);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 59, 60, 61, 3_599, 86_400, 2_592_000, 40_000_000, 1_799_999_999})
    void allRowsAreWithinAndTheLastIsWithinAnHour(long secondsAgo) {
        for (long sign : new long[] {1, -1}) {
            long row = NOW - sign * secondsAgo * 1_000_000;
            TimeEdges edges = of(row, row - 5 * HOUR);
            assertThat(edges.from()).isLessThanOrEqualTo(Math.max(0, row - 5 * HOUR));
            assertThat(edges.to()).isGreaterThan(row).isLessThanOrEqualTo(row + HOUR + 60_000_000);
            assertThat(questions).isLessThan(40);
        }
    }

    @Test
    void aStoreThatIsWrittenToTakesFewQuestions() {
        long[] month = LongStream.rangeClosed(0, 30 * 24).map(h -> NOW - h * HOUR).toArray();
        TimeEdges edges = of(month);
        assertThat(edges.to()).isEqualTo(NOW + 60_000_000);
        assertThat(edges.from()).isBetween(NOW - 100 * 24 * HOUR, NOW - 30 * 24 * HOUR);
        assertThat(questions).isLessThan(6);
    }

    @Test
    void withoutRowsThereIsNoTime() {
        assertThat(of()).isEqualTo(TimeEdges.NO_ROWS);
        assertThat(questions).isLessThan(20);
    }
}
