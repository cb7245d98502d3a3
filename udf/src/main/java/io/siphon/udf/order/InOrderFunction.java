package io.siphon.udf.order;

import org.apache.flink.streaming.api.functions.KeyedProcessFunction;

import java.util.Comparator;
import java.util.function.BooleanSupplier;

/**
 * A function that {@link InOrder} gives its events in order of their time.
 *
 * @param <E> an immutable event
 */
public abstract class InOrderFunction<K, E, OUT> extends KeyedProcessFunction<K, E, OUT> {

    /** Set by {@link InOrder}. */
    transient BooleanSupplier over;

    /** Whether the input has ended, and no event of the current key is to come any more. */
    protected final boolean isOver() {
        return over.getAsBoolean();
    }

    /** When the event happened, epoch µs. */
    protected abstract long micros(E event);

    /** Of the events of a second, those of turn 0 come before those of turn 1. */
    protected int turn(E event) {
        return 0;
    }

    /**
     * The order of events of the same microsecond and turn; must tell apart all that differ in what
     * matters.
     */
    protected abstract Comparator<? super E> ties();

    /** Takes over what an earlier version has left in a savepoint; called after {@link #open}. */
    protected void takeOver(Earlier<E> state) throws Exception {}
}
