package io.siphon.job.cli;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class RejudgeTest {

    private static final long MINUTE = 60_000_000L;

    private static AlertSpan window(String subject, long minute) {
        return new AlertSpan(
                "traffic_level",
                "edge-1",
                subject,
                minute * MINUTE,
                (minute + 5) * MINUTE,
                "traffic of trunk " + subject + " dropped");
    }

    @Test
    void windowsThatFollowEachOtherAreOneAlert() {
        assertThat(
                        AlertSpan.joined(
                                List.of(
                                        window("a", 5),
                                        window("b", 0),
                                        window("a", 0),
                                        window("a", 100))))
                .extracting(span -> span.subject() + " " + span.toMicros() / MINUTE)
                .containsExactly("a 10", "b 5", "a 105");
    }

    @Test
    void theDifferenceIsPrinted() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Rejudge.print(
                List.of(window("a", 0), window("b", 0)),
                List.of(window("a", 10), window("c", 60)),
                new PrintStream(bytes, true, UTF_8));
        assertThat(bytes.toString(UTF_8))
                .isEqualTo(
                        """
                        - 1970-01-01 00:00 to 00:05  traffic_level  edge-1  traffic of trunk b dropped
                        + 1970-01-01 01:00 to 01:05  traffic_level  edge-1  traffic of trunk c dropped
                        2 alerts are stored, these options find 2: 1 as before, 1 more (+), 1 less (-)
                        """);
    }
}
