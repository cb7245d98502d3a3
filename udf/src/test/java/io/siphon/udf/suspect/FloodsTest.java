package io.siphon.udf.suspect;

import io.siphon.udf.call.SipFixture;

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

    /** As nathelper, dispatcher and others ask all their peers: no flood, for hours. */
    @Test
    void burstsOfOptionsGetUsualAndAFloodBesideThemIsFound() throws Exception {
        int[][] patterns = {{300, 60}, {60, 30}, {300, 300}, {200, 47}};
        for (int[] pattern : patterns) {
            try (SuspectHarness suspects = new SuspectHarness(new AdaptiveFlood(50))) {
                bursts(suspects, 0, 3 * 3_600, pattern[0], pattern[1]);
                assertThat(suspects.told()).as(List.of(pattern[0], pattern[1]) + "").isEmpty();
                for (int i = 0; i < 60 * 40; i++) {
                    suspects.see(options(3 * 3_600 + i / 40.0));
                }
                bursts(suspects, 3 * 3_600, 3 * 3_600 + 60, pattern[0], pattern[1]);
                assertThat(suspects.end()).as(List.of(pattern[0], pattern[1]) + "").hasSize(2);
            }
        }
    }

    /** Such as a server begins to send when it has got peers: told at first, and then usual. */
    @Test
    void burstsThatBeginAreNoFloodForEver() throws Exception {
        for (int period : new int[] {30, 60, 120}) {
            try (SuspectHarness suspects = new SuspectHarness(new AdaptiveFlood(50))) {
                for (int i = 0; i < 600; i++) {
                    suspects.see(options(i));
                }
                bursts(suspects, 600, 4 * 3_600, 300, period);
                suspects.end();
                assertThat(suspects.alerts())
                        .isNotEmpty()
                        .allMatch(found -> found.endMicros() < CallFixture.micros(2_700));
            }
        }
    }

    private static void bursts(SuspectHarness suspects, int from, int to, int requests, int period)
            throws Exception {
        for (int at = from; at < to; at += period) {
            for (int i = 0; i < requests; i++) {
                suspects.see(options(at + 0.3 + i / 200.0));
            }
            suspects.at(at);
        }
        suspects.at(to - 1);
    }

    private static SipFixture options(double at) {
        SipFixture options = new SipFixture();
        options.timeMicros = CallFixture.micros(at);
        options.method = "OPTIONS";
        options.source = "udp:192.0.2.1:5060";
        options.destination = "udp:198.51.100.1:5060";
        return options;
    }

    private static void calls(SuspectHarness suspects, double from, double to, double rate)
            throws Exception {
        for (int i = 0; i < Math.round((to - from) * rate); i++) {
            suspects.see(call(from + i / rate).started());
        }
        suspects.at(to - 1);
    }
}
