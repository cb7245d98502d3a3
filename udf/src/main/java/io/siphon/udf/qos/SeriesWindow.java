package io.siphon.udf.qos;

import io.siphon.schema.Distribution;

import org.apache.flink.metrics.Counter;

import javax.annotation.Nullable;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * The series of one metric in one window, as far as one subtask has seen them. Series stay known
 * when their samples have been given on, so that their number is bounded over the whole window.
 *
 * <p>Beyond the bound those with the most samples keep their names: a new series takes the place of
 * the smallest, whose samples go to the overflow, and inherits its rank (Space-Saving: Metwally,
 * Agrawal, El Abbadi, "Efficient Computation of Frequent and Top-k Elements in Data Streams", 2005,
 * 3.1). A series with more than one in {@code maxSeries} of the samples is among them whatever else
 * comes. One that was given on under its name cannot give way any more; so that these never take
 * all places, an eighth more is kept free.
 */
final class SeriesWindow {

    private static final int FREE_SHARE = 8;

    private final SeriesLayout layout;
    private final long startMicros;
    private final int maxSeries;
    private final int free;
    private final Counter overflowed;
    private final Map<SeriesKey, Cell> cells = new HashMap<>();
    @Nullable private Cell overflow;

    /** How many were given on under their names. */
    private int named;

    /** Those that may give way, by a rank that may be old; null while there is room for all. */
    @Nullable private PriorityQueue<Cell> smallest;

    /**
     * @param overflowed counts samples that are measured together
     */
    SeriesWindow(SeriesLayout layout, long startMicros, int maxSeries, Counter overflowed) {
        this.layout = layout;
        this.startMicros = startMicros;
        this.maxSeries = maxSeries;
        this.free = Math.max(1, maxSeries / FREE_SHARE);
        this.overflowed = overflowed;
    }

    /** The series' cell; where there are too many series, in the place of the smallest. */
    Cell cell(SeriesKey key) {
        Cell cell = cells.get(key);
        if (cell != null) {
            return cell;
        }
        if (smallest == null && cells.size() >= maxSeries) {
            smallest = new PriorityQueue<>(Comparator.comparingLong((Cell one) -> one.rank));
            for (Cell one : cells.values()) {
                if (!one.named) {
                    smallest.add(one);
                }
            }
        }
        Cell come = new Cell(key.copy());
        if (smallest != null) {
            come.inherited = cells.size() < most() ? 0 : giveWay();
            come.rank = come.inherited;
            smallest.add(come);
        }
        cells.put(come.key, come);
        return come;
    }

    private int most() {
        return Math.min(maxSeries + free, Math.max(maxSeries, named + free));
    }

    /** The rank of the smallest, which is no more. */
    private long giveWay() {
        while (true) {
            Cell cell = smallest.remove();
            long rank = cell.inherited + cell.count;
            if (rank == cell.rank) {
                toOverflow(cell);
                return rank;
            }
            cell.rank = rank;
            smallest.add(cell);
        }
    }

    private void toOverflow(Cell cell) {
        if (overflow == null) {
            overflow = new Cell(layout.overflow());
        }
        overflow.add(cell);
        overflowed.inc(cell.count);
        cells.remove(cell.key);
    }

    /**
     * Gives on all samples, and forgets them; more may follow. A name that is given on takes its
     * place for the whole window: half of the places stay free for later ones.
     */
    void flush(Consumer<Partial> out) {
        if (smallest != null) {
            nameAtMost((most() - named) / 2);
        }
        giveOn(out);
        cells.values().forEach(cell -> cell.named = true);
        named = cells.size();
    }

    /** Gives on all samples; none follows. */
    void close(Consumer<Partial> out) {
        if (smallest != null) {
            nameAtMost(most());
        }
        giveOn(out);
    }

    /**
     * The largest, but none that may have more samples in the overflow than in its own name: those
     * it had before it took its place, no more than it inherited.
     */
    private void nameAtMost(int places) {
        List<Cell> unnamed =
                cells.values().stream()
                        .filter(cell -> !cell.named)
                        .sorted(Comparator.comparingLong((Cell cell) -> cell.count).reversed())
                        .toList();
        for (int i = 0; i < unnamed.size(); i++) {
            Cell cell = unnamed.get(i);
            if (i >= places || cell.count <= cell.inherited) {
                toOverflow(cell);
            }
        }
        smallest.clear();
    }

    private void giveOn(Consumer<Partial> out) {
        cells.values().forEach(cell -> flush(cell, out));
        if (overflow != null) {
            flush(overflow, out);
        }
    }

    private void flush(Cell cell, Consumer<Partial> out) {
        if (cell.count > 0) {
            out.accept(
                    new Partial(
                            layout.metric(),
                            layout.tags(cell.key),
                            startMicros,
                            cell.count,
                            cell.distribution == null ? null : cell.distribution.toBytes()));
            cell.count = 0;
            cell.distribution = null;
        }
    }

    /** The samples of one series. */
    static final class Cell {
        private final SeriesKey key;
        private long count;
        @Nullable private Distribution distribution;
        private boolean named;

        /** The rank of the one before in this place. */
        private long inherited;

        private long rank;

        private Cell(SeriesKey key) {
            this.key = key;
        }

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

        private void add(Cell other) {
            count += other.count;
            if (other.distribution != null) {
                if (distribution == null) {
                    distribution = other.distribution;
                } else {
                    distribution.merge(other.distribution);
                }
            }
        }
    }
}
