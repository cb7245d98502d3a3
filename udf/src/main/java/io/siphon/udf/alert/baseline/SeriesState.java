package io.siphon.udf.alert.baseline;

import javax.annotation.Nullable;

/** What is known of a series: a trunk as one node sees it. Between steps it is bytes. */
final class SeriesState {

    /** Without {@link #mix}. */
    private static final int WITHOUT_MIX = 1;

    /** What is added later follows under another number. */
    private static final int VERSION = 2;

    private static final int INITIAL_BYTES = 32 << 10;

    TrafficState traffic = new TrafficState();
    OutcomeState outcomes = new OutcomeState();
    DurationState durations = new DurationState();
    @Nullable SpreadState postDialDelays;
    @Nullable SpreadState registrationDelays;
    @Nullable SpreadState wireScores;
    @Nullable SpreadState reportedScores;

    /** Null unless requests are told by method. */
    @Nullable MixState mix;

    byte[] toBytes() {
        StateBuffer out = new StateBuffer(INITIAL_BYTES);
        out.writeByte(VERSION);
        traffic.write(out);
        outcomes.write(out);
        durations.write(out);
        write(postDialDelays, out);
        write(registrationDelays, out);
        write(wireScores, out);
        write(reportedScores, out);
        out.writeBoolean(mix != null);
        if (mix != null) {
            mix.write(out);
        }
        return out.written();
    }

    static SeriesState of(@Nullable byte[] bytes) {
        SeriesState state = new SeriesState();
        if (bytes == null) {
            return state;
        }
        StateBuffer in = new StateBuffer(bytes);
        int version = in.readByte();
        if (version != VERSION && version != WITHOUT_MIX) {
            throw new IllegalStateException("baselines of a later version: " + version);
        }
        state.traffic.read(in);
        state.outcomes.read(in);
        state.durations.read(in);
        state.postDialDelays = read(in, Histogram.Scale.LOGARITHMIC);
        state.registrationDelays = read(in, Histogram.Scale.LOGARITHMIC);
        state.wireScores = read(in, Histogram.Scale.LINEAR);
        state.reportedScores = read(in, Histogram.Scale.LINEAR);
        if (version != WITHOUT_MIX && in.readBoolean()) {
            state.mix = new MixState();
            state.mix.read(in);
        }
        return state;
    }

    private static void write(@Nullable SpreadState spread, StateBuffer out) {
        out.writeBoolean(spread != null);
        if (spread != null) {
            spread.write(out);
        }
    }

    @Nullable
    private static SpreadState read(StateBuffer in, Histogram.Scale scale) {
        if (!in.readBoolean()) {
            return null;
        }
        SpreadState spread = new SpreadState(scale);
        spread.read(in);
        return spread;
    }
}
