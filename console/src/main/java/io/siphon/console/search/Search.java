package io.siphon.console.search;

import io.siphon.console.search.Page.Searched;
import io.siphon.console.store.Span;
import io.siphon.console.store.Store;
import io.siphon.console.store.StorePool;
import io.siphon.console.store.StoreTimeoutException;
import io.siphon.schema.EpochMicros;
import io.siphon.schema.Table;

import javax.annotation.Nullable;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * A search in order of time, paged by key. It looks at slices of time, each longer than the one
 * before, until it has a page or no time is left; it then says how far it looked. So a rare row in
 * a large store never ends in an empty list without a reason.
 *
 * @param limit rows of a page
 * @param after what {@link Page#next} gave; null for the first page
 * @param oldestFirst order
 */
public record Search(
        Subject subject,
        Expression expression,
        TimeRange range,
        int limit,
        @Nullable String after,
        boolean oldestFirst) {

    /** Rows of a page. */
    public static final int MAX_LIMIT = 1000;

    private static final long FIRST_SLICE = Duration.ofHours(1).toNanos() / 1000;

    /** Messages have no index in order of time: a slice is sorted whole for its first page. */
    private static final long FIRST_SLICE_OF_MESSAGES = Duration.ofSeconds(10).toNanos() / 1000;

    private static final long SHORTEST_SLICE = 1_000_000;
    private static final int GROWTH = 8;

    /**
     * @param record of the subject's table
     * @param budget after which no further slice is begun
     */
    public <T> Page<T> run(StorePool pool, Class<T> record, Duration budget) {
        long deadline = System.nanoTime() + budget.toNanos();
        List<T> rows = new ArrayList<>();
        List<Cursor> keys = new ArrayList<>();
        Slices slices = null;
        boolean searched = false;
        while (!searched) {
            try (Store store = pool.open(budget)) {
                if (slices == null) {
                    slices = slices(store);
                }
                while (slices.remain() && rows.size() <= limit) {
                    long left = deadline - System.nanoTime();
                    if (left <= 0) {
                        return partial(rows, slices);
                    }
                    store.limit(Duration.ofNanos(left).plusSeconds(1));
                    read(store, record, slices, limit + 1 - rows.size(), rows, keys);
                    long now = System.nanoTime();
                    slices.done(left - (deadline - now), deadline - now);
                }
                searched = true;
            } catch (StoreTimeoutException e) {
                // its transaction is over: another one
                if (slices == null) {
                    throw e;
                }
                if (!slices.shorten()) {
                    return partial(rows, slices);
                }
            }
        }
        boolean more = rows.size() > limit;
        return new Page<>(
                more ? List.copyOf(rows.subList(0, limit)) : List.copyOf(rows),
                more ? keys.get(limit - 1).toString() : null,
                more ? slices.searched(keys.get(limit - 1).micros()) : slices.searched(),
                true);
    }

    private <T> Page<T> partial(List<T> rows, Slices slices) {
        return new Page<>(
                List.copyOf(rows),
                new Cursor(slices.edge(), List.of()).toString(),
                slices.searched(),
                false);
    }

    private <T> void read(
            Store store,
            Class<T> record,
            Slices slices,
            int wanted,
            List<T> rows,
            List<Cursor> keys) {
        Cursor from = cursor();
        SqlCondition condition =
                SqlWriter.condition(
                        subject, store.dialect(), expression, new Span(slices.from(), slices.to()));
        KeyOrder order = new KeyOrder(subject, oldestFirst);
        List<Object> values = new ArrayList<>();
        String time = "t." + subject.order().get(0);
        String where = "WHERE " + time + " >= ? AND " + time + " < ?";
        values.add(EpochMicros.utc(slices.from()));
        values.add(EpochMicros.utc(slices.to()));
        if (from != null && !from.rest().isEmpty()) {
            where += " AND " + order.after(from, values);
        }
        where += " AND (" + condition.text() + ")";
        values.addAll(condition.values());
        where += order.orderBy() + " LIMIT " + wanted;
        @SuppressWarnings("unchecked")
        Table<T> table = (Table<T>) subject.table();
        store.read(
                table,
                order.columns(),
                where,
                (row, columns) -> {
                    rows.add(record.cast(row));
                    keys.add(order.key(columns));
                },
                values.toArray());
    }

    /** From the first to the last µs to look at: the range, or what the table has of it. */
    private Slices slices(Store store) {
        TimeEdges edges = edges(store);
        long from = Math.max(range.fromMicros(), edges.from());
        long to = Math.min(range.toMicros(), edges.to());
        Cursor start = cursor();
        if (start != null && oldestFirst) {
            from = Math.max(from, start.micros());
        } else if (start != null) {
            // a row's own µs is looked at again: it may have more rows
            to = Math.min(to, start.micros() + (start.rest().isEmpty() ? 0 : 1));
        }
        return new Slices(from, to);
    }

    @Nullable
    private Cursor cursor() {
        return after == null ? null : Cursor.parse(after, subject.order().size());
    }

    private TimeEdges edges(Store store) {
        if (!store.has(subject.table().name())) {
            return TimeEdges.NO_ROWS;
        }
        if (subject == Subject.MESSAGES) { // no index has their times in order
            return TimeEdges.find(
                    time -> isAny(store, ">=", time),
                    time -> isAny(store, "<", time),
                    System.currentTimeMillis() * 1000);
        }
        // one statement an end: a database that has an index takes its first entry
        long from = edge(store, "MIN", Long.MAX_VALUE);
        return from == Long.MAX_VALUE
                ? TimeEdges.NO_ROWS
                : new TimeEdges(from, edge(store, "MAX", 0) + 1);
    }

    private boolean isAny(Store store, String is, long micros) {
        boolean[] any = {false};
        store.read(
                "SELECT 1 FROM %s WHERE %s %s ? LIMIT 1"
                        .formatted(subject.table().name(), subject.order().get(0), is),
                row -> row.getInt(1),
                one -> any[0] = true,
                EpochMicros.utc(micros));
        return any[0];
    }

    private long edge(Store store, String which, long none) {
        long[] edge = {none};
        store.read(
                "SELECT %s(%s) FROM %s"
                        .formatted(which, subject.order().get(0), subject.table().name()),
                row -> row.getObject(1, LocalDateTime.class),
                utc -> edge[0] = utc == null ? none : EpochMicros.of(utc));
        return edge[0];
    }

    /** From newest to oldest, or the other way. */
    private final class Slices {
        private final long first;
        private final long end;
        private long edge;
        private long length = subject == Subject.MESSAGES ? FIRST_SLICE_OF_MESSAGES : FIRST_SLICE;

        Slices(long first, long end) {
            this.first = first;
            this.end = end;
            this.edge = oldestFirst ? first : end;
        }

        boolean remain() {
            return oldestFirst ? edge < end : edge > first;
        }

        long from() {
            return oldestFirst ? edge : Math.max(first, edge - length);
        }

        long to() {
            return oldestFirst ? Math.min(end, edge + length) : edge;
        }

        long edge() {
            return edge;
        }

        /** What was looked at: once nothing remains, all that was asked for. */
        @Nullable
        Searched searched() {
            if (remain()) {
                return searched(edge);
            }
            if (oldestFirst) {
                return searched(range.toMicros() == Long.MAX_VALUE ? end : range.toMicros());
            }
            return searched(range.fromMicros() == Long.MIN_VALUE ? first : range.fromMicros());
        }

        /**
         * @param reached epoch µs: the last that was looked at
         */
        @Nullable
        Searched searched(long reached) {
            Cursor start = cursor();
            long begun;
            if (start != null) {
                begun = start.micros();
            } else if (oldestFirst) {
                begun = range.fromMicros() == Long.MIN_VALUE ? first : range.fromMicros();
            } else {
                begun = range.toMicros() == Long.MAX_VALUE ? end : range.toMicros();
            }
            boolean unknown = reached == Long.MAX_VALUE || begun == Long.MAX_VALUE;
            if (unknown || reached == 0 || begun == 0) {
                return null;
            }
            return oldestFirst
                    ? new Searched(Math.min(begun, reached), reached)
                    : new Searched(reached, Math.max(begun, reached));
        }

        /**
         * The next slice is longer, so that few statements reach the oldest row; but not so long
         * that it would take more than half of the time left: a slice that is not finished shows
         * nothing.
         */
        void done(long tookNanos, long leftNanos) {
            edge = oldestFirst ? to() : from();
            double factor = Math.min(GROWTH, leftNanos / 2.0 / Math.max(1, tookNanos));
            if (factor < 1 || length <= Long.MAX_VALUE / (2 * GROWTH)) {
                length = Math.max(SHORTEST_SLICE, (long) (length * factor));
            }
        }

        /** After a slice that took too long; false when it cannot be shorter. */
        boolean shorten() {
            length /= GROWTH;
            return length >= SHORTEST_SLICE;
        }
    }
}
