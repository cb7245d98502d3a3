package io.siphon.udf.alert.baseline;

import java.util.Arrays;
import java.util.function.LongConsumer;

/** Sums of the hour that is going on; its means are learnt when it is over. */
final class HourState {

    private static final long NONE = Long.MIN_VALUE;

    private long hour = NONE;
    private int steps;
    private final double[] sums;

    HourState(int sums) {
        this.sums = new double[sums];
    }

    /**
     * Begins that hour, if it is another than the one that goes on.
     *
     * @param over gets the one before, while its sums are still there
     */
    void reach(long localHour, LongConsumer over) {
        boolean another = hour != NONE && hour != localHour;
        if (another) {
            over.accept(hour);
        }
        if (another || steps == 0) {
            begin(localHour);
        }
    }

    int steps() {
        return steps;
    }

    double sum(int of) {
        return sums[of];
    }

    double mean(int of) {
        return sums[of] / steps;
    }

    private void begin(long localHour) {
        hour = localHour;
        steps = 0;
        Arrays.fill(sums, 0);
    }

    void add(double... values) {
        steps++;
        for (int i = 0; i < sums.length; i++) {
            sums[i] += values[i];
        }
    }

    void write(StateBuffer out) {
        out.writeLong(hour);
        out.writeShort(steps);
        for (double sum : sums) {
            out.writeDouble(sum);
        }
    }

    void read(StateBuffer in) {
        hour = in.readLong();
        steps = in.readShort();
        for (int i = 0; i < sums.length; i++) {
            sums[i] = in.readDouble();
        }
    }
}
