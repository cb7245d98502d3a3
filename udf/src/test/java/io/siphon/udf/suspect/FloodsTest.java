package io.siphon.udf.suspect;

import org.junit.jupiter.api.Test;

import java.util.List;

import static io.siphon.udf.suspect.CallFixture.call;
import static org.assertj.core.api.Assertions.assertThat;

/** {@code flood_adaptive}. */
class FloodsTest {

    @Test
    void fiveTimesTheUsualIsAFloodOfItsSourceAndOfItsTarget() throws Exception {
        try (SuspectHarness suspects = new SuspectHarness(new AdaptiveFlood(50))) {
            calls(suspects, 0, 300, 2);
            calls(suspects, 300, 320, 15);
            calls(suspects, 320, 400, 2);
            assertThat(suspects.end())
                    .containsExactlyInAnyOrder(
                            "critical 150 calls from 192.0.2.66 in 10 s, usually 20",
                            "critical 150 calls to 203.0.113.1 in 10 s, usually 20");
        }
    }

    @Test
    void aDayThatBeginsIsNoFlood() throws Exception {
        try (SuspectHarness suspects = new SuspectHarness(new AdaptiveFlood(50))) {
            double rate = 2;
            for (int minute = 0; minute < 60; minute++) { // twelve times as many in an hour
                calls(suspects, minute * 60, minute * 60 + 60, rate);
                rate *= 1.042;
            }
            assertThat(suspects.end()).isEmpty();
        }
    }

    @Test
    void fewAreNoFloodHoweverFewAreUsual() throws Exception {
        try (SuspectHarness suspects = new SuspectHarness(new AdaptiveFlood(50))) {
            calls(suspects, 0, 300, 0.3);
            calls(suspects, 300, 400, 4.9);
            assertThat(suspects.end()).isEmpty();
        }
    }

    /** Half an hour of more than before is what is usual, also where that is no flood. */
    @Test
    void moreThanBeforeGetsUsual() throws Exception {
        try (SuspectHarness suspects = new SuspectHarness(new AdaptiveFlood(50))) {
            calls(suspects, 0, 300, 0.2);
            calls(suspects, 300, 2_700, 3);
            calls(suspects, 2_700, 2_760, 5.5);
            assertThat(suspects.end()).isEmpty();
        }
    }

    /** A pause is no new beginning: what is usual is still known. */
    @Test
    void aFloodAfterAPauseIsOne() throws Exception {
        try (SuspectHarness suspects = new SuspectHarness(new AdaptiveFlood(50))) {
            calls(suspects, 0, 300, 2);
            calls(suspects, 900, 920, 30);
            List<String> told = suspects.end();
            assertThat(told).hasSize(2).allMatch(text -> text.contains("300 calls"));
        }
    }

    private static void calls(SuspectHarness suspects, double from, double to, double rate)
            throws Exception {
        for (int i = 0; i < Math.round((to - from) * rate); i++) {
            suspects.see(call(from + i / rate).started());
        }
        suspects.at(to - 1);
    }
}
