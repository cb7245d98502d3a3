package io.siphon.udf.alert.baseline;

import java.util.Arrays;

/** What is known of how the calls of a series are decided. */
final class OutcomeState {

    static final int ANSWERED = 0;
    static final int UNANSWERED = 1;
    static final int FAILED = 2;
    static final int REDIRECTED = 3;
    static final int OUTCOMES = 4;

    /** Calls a step, the mean of each hour. */
    final SlotValues[] slots = new SlotValues[OUTCOMES];

    final HourState hour = new HourState(OUTCOMES);

    /** One for each {@link Ratio}. */
    final NoiseState[] noise = new NoiseState[Ratio.values().length];

    final EpisodeState[] episodes = new EpisodeState[Ratio.values().length];

    /** Calls of the steps since the last that were judged, with at least as many as it needs. */
    final long[] batch = new long[OUTCOMES];

    int batchSteps;

    OutcomeState() {
        for (int i = 0; i < OUTCOMES; i++) {
            slots[i] = new SlotValues();
        }
        for (int i = 0; i < noise.length; i++) {
            noise[i] = new NoiseState();
            episodes[i] = new EpisodeState();
        }
    }

    void add(Step step) {
        batch[ANSWERED] += step.answered;
        batch[UNANSWERED] += step.unanswered;
        batch[FAILED] += step.failed;
        batch[REDIRECTED] += step.redirected;
        batchSteps++;
    }

    void beginBatch() {
        Arrays.fill(batch, 0);
        batchSteps = 0;
    }

    void write(StateBuffer out) {
        for (int i = 0; i < OUTCOMES; i++) {
            slots[i].write(out);
            out.writeLong(batch[i]);
        }
        hour.write(out);
        for (int i = 0; i < noise.length; i++) {
            noise[i].write(out);
            episodes[i].write(out);
        }
        out.writeByte(batchSteps);
    }

    void read(StateBuffer in) {
        for (int i = 0; i < OUTCOMES; i++) {
            slots[i].read(in);
            batch[i] = in.readLong();
        }
        hour.read(in);
        for (int i = 0; i < noise.length; i++) {
            noise[i].read(in);
            episodes[i].read(in);
        }
        batchSteps = in.readByte();
    }
}
