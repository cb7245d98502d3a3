package io.siphon.udf.suspect;

import io.siphon.schema.Call;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.IntStream;

import static io.siphon.udf.suspect.CallFixture.call;
import static io.siphon.udf.suspect.CallFixture.micros;
import static org.assertj.core.api.Assertions.assertThat;

/** {@code risk_prefix}, {@code toll_minutes}, {@code new_country}. */
class TollFraudTest {

    private static final InternationalCalls ABROAD =
            new InternationalCalls(List.of("+", "00"), "DE");
    private static final double DAY = 86_400;

    @Test
    void anAnsweredCallToARiskRangeIsTold() throws Exception {
        try (SuspectHarness suspects =
                new SuspectHarness(new RiskPrefix(ABROAD, List.of("881", "252"), 1))) {
            suspects.see(
                    call(0).to("0088216123456").answered(5), // another range
                    call(0).to("881612345678").answered(5), // no prefix
                    call(0).to("+88161234567").started(),
                    call(0).to("00881612345678").answered(5),
                    call(0).to("+252 61 234-5678").answered(6),
                    call(0).to("+252 61 234-5678").laterLeg().answered(6));
            assertThat(suspects.end())
                    .containsExactly(
                            "critical 2 calls of 1001 to 2 numbers in risk ranges were answered"
                                    + " within 1 h, for example +881612345678, +252612345678");
        }
    }

    @Test
    void minutesAreCountedWhileTheCallsAreUp() throws Exception {
        try (SuspectHarness suspects = new SuspectHarness(new TollMinutes(ABROAD, 120, 10))) {
            for (int i = 0; i < 5; i++) { // each of them 24 minutes, and nobody hangs up
                suspects.see(call(0).to("+5355512" + i).answered(10));
            }
            suspects.at(10 + 23 * 60);
            assertThat(suspects.told()).isEmpty();
            suspects.at(10 + 25 * 60);
            assertThat(suspects.told())
                    .containsExactly(
                            "warning 1001 to Cuba: 120 min in 5 calls within an hour, 5 up now;"
                                    + " usually at most 0 min, for example +53555120, +53555121,"
                                    + " +53555122");
            for (int i = 0; i < 5; i++) {
                suspects.see(ended("+5355512" + i, 10, 10 + 26 * 60));
            }
            suspects.end();
        }
    }

    /** The B2BUA is answered before it answers. */
    @Test
    void minutesOfAConversationCountOnce() throws Exception {
        try (SuspectHarness suspects = new SuspectHarness(new TollMinutes(ABROAD, 120, 10))) {
            for (int i = 0; i < 4; i++) { // 100 minutes
                CallFixture second = call(0).id("b" + i).to("+53555120").laterLeg();
                CallFixture first = call(0).id("a" + i).to("+53555120");
                suspects.see(second.answered(10), first.answered(10.02));
                suspects.see(second.ended(10 + 25 * 60), first.ended(10 + 25 * 60));
            }
            assertThat(suspects.end()).isEmpty();
        }
    }

    /** As a leg is known to be one later than its answer, or another leg is the first by then. */
    @Test
    void whatWasCountedAtTheAnswerIsTakenBackAtTheEnd() throws Exception {
        try (SuspectHarness suspects = new SuspectHarness(new TollMinutes(ABROAD, 120, 3))) {
            for (int i = 0; i < 20; i++) { // one after the other: two are up at once
                double at = 10 + i * 60;
                CallFixture early = call(at).id("b" + i).to("+53555120");
                CallFixture late = call(at).id("c" + i).to("+53555120").laterLeg();
                CallFixture first = call(at).id("a" + i).to("+53555120");
                suspects.see(early.answered(at), first.answered(at), late.answered(at));
                suspects.see(early.laterLeg().ended(at + 50), late.firstLeg().ended(at + 50));
                suspects.see(first.ended(at + 50));
            }
            assertThat(suspects.end()).isEmpty();
        }
    }

    @Test
    void manyCallsAtOnceAreToldBeforeTheirMinutesAre() throws Exception {
        try (SuspectHarness suspects = new SuspectHarness(new TollMinutes(ABROAD, 120, 10))) {
            for (int i = 0; i < 10; i++) {
                suspects.see(call(0).to("+5355512" + i).answered(10 + i));
                suspects.see(call(0).of("1002").to("+5355512" + i).answered(10 + 20 * i));
                suspects.see(ended("1002", "+5355512" + i, 10 + 20 * i, 25 + 20 * i));
                suspects.see(call(0).of("1003").to("+493055512" + i).answered(10 + i)); // home
            }
            suspects.at(300);
            assertThat(suspects.told())
                    .singleElement()
                    .asString()
                    .startsWith(
                            "warning 1001 to Cuba: 0 min in 10 calls within an hour, 10 up now");
            for (int i = 0; i < 10; i++) {
                suspects.see(ended("+5355512" + i, 10 + i, 310));
            }
            suspects.end();
        }
    }

    @Test
    void twiceAsManyCallsAtOnceAreCritical() throws Exception {
        try (SuspectHarness suspects = new SuspectHarness(new TollMinutes(ABROAD, 120, 10))) {
            for (int i = 0; i < 20; i++) {
                suspects.see(call(0).to("+8821655512" + i).answered(10 + i));
            }
            suspects.at(300);
            assertThat(suspects.told())
                    .extracting(told -> told.substring(0, told.indexOf(';')))
                    .containsExactly(
                            "critical 1001 to international networks: 3 min in 20 calls within an"
                                    + " hour, 20 up now");
            for (int i = 0; i < 20; i++) {
                suspects.see(ended("+8821655512" + i, 10 + i, 310));
            }
            suspects.end();
        }
    }

    @Test
    void anAccountThatAlwaysCallsThereIsNoFraud() throws Exception {
        try (SuspectHarness suspects = new SuspectHarness(new TollMinutes(ABROAD, 120, 100))) {
            double hour = 3600;
            for (int h = 0; h < 6; h++) { // 110 minutes an hour, then 200
                int lines = h < 5 ? 2 : 4;
                for (int i = 0; i < lines; i++) {
                    double from = h * hour + 10;
                    suspects.see(call(from).to("+53555120").answered(from));
                    suspects.see(ended("+53555120", from, from + 50 * 60 + h));
                }
            }
            assertThat(suspects.end()).isEmpty();
        }
    }

    /** Without {@code alert.home-country}: as a company whose trunk has E.164 numbers. */
    @Test
    void theCountryOfTheCallerIsNotAbroad() {
        InternationalCalls calls = new InternationalCalls(List.of("+", "00"), "");
        String cuba = "53555120";
        assertThat(calls.abroad(call(0).of("+4930123456").started(), "493055512")).isEmpty();
        assertThat(calls.abroad(call(0).of("004930123456").started(), cuba)).isEqualTo("CU");
        assertThat(calls.abroad(call(0).of("+5355513").started(), cuba)).isEmpty();
        assertThat(calls.abroad(call(0).of("1001").started(), cuba)).isEmpty();
        assertThat(calls.abroad(call(0).of("1001").started(), "881612345678")).isEqualTo("001");
        assertThat(calls.abroad(call(0).of("1001").started(), "")).isEmpty();
        assertThat(ABROAD.abroad(call(0).of("1001").started(), cuba)).isEqualTo("CU");
    }

    /** Twenty lines to Cuba from Friday evening until Monday morning. */
    @Test
    void aFraudOfAWeekendDoesNotGetUsualForADay() throws Exception {
        try (SuspectHarness suspects = new SuspectHarness(new TollMinutes(ABROAD, 120, 10))) {
            for (int h = 0; h < 60; h++) {
                lines(suspects, h, 20);
            }
            suspects.end();
            assertThat(hoursFound(suspects)).containsSequence(hours(0, 25)).doesNotContain(50);
        }
    }

    /** 100, 350, 1,050 and 3,100 minutes: each about three times those before. */
    @Test
    void aFraudThatGrowsIsFound() throws Exception {
        try (SuspectHarness suspects = new SuspectHarness(new TollMinutes(ABROAD, 120, 100))) {
            int[] linesOfHour = {2, 7, 21, 62};
            for (int h = 0; h < linesOfHour.length; h++) {
                lines(suspects, h, linesOfHour[h]);
            }
            suspects.end();
            assertThat(hoursFound(suspects)).containsExactly(1, 2, 3);
        }
    }

    /** Of 150 to 900 minutes an hour: after the first two days nothing is told. */
    @Test
    void aCallCentreIsUsualAlsoAfterAWeekend() throws Exception {
        try (SuspectHarness suspects = new SuspectHarness(new TollMinutes(ABROAD, 120, 100))) {
            int[] linesOfHour = {3, 8, 12, 18, 18, 12, 16, 10, 4};
            for (int day = 0; day < 21; day++) {
                for (int h = 0; h < linesOfHour.length && day % 7 < 5; h++) {
                    lines(suspects, day * 24 + h, linesOfHour[h]);
                }
            }
            suspects.end();
            assertThat(hoursFound(suspects)).contains(0, 24).allMatch(hour -> hour < 48);
        }
    }

    /** Calls of 50 minutes in an hour. */
    private static void lines(SuspectHarness suspects, int hour, int lines) throws Exception {
        for (int i = 0; i < lines; i++) {
            double from = hour * 3600 + 10;
            suspects.see(call(from).to("+53555120").answered(from));
            suspects.see(ended("+53555120", from, from + 50 * 60));
        }
        suspects.at(hour * 3600 + 3500);
    }

    private static List<Integer> hoursFound(SuspectHarness suspects) {
        return suspects.alerts().stream()
                .map(found -> (int) ((found.startMicros() - micros(0)) / 3_600_000_000L))
                .distinct()
                .toList();
    }

    private static List<Integer> hours(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    @Test
    void aCountryThatWasNeverCalledIsToldWhenTheOthersAreKnown() throws Exception {
        try (SuspectHarness suspects = new SuspectHarness(new NewCountry(ABROAD, 3))) {
            for (int i = 0; i < 4; i++) { // learning: all of them are new
                suspects.see(call(i).to("+33123456789").answered(i));
                suspects.see(call(i + DAY).to("+390612345678").answered(i + DAY));
            }
            for (int i = 0; i < 3; i++) {
                double later = 15 * DAY + i * 60;
                suspects.see(call(later).to("+33123456789").answered(later));
                suspects.see(call(later).to("+5355512" + i).answered(later));
                suspects.see(call(later).to("+5355512" + i).laterLeg().answered(later));
                suspects.see(call(later).of("1002").to("+5355512" + i).answered(later));
            }
            suspects.see(call(16 * DAY).to("+53555120").answered(16 * DAY));
            assertThat(suspects.end())
                    .containsExactly(
                            "warning 3 calls of 1001 within an hour to a country that it had not"
                                    + " called in 15 days, for example +53555120, +53555121,"
                                    + " +53555122");
        }
    }

    @Test
    void twoCallsToANewCountryAreNone() throws Exception {
        try (SuspectHarness suspects = new SuspectHarness(new NewCountry(ABROAD, 3))) {
            suspects.see(call(0).to("+33123456789").answered(0));
            for (int i = 0; i < 6; i++) { // two an hour
                double later = 15 * DAY + i / 2 * 3601 + i % 2;
                suspects.see(call(later).to("+53555120").answered(later));
            }
            assertThat(suspects.end()).isEmpty();
        }
    }

    private static Call ended(String callee, double answered, double at) {
        return ended("1001", callee, answered, at);
    }

    private static Call ended(String caller, String callee, double answered, double at) {
        CallFixture call = call(answered).of(caller).to(callee);
        call.answered(answered);
        return call.ended(at);
    }
}
