package io.siphon.udf.rtcp;

import io.siphon.udf.order.Ceiling;
import io.siphon.udf.order.EventBuffer;
import io.siphon.udf.order.Room;
import io.siphon.udf.order.RoomOperator;
import io.siphon.udf.order.Roomed;
import io.siphon.udf.order.Seconds;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Lets each extended report through once, however often it was captured: that of who saw it first.
 * Two that say the same within a second are one. Both sockets of a report are its key; it is
 * emitted when the watermark has passed its second.
 *
 * <p>Metrics: {@code duplicateReports}; {@code notFollowed}, between sockets that there is no
 * {@link Room} for.
 */
public final class XrOnce extends KeyedProcessFunction<String, RtcpXr, RtcpXr> implements Roomed {

    private static final long serialVersionUID = 1L;

    /** Most of a pair of sockets that are held for ordering. */
    private static final int HELD_LIMIT = 256;

    private static final Comparator<RtcpXr> ORDER =
            Comparator.comparing(RtcpXr::node)
                    .thenComparing(RtcpXr::trunk)
                    .thenComparing(RtcpXr::toString);

    private final Ceiling ceiling;

    private transient Room room;
    private transient EventBuffer<RtcpXr> held;

    /** Those of the last second that were let through. */
    private transient ListState<RtcpXr> seen;

    private transient Counter duplicateReports;

    XrOnce(Ceiling ceiling) {
        this.ceiling = ceiling;
    }

    public static DataStream<RtcpXr> attach(DataStream<RtcpXr> reports, Ceiling ceiling) {
        return RoomOperator.process(
                        reports.keyBy(XrOnce::key),
                        new XrOnce(ceiling),
                        TypeInformation.of(RtcpXr.class))
                .uid("xr_once")
                .name("xr once");
    }

    /** The sockets that it goes between. */
    static String key(RtcpXr report) {
        return report.source() + ' ' + report.destination();
    }

    @Override
    public Room room() {
        return room;
    }

    @Override
    public void open(OpenContext context) {
        room = new Room(getRuntimeContext(), ceiling);
        held =
                new EventBuffer<>(
                        getRuntimeContext(),
                        new ListStateDescriptor<>("held", RtcpXr.class),
                        RtcpXr::timeMicros,
                        ORDER,
                        HELD_LIMIT,
                        room);
        seen =
                getRuntimeContext()
                        .getListState(room.of(new ListStateDescriptor<>("seen", RtcpXr.class)));
        duplicateReports = getRuntimeContext().getMetricGroup().counter("duplicateReports");
    }

    @Override
    public void processElement(RtcpXr report, Context context, Collector<RtcpXr> out)
            throws Exception {
        if (room.isFull()) {
            room.turnAway();
            out.collect(report);
        } else if (held.offer(report, context.timerService()) != EventBuffer.Admission.HELD) {
            out.collect(report);
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<RtcpXr> out)
            throws Exception {
        List<RtcpXr> let = new ArrayList<>();
        seen.get().forEach(let::add);
        int before = let.size();
        for (RtcpXr report : held.release(timestamp)) {
            if (let.stream().anyMatch(report::isCopyOf)) {
                duplicateReports.inc();
            } else {
                out.collect(report);
                let.add(report);
                context.timerService().registerEventTimeTimer(timestamp + 1_000);
            }
        }
        let.removeIf(report -> Seconds.endOf(report.timeMicros()) < timestamp);
        room.take(let.size() - before);
        seen.update(let);
    }
}
