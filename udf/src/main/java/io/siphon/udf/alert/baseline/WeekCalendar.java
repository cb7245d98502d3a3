package io.siphon.udf.alert.baseline;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/** Hours of the week in a time zone, from Monday 00:00 on; a holiday is a Sunday. */
final class WeekCalendar {

    static final int HOURS = 24;
    static final int SLOTS = 7 * HOURS;

    /** From here on, slots are of the weekend. */
    static final int WEEKEND = 5 * HOURS;

    private static final int SUNDAY = 6;

    /** 1970-01-01 was a Thursday. */
    private static final int FIRST_DAY = 3;

    private static final long HOUR_S = 3_600;

    private final ZoneId zone;
    private final Set<Long> holidays;

    WeekCalendar(String zone, Collection<Long> holidays) {
        this.zone = ZoneId.of(zone);
        this.holidays = new TreeSet<>(holidays);
    }

    /** Hours since the epoch by the clock of the zone. */
    long localHour(long micros) {
        return Math.floorDiv(localSecond(micros), HOUR_S);
    }

    /** How much of its hour has passed, 0..1. */
    double partOfHour(long micros) {
        return Math.floorMod(localSecond(micros), HOUR_S) / (double) HOUR_S;
    }

    private long localSecond(long micros) {
        long second = Math.floorDiv(micros, 1_000_000L);
        return second + zone.getRules().getOffset(Instant.ofEpochSecond(second)).getTotalSeconds();
    }

    /** 0..167, of an hour that {@link #localHour} gave. */
    int slot(long localHour) {
        long day = Math.floorDiv(localHour, (long) HOURS);
        int weekday = holidays.contains(day) ? SUNDAY : (int) Math.floorMod(day + FIRST_DAY, 7L);
        return weekday * HOURS + (int) Math.floorMod(localHour, (long) HOURS);
    }
}
