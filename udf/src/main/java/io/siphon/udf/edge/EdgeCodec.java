package io.siphon.udf.edge;

import java.io.Serializable;

/**
 * How a record is written between tasks, and while it is held in state: its components one after
 * the other, and read in the same order. Where components change while savepoints of before are to
 * be read, that is another codec beside this one: their state is read by the one that wrote it
 * ({@link EdgeSerializerSnapshot}).
 */
public interface EdgeCodec<T> extends Serializable {

    void write(T value, RecordBuffer to);

    T read(RecordBuffer from);

    /**
     * Whether records are changed in place, as those of an operator's list state. Then a checkpoint
     * is written from copies: their owner goes on while it is written.
     */
    default boolean isOfMutable() {
        return false;
    }
}
