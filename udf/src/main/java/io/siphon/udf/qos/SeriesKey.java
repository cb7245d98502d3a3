package io.siphon.udf.qos;

import java.util.Arrays;

/** The tag values of a series, in declared order. Reused for looking up, copied for keeping. */
final class SeriesKey {

    private final String[] values;
    private int filled;

    SeriesKey(int tags) {
        this(new String[tags], 0);
    }

    private SeriesKey(String[] values, int filled) {
        this.values = values;
        this.filled = filled;
    }

    static SeriesKey overflow(int tags) {
        String[] others = new String[tags];
        Arrays.fill(others, Vocabulary.OTHER);
        return new SeriesKey(others, tags);
    }

    /** Whether there was room for it. */
    boolean add(String value) {
        if (filled == values.length) {
            return false;
        }
        values[filled++] = value;
        return true;
    }

    boolean isComplete() {
        return filled == values.length;
    }

    int filled() {
        return filled;
    }

    void clear() {
        filled = 0;
    }

    String value(int tag) {
        return values[tag];
    }

    SeriesKey copy() {
        return new SeriesKey(values.clone(), filled);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SeriesKey key && Arrays.equals(values, key.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }
}
