package io.siphon.udf.order;

import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;

import java.io.IOException;
import java.util.Comparator;

/**
 * A function that {@link InOrder} gives its events in order of their time. It has no timers of
 * Flink, but {@link #wake}.
 *
 * @param <E> an immutable event
 */
public abstract class InOrderFunction<K extends Comparable<? super K>, E, OUT>
        extends KeyedProcessFunction<K, E, OUT> {

    /** No second. */
    protected static final long NEVER = DeadlineTimer.NONE;

    /** What {@link InOrder} does for the current key. */
    interface Operator {

        boolean isOver();

        void wake(long second) throws IOException;

        Object key();

        /** How far it has come, epoch ms. */
        long now();
    }

    transient Operator operator;
    transient EndedKeys ended;

    /** Whether {@link #onTimer} is called for want of room. */
    transient boolean evicting;

    /**
     * In {@link #onTimer}: there is no room for the current key. It is to be ended as well as can
     * be, with a row that says so, and to be forgotten.
     */
    protected final boolean isEvicted() {
        return evicting;
    }

    /** How long at least what {@link #ended} says is known, µs; 0: not at all. */
    protected long endedReach() {
        return 0;
    }

    /**
     * Something of the current key has ended, and is forgotten: see {@link #isOfEnded}.
     *
     * @param what of the key, by hash
     * @param from when it began, epoch µs
     * @param to when it ended
     */
    protected final void ended(int what, long from, long to) {
        ended.add(operator.key(), what, from, to, operator.now());
    }

    /**
     * Whether an event is of something that has ended and is forgotten: its agent has sent it late.
     *
     * @param what of the current key, by hash
     * @param micros its time
     * @param before how much earlier than the beginning it may be, µs
     * @param after how much later than the end
     */
    protected final boolean isOfEnded(int what, long micros, long before, long after) {
        return ended.knows(operator.key(), what, micros, before, after, operator.now());
    }

    /** Places that all keys of this subtask take, see {@link Ceiling}. */
    protected long places() {
        return 0;
    }

    /** After a restore all keys have been looked at: they take that many places. */
    protected void recounted(long places) {}

    /** Of the current key, which has state. */
    protected Standing standing() throws Exception {
        return new Standing(Standing.UP, 0, "", 0);
    }

    /** Whether the input has ended, and no event of the current key is to come any more. */
    protected final boolean isOver() {
        return operator.isOver();
    }

    /**
     * Has {@link #onTimer} called for the current key at the first full second that is not before
     * the deadline; or at the one that was asked for before, when that is earlier: then it is to be
     * asked for again there. The state of the key must contain it.
     *
     * @param second that was asked for before and is still to come, epoch ms, or {@link #NEVER}
     * @param deadlineMicros epoch µs
     * @return the second that it is called at now, epoch ms
     */
    protected final long wake(long second, long deadlineMicros) throws IOException {
        long wanted = Seconds.notBefore(deadlineMicros);
        if (DeadlineTimer.serves(second, wanted)) {
            return second;
        }
        operator.wake(wanted);
        return wanted;
    }

    /** What is kept of a key. */
    protected abstract ValueStateDescriptor<?> state();

    /**
     * The second in the state of the current key, epoch ms; {@link #NEVER} when there is no state.
     */
    protected abstract long nextTimer() throws Exception;

    /** When the event happened, epoch µs. */
    protected abstract long micros(E event);

    /**
     * Whether events do not wait for their turn: whatever their time is, they come in order from
     * one place, as what Siphon reports about itself does.
     */
    protected boolean takesAtOnce() {
        return false;
    }

    /** Of the events of a second, those of turn 0 come before those of turn 1. */
    protected int turn(E event) {
        return 0;
    }

    /**
     * The order of events of the same microsecond and turn; must tell apart all that differ in what
     * matters.
     */
    protected abstract Comparator<? super E> ties();

    /**
     * Called for the current key when all that is for it now has been given: what the function
     * keeps of it beside its state is to be put there.
     */
    protected void flush() throws Exception {}

    /** Takes over what an earlier version has left in a savepoint; called after {@link #open}. */
    protected void migrate(StateMigration<E> state) throws Exception {}
}
