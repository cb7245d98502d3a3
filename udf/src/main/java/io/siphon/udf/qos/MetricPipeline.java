package io.siphon.udf.qos;

import io.siphon.schema.Call;
import io.siphon.schema.Measurement;
import io.siphon.schema.Registration;
import io.siphon.schema.RtpStream;
import io.siphon.schema.Undecodable;
import io.siphon.udf.rtcp.RtcpQuality;
import io.siphon.udf.rtcp.RtcpXr;
import io.siphon.udf.sip.SipMessage;
import io.siphon.udf.stream.StreamTracker;
import io.siphon.udf.stream.StreamsOnce;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.util.OutputTag;

import java.time.Duration;
import java.util.List;

/**
 * All measuring, as one piece of the topology. For each type of event two operators: {@link
 * LocalAggregate} where the events are, then windows by series; metrics share them. {@link
 * ConcurrentCalls} has its own.
 *
 * <p>A sample's own time decides its window, not the timestamp of the record. Calls, registrations
 * and RTCP come from trackers with deadlines coarsened to a second, so their watermarks are held
 * back by one: nothing is late for being up to a second older than the watermark before it. Those
 * of streams are held back by the silence that ends a stream.
 */
public final class MetricPipeline {

    /** How much older than the watermark a tracker's events may be, ms. */
    public static final long TRACKER_LAG_MS = 1_000;

    /**
     * The same for streams: they are known to be over only after a silence, and the window of their
     * end must still be open then.
     */
    public static final long STREAM_LAG_MS = StreamTracker.SILENCE / 1000 + 3_000;

    /** How long a stream may have been silent before it is known that it does not go on. */
    private static final Duration PAUSE = StreamsOnce.PATIENCE.plusMinutes(1);

    /**
     * Buffer timeout of what gives little, and that in bursts: each record and watermark leaves at
     * once. Otherwise Flink has a thread for each edge that looks every {@code
     * execution.buffer-timeout.interval} whether there is anything to send.
     */
    public static final long AT_ONCE = 0;

    static final OutputTag<Partial> LATE =
            new OutputTag<>("qos_late", TypeInformation.of(Partial.class));

    /**
     * @param messages with event timestamps and watermarks, as the others
     * @param streams each that is over, once; others do not matter
     * @param notKept of what could not be decoded
     * @param extended each report once
     * @param calls each {@link io.siphon.schema.CallChange} of a call once
     * @param registrations each change of one once
     * @param firstLegs whether later legs of a conversation are not counted; calls that are up are
     *     counted leg by leg all the same, as licences and sockets are
     */
    public static Measured attach(
            DataStream<SipMessage> messages,
            DataStream<Call> calls,
            DataStream<Registration> registrations,
            DataStream<RtcpQuality> qualities,
            DataStream<RtcpXr> extended,
            DataStream<RtpStream> streams,
            DataStream<Undecodable> notKept,
            boolean firstLegs,
            QosSettings settings) {
        DataStream<Call> heldCalls = heldBack("qos_call", calls, TRACKER_LAG_MS);
        DataStream<Registration> heldRegistrations =
                heldBack("qos_registration", registrations, TRACKER_LAG_MS);
        DataStream<RtcpQuality> heldQualities = heldBack("qos_rtcp", qualities, TRACKER_LAG_MS);
        DataStream<RtcpXr> heldExtended = heldBack("qos_xr", extended, TRACKER_LAG_MS);
        DataStream<RtpStream> heldStreams = heldBack("qos_rtp", streams, STREAM_LAG_MS);
        Measured sip = measure("qos_sip", messages, SipMessage.class, settings);
        DataStream<Call> counted = firstLegs ? firstLegs(heldCalls) : heldCalls;
        Measured call = measure("qos_call", counted, Call.class, settings);
        Measured registration =
                measure("qos_registration", heldRegistrations, Registration.class, settings);
        Measured rtcp = measure("qos_rtcp", heldQualities, RtcpQuality.class, settings);
        Measured xr = measure("qos_xr", heldExtended, RtcpXr.class, settings);
        Measured rtp =
                measure("qos_rtp", heldStreams, RtpStream.class, settings.withLateness(PAUSE));
        Measured undecodable = measure("qos_undecodable", notKept, Undecodable.class, settings);
        return new Measured(
                sip.measurements()
                        .union(
                                call.measurements(),
                                registration.measurements(),
                                rtcp.measurements(),
                                xr.measurements(),
                                rtp.measurements(),
                                undecodable.measurements(),
                                concurrent(heldCalls, settings)),
                sip.late()
                        .union(
                                call.late(),
                                registration.late(),
                                rtcp.late(),
                                xr.late(),
                                rtp.late(),
                                undecodable.late()));
    }

    private static DataStream<Call> firstLegs(DataStream<Call> calls) {
        return besideInput(
                calls, calls.filter(call -> call.leg().isFirst()).uid("qos_call_first_legs"));
    }

    /**
     * Metrics apart from {@link Metrics#ALL}, with operators of their own.
     *
     * @param metrics of that type of event; none is allowed
     * @param lagMs how much older than the watermark events may be
     */
    public static <T> Measured measure(
            String uid,
            DataStream<T> events,
            List<? extends Metric<T>> metrics,
            long lagMs,
            QosSettings settings) {
        return windows(uid, heldBack(uid, events, lagMs), metrics, settings);
    }

    /** Both stages for all metrics of one type of event. */
    static <T> Measured measure(
            String uid, DataStream<T> events, Class<T> type, QosSettings settings) {
        return windows(uid, events, Metrics.of(type), settings);
    }

    private static <T> Measured windows(
            String uid,
            DataStream<T> events,
            List<? extends Metric<T>> metrics,
            QosSettings settings) {
        SingleOutputStreamOperator<Measurement> windows =
                preAggregate(uid, events, metrics, settings)
                        .keyBy(Partial::series)
                        .window(TumblingEventTimeWindows.of(settings.window()))
                        .allowedLateness(settings.allowedLateness())
                        .sideOutputLateData(LATE)
                        .aggregate(
                                new GlobalAggregate(),
                                new WriteMeasurement(),
                                TypeInformation.of(MeasureAccumulator.class),
                                TypeInformation.of(MeasureAccumulator.class),
                                TypeInformation.of(Measurement.class))
                        .uid(uid + "_windows")
                        .name(uid + " windows")
                        .setBufferTimeout(AT_ONCE);
        DataStream<Partial> late =
                windows.getSideOutput(LATE)
                        .map(new CountLate())
                        .returns(Partial.class)
                        .uid(uid + "_late")
                        .name(uid + " late")
                        .setBufferTimeout(AT_ONCE);
        return new Measured(windows, late);
    }

    private static <T> DataStream<Partial> preAggregate(
            String uid,
            DataStream<T> events,
            List<? extends Metric<T>> metrics,
            QosSettings settings) {
        return besideInput(
                events,
                events.transform(
                                uid + " partials",
                                TypeInformation.of(Partial.class),
                                new LocalAggregate<>(metrics, settings))
                        .uid(uid + "_partials")
                        .setBufferTimeout(AT_ONCE));
    }

    private static DataStream<Measurement> concurrent(
            DataStream<Call> calls, QosSettings settings) {
        return besideInput(
                        calls,
                        calls.transform(
                                        ConcurrentCalls.INFO.name() + " changes",
                                        TypeInformation.of(LevelChanges.class),
                                        new ConcurrencySteps())
                                .uid(ConcurrentCalls.INFO.name() + "_changes")
                                .setBufferTimeout(AT_ONCE))
                .keyBy(LevelChanges::series)
                .process(new ConcurrentCalls(settings))
                .returns(Measurement.class)
                .uid(ConcurrentCalls.INFO.name())
                .name(ConcurrentCalls.INFO.name())
                .setBufferTimeout(AT_ONCE)
                .keyBy(Measurement::startMicros)
                .process(new BoundLevels(settings))
                .returns(Measurement.class)
                .uid(BoundLevels.UID)
                .name(BoundLevels.UID)
                .setBufferTimeout(AT_ONCE);
    }

    /**
     * Lets the watermarks of events lag.
     *
     * @param lagMs how much older than the watermark before them events may be
     */
    public static <T> DataStream<T> heldBack(String uid, DataStream<T> events, long lagMs) {
        return besideInput(
                events,
                events.transform(
                                uid + " held back",
                                events.getType(),
                                new HoldBackWatermarks<>(lagMs))
                        .uid(uid + "_held_back"));
    }

    /** An operator is chained to its input only where it is as parallel. */
    private static <T> DataStream<T> besideInput(
            DataStream<?> input, SingleOutputStreamOperator<T> operator) {
        return input.getTransformation().isParallelismConfigured()
                ? operator.setParallelism(input.getParallelism())
                : operator;
    }

    private MetricPipeline() {}
}
