package io.siphon.udf.order;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SecondsTest {

    @ParameterizedTest
    @CsvSource({
        "5000000, 5999, 5000",
        "5000001, 5999, 6000",
        "5999999, 5999, 6000",
        "6000000, 6999, 6000",
        "0, 999, 0",
        "-1, -1, 0"
    })
    void roundsToTheSecondsEndOrUpToTheNext(long micros, long end, long notBefore) {
        assertThat(Seconds.endOf(micros)).isEqualTo(end);
        assertThat(Seconds.notBefore(micros)).isEqualTo(notBefore);
    }
}
