package io.siphon.udf.qos;

import io.siphon.schema.Distribution;

import javax.annotation.Nullable;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The series of one metric in one window, as far as one subtask has seen them. Series stay known
 * when their samples have been given on, so that their number is bounded over the whole window.
 */
final class SeriesWindow {

    private final SeriesLayout layout;
    private final long startMicros;
    private final int maxSeries;
    private final Map<SeriesKey, Cell> cells = new HashMap<>();
    @Nullable private Cell overflow;

    SeriesWindow(SeriesLayout layout, long startMicros, int maxSeries) {
        this.layout = layout;
        this.startMicros = startMicros;
        this.maxSeries = maxSeries;
    }

    /** The series' cell; null when there are too many series already. */
    @Nullable
    Cell cell(SeriesKey key) {
        Cell cell = cells.get(key);
        if (cell == null && cells.size() < maxSeries) {
            cell = new Cell();
            cells.put(key.copy(), cell);
        }
        return cell;
    }

    /** Where the samples of too many series are measured together. */
    Cell overflow() {
        if (overflow == null) {
            overflow = new Cell();
        }
        return overflow;
    }

    /** Gives on all samples, and forgets them. */
    void flush(Consumer<Partial> out) {
        cells.forEach((key, cell) -> flush(key, cell, out));
        if (overflow != null) {
            flush(layout.overflow(), overflow, out);
        }
    }

    private void flush(SeriesKey key, Cell cell, Consumer<Partial> out) {
        if (cell.count > 0) {
            out.accept(
                    new Partial(
                            layout.metric(),
                            layout.tags(key),
                            startMicros,
                            cell.count,
                            cell.distribution == null ? null : cell.distribution.toBytes()));
            cell.count = 0;
            cell.distribution = null;
        }
    }

    /** The samples of one series. */
    static final class Cell {
        private long count;
        @Nullable private Distribution distribution;

        void count() {
            count++;
        }

        void value(double value) {
            if (distribution == null) {
                distribution = new Distribution();
            }
            distribution.add(value);
            count++;
        }
    }
}
