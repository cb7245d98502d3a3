package io.siphon.udf.order;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

import java.util.function.Consumer;

/** What one subtask may keep, by its {@link Ceiling}, and what it could not: counted and told. */
final class Limits {

    private final String subtask;
    private final long mostPlaces;
    private final long mostHeldBytes;
    private LimitTeller closedEarly;
    private LimitTeller appliedEarly;
    private LimitTeller endedForgotten;
    private Counter forgottenEarly;

    /**
     * @param subtask its index
     * @param subtasks how many share the ceiling
     */
    Limits(Ceiling ceiling, int subtask, int subtasks) {
        this.subtask = ceiling.kind() + '/' + subtask;
        mostPlaces = ceiling.placesOf(subtasks);
        mostHeldBytes = ceiling.heldBytesOf(subtasks, Runtime.getRuntime().maxMemory());
    }

    void open(MetricGroup metrics) {
        closedEarly = new LimitTeller(subtask, metrics.counter("evicted"));
        appliedEarly = new LimitTeller("order of " + subtask, metrics.counter("appliedEarly"));
        forgottenEarly = metrics.counter("forgottenEarly");
        endedForgotten = new LimitTeller("ended " + subtask, forgottenEarly);
    }

    long mostPlaces() {
        return mostPlaces;
    }

    /** How many {@link EndedKeys} there may be: a key is small, and a quarter of an hour long. */
    long mostEnded() {
        return mostPlaces > Long.MAX_VALUE / 2 ? mostPlaces : 2 * mostPlaces;
    }

    long mostHeldBytes() {
        return mostHeldBytes;
    }

    boolean isFull(long places, int deadlines) {
        return places > mostPlaces || deadlines / 2 > mostPlaces;
    }

    /**
     * A key was closed for want of room.
     *
     * @param now epoch ms
     */
    void evicted(Standing standing, long now) {
        if (standing.rank() == Standing.OVER) {
            forgottenEarly.inc();
        } else {
            closedEarly.count(now, 1);
        }
    }

    /**
     * What late messages are told by was forgotten for want of room.
     *
     * @param now epoch ms
     */
    void forgot(long now, long keys) {
        endedForgotten.count(now, keys);
    }

    /**
     * Events had their turn for want of room.
     *
     * @param second theirs, epoch ms
     */
    void applied(long second, long events) {
        appliedEarly.count(second, events);
    }

    /** What has not been told yet. */
    void tell(Consumer<StateLimit> out) {
        closedEarly.tell(out);
        appliedEarly.tell(out);
        endedForgotten.tell(out);
    }
}
