package io.siphon.udf.alert.baseline;

import javax.annotation.Nullable;

import java.util.Arrays;

/** For each hour of the week the values of the last six of its kind, each in 16 bits. */
final class SlotValues {

    static final int WEEKS = 6;

    /** So many weeks make an hour of the week known. */
    static final int WEEKS_TO_KNOW = 2;

    private static final int DAYS_TO_KNOW = 3;
    private static final int WEEKEND_DAYS_TO_KNOW = 2;

    private static final short[] NONE = {};

    private final short[][] slots = new short[WeekCalendar.SLOTS][];

    /** The latest value of a slot; the oldest gives way. */
    void push(int slot, double value) {
        short[] before = of(slot);
        int kept = Math.min(before.length, WEEKS - 1);
        short[] values = new short[kept + 1];
        System.arraycopy(before, before.length - kept, values, 0, kept);
        values[kept] = ShortFloat.encode(value);
        slots[slot] = values;
    }

    private short[] of(int slot) {
        return slots[slot] == null ? NONE : slots[slot];
    }

    int weeks(int slot) {
        return of(slot).length;
    }

    /** How many slots are known by the hour of the week. */
    int slotsKnown() {
        return (int)
                Arrays.stream(slots).filter(s -> s != null && s.length >= WEEKS_TO_KNOW).count();
    }

    /** The values that say what is usual in a slot; none while too few are known. */
    double[] values(int slot) {
        if (weeks(slot) >= WEEKS_TO_KNOW) {
            return decode(of(slot));
        }
        double[] like = {};
        for (int other = first(slot); other < last(slot); other += WeekCalendar.HOURS) {
            double[] more = decode(of(other));
            int at = like.length;
            like = Arrays.copyOf(like, at + more.length);
            System.arraycopy(more, 0, like, at, more.length);
        }
        return like.length < daysToKnow(slot) ? new double[0] : like;
    }

    /** So many days make an hour of the day known. */
    static int daysToKnow(int slot) {
        return slot >= WeekCalendar.WEEKEND ? WEEKEND_DAYS_TO_KNOW : DAYS_TO_KNOW;
    }

    /** Of the slots of the same hour on other days of work, or of other days off. */
    static int first(int slot) {
        return slot % WeekCalendar.HOURS
                + (slot >= WeekCalendar.WEEKEND ? WeekCalendar.WEEKEND : 0);
    }

    static int last(int slot) {
        return slot >= WeekCalendar.WEEKEND ? WeekCalendar.SLOTS : WeekCalendar.WEEKEND;
    }

    private static double[] decode(short[] codes) {
        double[] values = new double[codes.length];
        for (int i = 0; i < codes.length; i++) {
            values[i] = ShortFloat.decode(codes[i]);
        }
        return values;
    }

    /** What is usual in a slot; null while it is not known. */
    @Nullable
    Expected expected(int slot) {
        double[] values = values(slot);
        if (values.length == 0) {
            return null;
        }
        double median = Statistics.median(values);
        return new Expected(
                median,
                Statistics.mad(values, median),
                values.length,
                weeks(slot) >= WEEKS_TO_KNOW);
    }

    /**
     * What is usual at a time, between the middles of the hours around it: traffic rises within an
     * hour.
     */
    @Nullable
    Expected expected(WeekCalendar calendar, long micros) {
        long hour = calendar.localHour(micros);
        Expected own = expected(calendar.slot(hour));
        if (own == null) {
            return null;
        }
        double fromMiddle = calendar.partOfHour(micros) - 0.5;
        long next = fromMiddle < 0 ? hour - 1 : hour + 1;
        return own.towards(expected(calendar.slot(next)), Math.abs(fromMiddle));
    }

    void write(StateBuffer out) {
        for (int slot = 0; slot < slots.length; slot++) {
            out.writeByte(of(slot).length);
            for (short value : of(slot)) {
                out.writeShort(value);
            }
        }
    }

    void read(StateBuffer in) {
        for (int slot = 0; slot < slots.length; slot++) {
            int n = in.readByte();
            short[] values = n == 0 ? null : new short[n];
            for (int i = 0; i < n; i++) {
                values[i] = in.readShort();
            }
            slots[slot] = values;
        }
    }
}
