package io.siphon.udf.order;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.ConnectedStreams;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;

/** Runs a function of two inputs that has a {@link Room}. */
public final class RoomCoOperator<K, A, B, OUT> extends KeyedCoProcessOperator<K, A, B, OUT> {

    private static final long serialVersionUID = 1;

    private final Roomed roomed;

    public <F extends KeyedCoProcessFunction<K, A, B, OUT> & Roomed> RoomCoOperator(F function) {
        super(function);
        roomed = function;
    }

    /** As {@link ConnectedStreams#process}, of keyed streams. */
    public static <K, A, B, OUT, F extends KeyedCoProcessFunction<K, A, B, OUT> & Roomed>
            SingleOutputStreamOperator<OUT> process(
                    ConnectedStreams<A, B> inputs, F function, TypeInformation<OUT> result) {
        return inputs.transform("room", result, new RoomCoOperator<>(function));
    }

    @Override
    public void open() throws Exception {
        super.open();
        roomed.room().recount(getKeyedStateBackend());
    }
}
