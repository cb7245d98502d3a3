package io.siphon.udf.order;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;

/** Runs a function that has a {@link Room}. */
public final class RoomOperator<K, E, OUT> extends KeyedProcessOperator<K, E, OUT> {

    private static final long serialVersionUID = 1;

    private final Roomed roomed;

    public <F extends KeyedProcessFunction<K, E, OUT> & Roomed> RoomOperator(F function) {
        super(function);
        roomed = function;
    }

    /** As {@link KeyedStream#process}. */
    public static <K, E, OUT, F extends KeyedProcessFunction<K, E, OUT> & Roomed>
            SingleOutputStreamOperator<OUT> process(
                    KeyedStream<E, K> events, F function, TypeInformation<OUT> result) {
        return events.transform("room", result, new RoomOperator<>(function));
    }

    @Override
    public void open() throws Exception {
        super.open();
        roomed.room().recount(getKeyedStateBackend());
    }
}
