package io.siphon.udf.order;

import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.State;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Counts what a function with Flink's own timers keeps, and says whether there is room for more.
 * Nothing is closed early: what is new is not followed, which is counted as {@code notFollowed}.
 * Only what is read from captures has such functions.
 *
 * <p>The count is in no checkpoint: after a restore the operator counts the keys that this subtask
 * has got, however many subtasks there were before.
 */
public final class Room {

    /** One state of each key. */
    private record Part<S extends State, T>(StateDescriptor<S, T> state, Places<S> places) {

        private <K> long count(KeyedStateBackend<K> keys) throws Exception {
            long[] sum = {0};
            keys.applyToAllKeys(
                    VoidNamespace.INSTANCE,
                    VoidNamespaceSerializer.INSTANCE,
                    state,
                    (key, of) -> sum[0] += places.of(of));
            return sum[0];
        }
    }

    private interface Places<S> {
        long of(S state) throws Exception;
    }

    private final List<Part<?, ?>> parts = new ArrayList<>();
    private final long most;
    private final Counter notFollowed;
    private volatile long taken;

    /** To be made in {@code open}, which also says what is {@link #of} it. */
    public Room(RuntimeContext context, Ceiling ceiling) {
        most = ceiling.placesOf(context.getTaskInfo().getNumberOfParallelSubtasks());
        notFollowed = context.getMetricGroup().counter("notFollowed");
        context.getMetricGroup().gauge("places", () -> taken);
    }

    /** Each of the list takes a place. */
    public <E> ListStateDescriptor<E> of(ListStateDescriptor<E> state) {
        parts.add(new Part<ListState<E>, List<E>>(state, Room::size));
        return state;
    }

    public <T> ValueStateDescriptor<T> of(ValueStateDescriptor<T> state, ToLongFunction<T> places) {
        parts.add(new Part<ValueState<T>, T>(state, value -> places.applyAsLong(value.value())));
        return state;
    }

    private static <E> long size(ListState<E> list) throws Exception {
        long size = 0;
        for (E unused : list.get()) {
            size++;
        }
        return size;
    }

    /** What all keys have taken, once it is known which these are. */
    void recount(KeyedStateBackend<?> keys) throws Exception {
        long sum = 0;
        for (Part<?, ?> part : parts) {
            sum += part.count(keys);
        }
        taken = sum;
    }

    public boolean isFull() {
        return taken >= most;
    }

    /** Whether half of it is taken: time to keep nothing that is only perhaps needed. */
    public boolean isCrowded() {
        return taken >= most / 2;
    }

    /** Something new was refused. */
    public void turnAway() {
        notFollowed.inc();
    }

    /**
     * @param change places that are taken now, less those that were before
     */
    public void take(long change) {
        taken += change;
    }

    public long taken() {
        return taken;
    }
}
