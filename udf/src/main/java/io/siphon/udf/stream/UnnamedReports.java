package io.siphon.udf.stream;

import io.siphon.udf.order.Ceiling;
import io.siphon.udf.rtcp.ReportedQuality;
import io.siphon.udf.rtcp.RtcpEvent;
import io.siphon.udf.rtcp.RtcpEventCodec;
import io.siphon.udf.rtcp.RtcpReport;
import io.siphon.udf.sdp.Codec;
import io.siphon.udf.session.MediaSocket;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

import java.time.Duration;

/**
 * Two agents report one stream, and one of them has no correlation id: then the report of the other
 * tells the call. The tracker of that call gets both, and counts them once. A report that no other
 * names goes on as it is, a second later.
 *
 * @param named reports with a Call-ID, and what is no report
 * @param unnamed reports without
 * @param sockets the pairs of sockets that named reports go between
 */
public record UnnamedReports(
        DataStream<RtcpEvent> named,
        DataStream<RtcpEvent> unnamed,
        DataStream<MediaSocket> sockets) {

    /** How far apart two agents see one report at most, µs. */
    static final long APART = 1_000_000;

    /** Longer than between two reports of a stream. */
    static final Duration RETENTION = Duration.ofSeconds(10);

    private static final Codec[] NO_CODECS = {};

    private static final OutputTag<RtcpEvent> UNNAMED =
            new OutputTag<>("unnamed-reports", RtcpEventCodec.TYPE);

    private static final OutputTag<MediaSocket> SOCKETS =
            new OutputTag<>("report-sockets", TypeInformation.of(MediaSocket.class));

    /** In the same task. */
    public static UnnamedReports of(DataStream<RtcpEvent> events, String uid) {
        SingleOutputStreamOperator<RtcpEvent> named =
                events.process(new Split())
                        .returns(RtcpEventCodec.TYPE)
                        .uid(uid)
                        .name(uid.replace('_', ' '))
                        .setParallelism(events.getParallelism());
        return new UnnamedReports(
                named, named.getSideOutput(UNNAMED), named.getSideOutput(SOCKETS));
    }

    public UnnamedReports and(UnnamedReports other) {
        return new UnnamedReports(
                named.union(other.named),
                unnamed.union(other.unnamed),
                sockets.union(other.sockets));
    }

    /**
     * All of them, with the Call-IDs that are known.
     *
     * @param ceiling of pairs of sockets
     */
    public DataStream<RtcpEvent> join(Ceiling ceiling) {
        return named.union(
                sockets.keyBy(MediaSocket::socket)
                        .connect(unnamed.keyBy(RtcpEvent::key))
                        .process(CallOfSocket.ofUnnamed(RETENTION, ceiling))
                        .returns(RtcpEventCodec.TYPE)
                        .uid("unnamed_reports")
                        .name("unnamed reports"));
    }

    /** The same report, of that call. */
    static RtcpEvent of(RtcpEvent report, String callId) {
        return report instanceof RtcpReport rtcp
                ? rtcp.of(callId)
                : new ReportedQuality(((ReportedQuality) report).report().of(callId));
    }

    /** Those that a report with a Call-ID goes between, for its second: whichever the first is. */
    static MediaSocket sockets(RtcpEvent named) {
        return new MediaSocket(
                SendersOfPackets.second(named.timeMicros()),
                named.key(),
                of(named, "").key(),
                "",
                NO_CODECS);
    }

    private static final class Split extends ProcessFunction<RtcpEvent, RtcpEvent> {

        private static final long serialVersionUID = 1L;

        @Override
        public void processElement(RtcpEvent event, Context context, Collector<RtcpEvent> out) {
            if (!(event instanceof RtcpReport || event instanceof ReportedQuality)) {
                out.collect(event);
                return;
            }
            RtcpEvent unnamed = of(event, "");
            if (unnamed.equals(event)) {
                context.output(UNNAMED, event);
                return;
            }
            out.collect(event);
            context.output(SOCKETS, sockets(event));
        }
    }
}
