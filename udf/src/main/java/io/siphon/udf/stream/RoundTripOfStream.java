package io.siphon.udf.stream;

import io.siphon.schema.RtpStream;
import io.siphon.udf.emodel.EModel;
import io.siphon.udf.order.Ceiling;
import io.siphon.udf.order.DeadlineTimer;
import io.siphon.udf.order.EventBuffer;
import io.siphon.udf.order.Room;
import io.siphon.udf.order.RoomCoOperator;
import io.siphon.udf.order.Roomed;
import io.siphon.udf.rtcp.RtcpQuality;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

import java.util.Comparator;

/**
 * Adds the network's delay to a stream: the mean round trip between its sender and its receiver,
 * from the reports about its SSRC in its call so far. Both inputs are keyed by SSRC, so the rows of
 * a stream stay in order. A stream without such reports is emitted unchanged.
 *
 * <p>Both inputs wait until the watermark has passed their second, reports first. Round trips are
 * forgotten {@link #RETENTION} after the last report of their call.
 */
public final class RoundTripOfStream
        extends KeyedCoProcessFunction<Long, RtcpQuality, RtpStream, RtpStream> implements Roomed {

    private static final long serialVersionUID = 1L;

    /** A stream is emitted when it has been silent for half a minute; µs. */
    static final long RETENTION = StreamTracker.SILENCE + 2 * StreamTracker.PERIOD;

    /** Most reports, and most streams, of an SSRC that are held for ordering. */
    private static final int HELD_LIMIT = 256;

    private static final Comparator<RtcpQuality> REPORTS =
            Comparator.comparing(RtcpQuality::callId).thenComparingDouble(RtcpQuality::rttMs);

    private final Ceiling ceiling;

    private transient Room room;

    /** Places of the current key. */
    private transient int taken;

    private transient EventBuffer<RtcpQuality> reports;
    private transient EventBuffer<RtpStream> streams;
    private transient ValueState<RoundTripsState> roundTrips;

    /**
     * @param qualities those without a round trip or a call do not matter
     */
    public static DataStream<RtpStream> attach(
            DataStream<RtpStream> streams, DataStream<RtcpQuality> qualities, Ceiling ceiling) {
        return RoomCoOperator.process(
                        qualities
                                .filter(RoundTripOfStream::concerns)
                                .uid("round_trips")
                                .setParallelism(qualities.getParallelism())
                                .keyBy(RtcpQuality::sourceSsrc)
                                .connect(streams.keyBy(RtpStream::ssrc)),
                        new RoundTripOfStream(ceiling),
                        TypeInformation.of(RtpStream.class))
                .uid("stream_round_trips")
                .name("stream round trips");
    }

    RoundTripOfStream(Ceiling ceiling) {
        this.ceiling = ceiling;
    }

    static boolean concerns(RtcpQuality quality) {
        return quality.isOfRtcp() && !Double.isNaN(quality.rttMs()) && !quality.callId().isEmpty();
    }

    @Override
    public Room room() {
        return room;
    }

    @Override
    public void open(OpenContext context) {
        room = new Room(getRuntimeContext(), ceiling);
        reports =
                new EventBuffer<>(
                        getRuntimeContext(),
                        new ListStateDescriptor<>("reports", RtcpQuality.class),
                        RtcpQuality::timeMicros,
                        REPORTS,
                        HELD_LIMIT,
                        room);
        streams =
                new EventBuffer<>(
                        getRuntimeContext(),
                        new ListStateDescriptor<>("streams", RtpStream.class),
                        RtpStream::reportedMicros,
                        Comparator.comparingLong(RtpStream::startedAt), // each is joined for itself
                        HELD_LIMIT,
                        room);
        roundTrips =
                getRuntimeContext()
                        .getState(
                                room.of(
                                        new ValueStateDescriptor<>(
                                                "round-trips", RoundTripsState.class),
                                        known -> known.calls.size()));
    }

    @Override
    public void processElement1(RtcpQuality report, Context context, Collector<RtpStream> out)
            throws Exception {
        if (room.isFull() && roundTrips.value() == null) {
            room.turnAway();
        } else if (reports.offer(report, context.timerService()) != EventBuffer.Admission.HELD) {
            RoundTripsState known = known();
            add(known, report);
            store(known, context.timerService());
        }
    }

    @Override
    public void processElement2(RtpStream stream, Context context, Collector<RtpStream> out)
            throws Exception {
        if (room.isFull()
                || streams.offer(stream, context.timerService()) != EventBuffer.Admission.HELD) {
            out.collect(joined(stream, known()));
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<RtpStream> out)
            throws Exception {
        RoundTripsState known = known();
        for (RtcpQuality report : reports.release(timestamp)) {
            add(known, report);
        }
        for (RtpStream stream : streams.release(timestamp)) {
            out.collect(joined(stream, known));
        }
        if (known.timer == timestamp) {
            known.timer = DeadlineTimer.NONE;
            known.forget(timestamp * 1000 - RETENTION);
        }
        store(known, context.timerService());
    }

    private static void add(RoundTripsState known, RtcpQuality report) {
        known.add(report.callId(), report.rttMs(), report.timeMicros());
    }

    private static RtpStream joined(RtpStream stream, RoundTripsState known) {
        double rttMs = known.mean(stream.callId());
        if (Double.isNaN(rttMs)) {
            return stream;
        }
        double rFactor = EModel.withRoundTrip(stream.rFactor(), rttMs);
        return stream.withRoundTrip(rttMs, rFactor, EModel.mos(rFactor));
    }

    private RoundTripsState known() throws Exception {
        RoundTripsState known = roundTrips.value();
        taken = known == null ? 0 : known.calls.size();
        return known == null ? new RoundTripsState() : known;
    }

    private void store(RoundTripsState known, TimerService timers) throws Exception {
        room.take(known.calls.size() - taken);
        taken = known.calls.size();
        if (known.calls.isEmpty()) {
            roundTrips.clear();
            return;
        }
        known.timer = DeadlineTimer.move(timers, known.timer, known.oldest() + RETENTION);
        roundTrips.update(known);
    }
}
