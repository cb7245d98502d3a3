package io.siphon.udf.alert.baseline;

import io.siphon.schema.Measurement;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

/** What an ended call counts as: as in reports (ITU-T E.425). */
class GaugeTest {

    @ParameterizedTest
    @CsvSource({
        "answered, yes, CAPTURED", // it counted when it was answered
        "timed_out, yes, CAPTURED", // its BYE was lost
        "timed_out, no, FAILED",
        "busy, yes, UNANSWERED",
        "cancelled, yes, UNANSWERED",
        "rejected, yes, UNANSWERED", // 603
        "rejected, no, FAILED", // 404
        "failed, yes, UNANSWERED", // 500 with cause 17
        "failed, no, FAILED",
        "redirected, no, REDIRECTED",
        "evicted, '', CAPTURED",
        "rejected, '', UNANSWERED", // as measured by 0.1
        "failed, '', FAILED",
        "timed_out, '', FAILED",
    })
    void aCallThatEnded(String outcome, String effective, Gauge gauge) {
        Map<String, String> tags = new TreeMap<>(Map.of("node", "n", "outcome", outcome));
        if (!effective.isEmpty()) {
            tags.put("effective", effective);
        }
        assertThat(
                        Gauge.of(
                                new Measurement(
                                        "call_ends", 0, 60, tags, Map.of("count", 1.0), null),
                                false))
                .isEqualTo(gauge);
    }
}
