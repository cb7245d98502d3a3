package io.siphon.udf.alert.baseline;

import org.junit.jupiter.api.Test;

import java.time.LocalDate;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** Figures that are known from elsewhere. */
class StatisticsTest {

    @Test
    void theTailIsThatOfTables() {
        // R: pbinom(40, 100, 0.6), pbinom(0, 10, 0.5), pbinom(480, 1000, 0.56)
        assertThat(Math.exp(Statistics.logLowerTail(100, 40, 0.6))).isCloseTo(4.2e-5, within(1e-6));
        assertThat(Math.exp(Statistics.logLowerTail(10, 0, 0.5)))
                .isCloseTo(1 / 1024.0, within(1e-12));
        assertThat(Statistics.logLowerTail(100, 60, 0.6)).isZero();
        double sum = 0;
        for (int k = 0; k <= 7; k++) {
            sum += choose(20, k) * Math.pow(0.55, k) * Math.pow(0.45, 20 - k);
        }
        assertThat(Math.exp(Statistics.logLowerTail(20, 7, 0.55))).isCloseTo(sum, within(1e-12));
    }

    private static double choose(int n, int k) {
        double ways = 1;
        for (int i = 0; i < k; i++) {
            ways = ways * (n - i) / (i + 1);
        }
        return ways;
    }

    @Test
    void theTailOfManyIsFinite() {
        assertThat(Statistics.logLowerTail(1_000_000, 0, 0.99)).isFinite().isLessThan(-1_000_000);
    }

    @Test
    void medianAndDeviationAreRobust() {
        double[] values = {10, 1_000, 11, 9, 12};
        double median = Statistics.median(values);
        assertThat(median).isEqualTo(11);
        assertThat(Statistics.mad(values, median)).isEqualTo(1);
        assertThat(Statistics.median(new double[0])).isNaN();
    }

    @Test
    void sixteenBitsAreWithinAFifthOfAPercent() {
        for (double value = 0.001; value < 1e9; value *= 1.37) {
            assertThat(ShortFloat.round(value)).isCloseTo(value, within(0.002 * value));
        }
        assertThat(ShortFloat.round(0)).isZero();
        assertThat(ShortFloat.round(-3)).isZero();
        assertThat(ShortFloat.round(144)).isEqualTo(144);
    }

    @Test
    void hoursOfTheWeekFollowTheClockOfTheZone() {
        long sunday = LocalDate.parse("2026-03-29").toEpochDay() * Traffic.DAY;
        WeekCalendar berlin = new WeekCalendar("Europe/Berlin", List.of());
        assertThat(berlin.slot(berlin.localHour(sunday))).isEqualTo(6 * 24 + 1);
        // summer time since 01:00 UTC
        assertThat(berlin.slot(berlin.localHour(sunday + 10 * Traffic.HOUR)))
                .isEqualTo(6 * 24 + 12);
        WeekCalendar utc = new WeekCalendar("UTC", List.of());
        assertThat(utc.slot(utc.localHour(Traffic.MONDAY))).isZero();
        assertThat(utc.partOfHour(Traffic.MONDAY + 15 * Traffic.MINUTE)).isEqualTo(0.25);
    }

    @Test
    void aHolidayIsASunday() {
        List<Long> days = HolidayFile.parse(List.of("# of 2026", "", "2026-08-05 # a Wednesday"));
        WeekCalendar calendar = new WeekCalendar("UTC", days);
        long wednesday = Traffic.MONDAY + 2 * Traffic.DAY;
        assertThat(calendar.slot(calendar.localHour(wednesday))).isEqualTo(6 * 24);
        assertThatThrownBy(() -> HolidayFile.parse(List.of("2026-08-05", "25.12.2026")))
                .hasMessage("line 2: expected a date like 2026-12-25, got 25.12.2026");
    }

    @Test
    void theOldestOfSixWeeksGivesWay() {
        SlotValues slots = new SlotValues();
        for (int week = 1; week <= 8; week++) {
            slots.push(5, week);
        }
        assertThat(slots.values(5)).containsExactly(3, 4, 5, 6, 7, 8);
        assertThat(slots.expected(5).median()).isEqualTo(5.5);
        assertThat(slots.expected(6)).isNull();
    }
}
