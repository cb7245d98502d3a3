package io.siphon.udf.suspect;

import io.siphon.udf.order.InOrderFunction;

import java.util.ArrayList;
import java.util.List;

/** State: what one detector remembers of one subject. At most about 1,100 octets. */
final class SubjectState {

    private static final int EXAMPLES = 3;

    /** First sighting of the window, epoch µs. */
    long since;

    /** First µs after the window: when it is judged for good. */
    long until;

    /** Last sighting, epoch µs. */
    long last;

    /** See {@link InOrderFunction#wake}. */
    long timer;

    /** Of the first sighting. */
    String node = "";

    /** Who made the first sighting, where that is not the subject. */
    String source = "";

    /** 0, or 1 more than the ordinal of the severity that was raised in this window. */
    int raised;

    /** When a finding was last emitted, epoch µs; 0: not in this window. */
    long toldAt;

    /** Sightings that count against the subject. */
    long bad;

    /** Those that speak for it. */
    long good;

    /** Numbers of the detector's own. */
    final long[] own = new long[7];

    Distinct items = new Distinct();

    /** Hashes of what is set apart until it is over, beyond the window. */
    final List<Long> apart = new ArrayList<>(0);

    final List<String> examples = new ArrayList<>(EXAMPLES);

    static SubjectState begun(Sighting first, long length) {
        SubjectState state = new SubjectState();
        state.node = first.node();
        state.source = first.source();
        state.begin(first.timeMicros(), length);
        return state;
    }

    /** A new window, with nothing in it; what is of the detector's own stays. */
    void begin(long micros, long length) {
        since = micros;
        until = micros + length;
        last = micros;
        raised = 0;
        toldAt = 0;
        bad = 0;
        good = 0;
        items = new Distinct();
        examples.clear();
    }

    /** Keeps the first few that differ. */
    void example(String text) {
        if (examples.size() < EXAMPLES && !text.isEmpty() && !examples.contains(text)) {
            examples.add(text);
        }
    }

    /** {@code , for example a, b, c}; empty when there are none. */
    String forExample() {
        return examples.isEmpty() ? "" : ", for example " + String.join(", ", examples);
    }
}
