package io.siphon.udf.edge;

import java.io.Serializable;

/**
 * How a record is written between tasks: its components one after the other, and read in the same
 * order. Only for edges: what is in state is written by Flink's own serializers, which know the
 * state of earlier versions.
 */
public interface EdgeCodec<T> extends Serializable {

    void write(T value, EdgeBytes to);

    T read(EdgeBytes from);
}
