package io.siphon.udf.order;

import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.FunctionInitializationContext;

import java.util.List;

/**
 * Counts what a function with Flink's own timers keeps, and says whether there is room for more.
 * Nothing is closed early: what is new is not followed, which is counted as {@code notFollowed}.
 * Only what is read from captures has such functions.
 */
public final class Room {

    private final ListState<Long> stored;
    private final long most;
    private final Counter notFollowed;
    private volatile long taken;

    /**
     * To be made in {@code initializeState}. The sum over subtasks is right, also after rescaling.
     */
    public Room(FunctionInitializationContext state, RuntimeContext context, Ceiling ceiling)
            throws Exception {
        stored =
                state.getOperatorStateStore()
                        .getListState(new ListStateDescriptor<>("room-taken", Long.class));
        for (long part : stored.get()) {
            taken += part;
        }
        most = ceiling.placesOf(context.getTaskInfo().getNumberOfParallelSubtasks());
        notFollowed = context.getMetricGroup().counter("notFollowed");
        context.getMetricGroup().gauge("places", () -> taken);
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

    /** To be called with each checkpoint. */
    public void snapshot() throws Exception {
        stored.update(List.of(taken));
    }
}
