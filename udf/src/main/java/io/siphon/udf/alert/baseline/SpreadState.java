package io.siphon.udf.alert.baseline;

import io.siphon.schema.Distribution;

import javax.annotation.Nullable;

/** What is known of how a delay or a score of a series is spread. */
final class SpreadState {

    private static final long NONE = Long.MIN_VALUE;
    private static final int DISTANCES = 96;

    /** With fewer the baseline itself is too uncertain. */
    static final double BASELINE_MIN_VALUES = 200;

    final SlotHistograms slots;
    final EpisodeState episode = new EpisodeState();

    /** From the usual spread, of the last that were as usual; only of scores. */
    final RecentValues distances = new RecentValues(DISTANCES);

    /** Of the steps since the last that were judged. */
    final Histogram batch;

    int batchSteps;

    private final Histogram hour;
    private long localHour = NONE;

    SpreadState(Histogram.Scale scale) {
        slots = new SlotHistograms(scale);
        batch = new Histogram(scale);
        hour = new Histogram(scale);
    }

    /** What is known after a step; null while there has never been a value. */
    @Nullable
    static SpreadState after(
            @Nullable SpreadState known, @Nullable Distribution values, Histogram.Scale scale) {
        if (known == null && values == null) {
            return null;
        }
        SpreadState after = known == null ? new SpreadState(scale) : known;
        after.add(values);
        return after;
    }

    /** Null where what is unusual is usual now: it is learnt anew. */
    @Nullable
    static SpreadState unlessLasting(@Nullable SpreadState known, long nowMicros) {
        return known == null || known.episode.isLasting(nowMicros) ? null : known;
    }

    /** Whether there are enough values to judge; an hour's that are too few are dropped. */
    boolean hasBatch(BaselineSettings settings) {
        boolean enough = batch.total() >= settings.ratioMinCalls();
        if (!enough && batchSteps >= settings.stepsPerHour()) {
            beginBatch();
        }
        return enough;
    }

    private void add(@Nullable Distribution values) {
        if (values != null) {
            batch.add(values);
        }
        batchSteps++;
    }

    void beginBatch() {
        batch.clear();
        batchSteps = 0;
    }

    /** Adds the batch to its hour, and an hour that is over to its slot. */
    void learn(WeekCalendar calendar, long startMicros) {
        long now = calendar.localHour(startMicros);
        if (localHour != now) {
            if (localHour != NONE && hour.total() > 0) {
                slots.push(calendar.slot(localHour), hour);
            }
            hour.clear();
            localHour = now;
        }
        hour.add(batch.toBytes(), 1);
    }

    void write(StateBuffer out) {
        slots.write(out);
        episode.write(out);
        distances.write(out);
        write(batch, out);
        out.writeByte(batchSteps);
        write(hour, out);
        out.writeLong(localHour);
    }

    void read(StateBuffer in) {
        slots.read(in);
        episode.read(in);
        distances.read(in);
        read(batch, in);
        batchSteps = in.readByte();
        read(hour, in);
        localHour = in.readLong();
    }

    private static void write(Histogram histogram, StateBuffer out) {
        histogram.writeCounts(out);
    }

    private static void read(Histogram histogram, StateBuffer in) {
        histogram.readCounts(in);
    }
}
