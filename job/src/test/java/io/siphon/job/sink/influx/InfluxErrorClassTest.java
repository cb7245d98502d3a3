package io.siphon.job.sink.influx;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class InfluxErrorClassTest {

    /** Messages as InfluxDB 1.6.7 gives them. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "404 | database not found: \"siphon\" | MISSING",
                "500 | retention policy not found: month | MISSING",
                "400 | partial write: field type conflict: input field \"a\" on measurement \"m\" is type string, already exists as type float dropped=1 | REFUSE",
                "400 | partial write: unable to parse 'm a=': missing field value dropped=0 | REFUSE",
                "400 | partial write: points beyond retention policy dropped=1 | EXPIRED",
                "413 | Request Entity Too Large | REFUSE",
                "429 | too many requests | RETRY",
                "500 | engine is closed | RETRY",
                "503 | Service unavailable | RETRY",
                "401 | authorization failed | FAIL",
                "403 | forbidden | FAIL",
                "404 | 404 page not found | FAIL"
            })
    void judges(int status, String message, InfluxErrorClass answer) {
        assertThat(InfluxErrorClass.of(status, message)).isEqualTo(answer);
    }
}
