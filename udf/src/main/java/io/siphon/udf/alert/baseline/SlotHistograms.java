package io.siphon.udf.alert.baseline;

/**
 * For each hour of the week a merged distribution of the hours of its kind. Each new hour makes the
 * weight of those before a sixth less, so that it holds about six weeks.
 */
final class SlotHistograms {

    private static final byte[] NONE = {};
    private static final double KEPT = 1 - 1.0 / SlotValues.WEEKS;

    private final Histogram.Scale scale;
    private final byte[][] slots = new byte[WeekCalendar.SLOTS][];
    private final byte[] weeks = new byte[WeekCalendar.SLOTS];

    SlotHistograms(Histogram.Scale scale) {
        this.scale = scale;
    }

    void push(int slot, Histogram hour) {
        byte[] latest = hour.toBytes();
        if (weeks[slot] > 0) {
            Histogram merged = new Histogram(scale);
            merged.add(slots[slot], weeks[slot] < SlotValues.WEEKS ? 1 : KEPT);
            merged.add(latest, 1);
            latest = merged.toBytes();
        }
        slots[slot] = latest;
        weeks[slot] = (byte) Math.min(SlotValues.WEEKS, weeks[slot] + 1);
    }

    int slotsKnown() {
        int known = 0;
        for (byte n : weeks) {
            known += n >= SlotValues.WEEKS_TO_KNOW ? 1 : 0;
        }
        return known;
    }

    int weeks(int slot) {
        return weeks[slot];
    }

    /** By the hour of the week, else of the day; empty while neither is known. */
    Histogram usual(int slot) {
        Histogram usual = new Histogram(scale);
        if (weeks[slot] >= SlotValues.WEEKS_TO_KNOW) {
            usual.add(slots[slot], 1);
            return usual;
        }
        int days = 0;
        for (int other = SlotValues.first(slot);
                other < SlotValues.last(slot);
                other += WeekCalendar.HOURS) {
            if (weeks[other] > 0) {
                usual.add(slots[other], 1);
                days += weeks[other];
            }
        }
        if (days < SlotValues.daysToKnow(slot)) {
            usual.clear();
        }
        return usual;
    }

    void write(StateBuffer out) {
        for (int slot = 0; slot < slots.length; slot++) {
            byte[] bytes = slots[slot] == null ? NONE : slots[slot];
            out.writeByte(weeks[slot]);
            if (weeks[slot] > 0) {
                out.writeShort(bytes.length);
                out.write(bytes);
            }
        }
    }

    void read(StateBuffer in) {
        for (int slot = 0; slot < slots.length; slot++) {
            weeks[slot] = in.readByte();
            if (weeks[slot] > 0) {
                slots[slot] = new byte[in.readUnsignedShort()];
                in.readFully(slots[slot]);
            }
        }
    }
}
