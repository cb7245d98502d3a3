package io.siphon.udf.stream;

import io.siphon.schema.RtpStream;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

import java.time.Duration;

/**
 * Gives each RTP stream once, when it is over for good: what counts streams counts one that pauses
 * as one, with what is missing in the pause. One that may go on is held as long as it may: for
 * {@link #PATIENCE}, or while its call may be up. Once held for longer than that patience, it
 * counts as of the time before it: its own window is closed. As many are held as {@link
 * StreamTracker} has room for.
 */
public final class StreamsOnce extends KeyedProcessFunction<String, RtpStream, RtpStream> {

    private static final long serialVersionUID = 1L;

    /** As long as a stream of no known call may pause. */
    public static final Duration PATIENCE = Duration.ofNanos(StreamTracker.DORMANCY * 1000);

    private transient ValueState<RtpStream> held;

    private StreamsOnce() {}

    public static DataStream<RtpStream> of(DataStream<RtpStream> streams) {
        return streams.keyBy(StreamsOnce::key)
                .process(new StreamsOnce())
                .returns(RtpStream.class)
                .uid("streams_once")
                .name("streams once");
    }

    static StreamsOnce function() {
        return new StreamsOnce();
    }

    static String key(RtpStream stream) {
        return stream.startedAt()
                + " "
                + stream.ssrc()
                + ' '
                + stream.source()
                + ' '
                + stream.destination()
                + ' '
                + stream.node();
    }

    @Override
    public void open(OpenContext context) {
        held =
                getRuntimeContext()
                        .getState(
                                new ValueStateDescriptor<>(
                                        "held", TypeInformation.of(RtpStream.class)));
    }

    @Override
    public void processElement(RtpStream stream, Context context, Collector<RtpStream> out)
            throws Exception {
        if (stream.ended() && stream.mayGoOn()) {
            held.update(stream);
            context.timerService().registerEventTimeTimer(deadline(stream));
            return;
        }
        held.clear();
        if (stream.ended()) {
            out.collect(stream);
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<RtpStream> out)
            throws Exception {
        RtpStream stream = held.value();
        if (stream == null || timestamp < deadline(stream)) {
            return;
        }
        long told = timestamp - PATIENCE.toMillis();
        boolean inCall = !stream.callId().isEmpty();
        boolean over = context.timerService().currentWatermark() == Long.MAX_VALUE;
        if (inCall && !over && told * 1000 < stream.endedAt() + StreamTracker.DORMANCY_IN_CALL) {
            context.timerService().registerEventTimeTimer(timestamp + PATIENCE.toMillis());
            return;
        }
        held.clear();
        out.collect(stream.toldAt(Math.max(stream.reportedMicros(), told * 1000)));
    }

    /** Epoch ms. */
    private static long deadline(RtpStream stream) {
        return stream.reportedMicros() / 1000 + PATIENCE.toMillis();
    }
}
