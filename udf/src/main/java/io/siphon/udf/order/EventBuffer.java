package io.siphon.udf.order;

import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.streaming.api.TimerService;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Holds the events of the current key until the watermark has passed their second, and hands them
 * out in order: the same order at any parallelism, live or from a file. It registers at most one
 * event-time timer for each key and second, at {@link Seconds#endOf}.
 *
 * @param <E> an immutable event
 */
public final class EventBuffer<E> {

    /** What became of an offered event. */
    public enum Admission {
        /** It waits for its second's timer. */
        HELD,
        /** Its second is over: the caller applies it at once, out of order. */
        LATE,
        /** The key holds as many as it may: dropped. */
        FULL
    }

    /** Epoch µs of an event. */
    public interface Time<E> extends ToLongFunction<E>, Serializable {}

    private final ListState<E> held;
    private final Time<E> time;
    private final Comparator<E> order;
    private final int limit;
    private final Room room;

    /**
     * @param order of events of the same microsecond; must tell apart all that differ in what
     *     matters
     * @param limit most events held for a key
     * @param room each takes a place of
     */
    public EventBuffer(
            RuntimeContext context,
            ListStateDescriptor<E> held,
            Time<E> time,
            Comparator<E> order,
            int limit,
            Room room) {
        this.room = room;
        this.held = context.getListState(room.of(held));
        this.time = time;
        this.order = Comparator.comparingLong(time).thenComparing(order);
        this.limit = limit;
    }

    public Admission offer(E event, TimerService timers) throws Exception {
        long release = Seconds.endOf(time.applyAsLong(event));
        if (release <= timers.currentWatermark()) {
            return Admission.LATE;
        }
        int size = 0;
        boolean expected = false;
        for (E other : held.get()) {
            if (++size >= limit) {
                return Admission.FULL;
            }
            expected |= Seconds.endOf(time.applyAsLong(other)) == release;
        }
        held.add(event);
        room.take(1);
        if (!expected) {
            timers.registerEventTimeTimer(release);
        }
        return Admission.HELD;
    }

    /** Takes out what is due at {@code timestamp} (epoch ms, of the timer), in order. */
    public List<E> release(long timestamp) throws Exception {
        List<E> due = new ArrayList<>();
        List<E> rest = new ArrayList<>();
        for (E event : held.get()) {
            (Seconds.endOf(time.applyAsLong(event)) <= timestamp ? due : rest).add(event);
        }
        if (!due.isEmpty()) {
            room.take(-due.size());
            if (rest.isEmpty()) {
                held.clear();
            } else {
                held.update(rest);
            }
            due.sort(order);
        }
        return due;
    }
}
