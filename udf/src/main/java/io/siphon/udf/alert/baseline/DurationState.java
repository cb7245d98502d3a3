package io.siphon.udf.alert.baseline;

/** What is known of how long the answered calls of a series last. */
final class DurationState {

    /** Mean duration of each hour, s. */
    final SlotValues slots = new SlotValues();

    /** Calls and their seconds. */
    final HourState hour = new HourState(2);

    final EpisodeState shortCalls = new EpisodeState();
    final EpisodeState acd = new EpisodeState();

    /** Calls, short ones and seconds of the steps since the last that were judged. */
    long calls;

    long shorts;
    double seconds;
    int steps;

    void beginBatch() {
        calls = 0;
        shorts = 0;
        seconds = 0;
        steps = 0;
    }

    void write(StateBuffer out) {
        slots.write(out);
        hour.write(out);
        shortCalls.write(out);
        acd.write(out);
        out.writeLong(calls);
        out.writeLong(shorts);
        out.writeDouble(seconds);
        out.writeByte(steps);
    }

    void read(StateBuffer in) {
        slots.read(in);
        hour.read(in);
        shortCalls.read(in);
        acd.read(in);
        calls = in.readLong();
        shorts = in.readLong();
        seconds = in.readDouble();
        steps = in.readByte();
    }
}
