package io.siphon.console.report;

import io.siphon.console.report.Report.Slice;
import io.siphon.console.store.Span;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The figures of the whole span and of each slice. */
final class Series {

    private final Slices slices;
    private final Tally whole = new Tally();
    private final List<Tally> parts = new ArrayList<>();
    private final ConcurrentCalls concurrent = new ConcurrentCalls();
    private int slice;

    Series(Slices slices) {
        this.slices = slices;
        for (int i = 0; i < slices.size(); i++) {
            parts.add(new Tally());
        }
    }

    /**
     * @param micros a time within the span, epoch µs
     */
    void add(long micros, Consumer<Tally> add) {
        add.accept(whole);
        add.accept(parts.get(slices.indexOf(micros)));
    }

    /**
     * Takes a call that was up; they come in order of their answer.
     *
     * @param up within the span
     */
    void addUp(Span up) {
        carryTo(slices.indexOf(up.fromMicros()));
        int level = concurrent.begin(up.fromMicros(), up.toMicros());
        whole.up(level);
        parts.get(slice).up(level);
    }

    /** What is up when a slice ends is up in the next. */
    private void carryTo(int index) {
        while (slice < index) {
            slice++;
            parts.get(slice).up(concurrent.at(slices.start(slice)));
        }
    }

    Tally whole() {
        return whole;
    }

    Figures total() {
        return whole.result();
    }

    List<Slice> result() {
        carryTo(slices.size() - 1);
        List<Slice> result = new ArrayList<>();
        List<Span> spans = slices.spans();
        for (int i = 0; i < spans.size(); i++) {
            result.add(new Slice(spans.get(i), parts.get(i).result()));
        }
        return result;
    }
}
