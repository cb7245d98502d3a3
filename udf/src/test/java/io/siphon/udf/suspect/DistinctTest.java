package io.siphon.udf.suspect;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class DistinctTest {

    @Test
    void fewAreCountedExactly() {
        Distinct distinct = new Distinct();
        for (int i = 0; i < 320; i++) {
            distinct.add(Sighting.hash("user" + i % Distinct.EXACT));
        }
        assertThat(distinct.count()).isEqualTo(Distinct.EXACT);
        assertThat(distinct.contains(Sighting.hash("user1"))).isTrue();
        assertThat(distinct.contains(Sighting.hash("user32"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {33, 100, 1_000, 5_000})
    void manyAreEstimated(int many) {
        Distinct distinct = new Distinct();
        for (int i = 0; i < 3 * many; i++) {
            distinct.add(Sighting.hash("user" + i % many));
        }
        assertThat((double) distinct.count()).isCloseTo(many, within(2 + 0.1 * many));
        assertThat(distinct.contains(Sighting.hash("user1"))).isTrue();
    }

    @Test
    void noMoreThanSoManyAreTold() {
        Distinct distinct = new Distinct();
        for (int i = 0; i < 100_000; i++) {
            distinct.add(Sighting.hash("user" + i));
        }
        assertThat(distinct.count()).isEqualTo(Distinct.MOST);
    }
}
