package io.siphon.sources.listen.reader;

import org.junit.jupiter.api.Test;

import java.util.PrimitiveIterator;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;

class ReceiveClockTest {

    @Test
    void tellsDatagramsOfTheSameMicrosecondApart() {
        assertThat(read(5_000_000, 5_000_000, 5_000_000, 5_000_002, 5_000_010))
                .containsExactly(5_000_000, 5_000_001, 5_000_002, 5_000_003, 5_000_010);
    }

    @Test
    void followsTheWallClockWhenItIsSetBack() {
        assertThat(read(9_000_000, 5_000_000, 5_000_001))
                .containsExactly(9_000_000, 5_000_000, 5_000_001);
    }

    private static long[] read(long... wall) {
        PrimitiveIterator.OfLong times = LongStream.of(wall).iterator();
        ReceiveClock clock = new ReceiveClock(times::nextLong);
        return LongStream.of(wall).map(time -> clock.micros()).toArray();
    }
}
