package io.siphon.job.sink.influx;

import java.util.HashSet;
import java.util.Set;

/** Lets only so many values of a tag through: each makes a series, and series fill the memory. */
final class BoundedTag {

    static final String OTHER = "other";

    private final int max;
    private final Set<String> seen = new HashSet<>();

    BoundedTag(int max) {
        this.max = max;
    }

    /** The value, or {@link #OTHER} when it is a new one too many. */
    String of(String value) {
        if (seen.contains(value)) {
            return value;
        }
        return seen.size() < max && seen.add(value) ? value : OTHER;
    }
}
