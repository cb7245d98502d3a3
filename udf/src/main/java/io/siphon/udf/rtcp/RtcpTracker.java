package io.siphon.udf.rtcp;

import io.siphon.udf.order.DeadlineTimer;
import io.siphon.udf.order.EventBuffer;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

import java.time.Duration;
import java.util.Comparator;

/**
 * Puts RTCP report blocks in people's units with what the call's SDP tells of the codec, and
 * computes round trips. Both inputs are keyed by Call-ID: signalling by {@link SipMessage#callId},
 * filtered by {@link #concerns}; reports by {@link #key}.
 *
 * <p>Both are applied in order of time once the watermark has passed their second, signalling of a
 * second before its reports; what comes later still is applied at once, and counted as {@code
 * lateMessages}. Emitted records carry the timestamp of the timer, in the second of {@link
 * RtcpQuality#timeMicros}.
 *
 * <p>A report that was captured twice within a second, on the wire and by an agent or by two
 * agents, is one: that of who saw it first.
 *
 * <p>State is forgotten 15 s after the last sign of life once the call has ended or failed, a
 * minute after it where no signalling is known, and {@link #REPORTED} told then; else after {@code
 * setupTimeout} or, when it was answered, {@code maxDuration}; every report is a sign of life.
 * Metrics: {@code lateMessages}; {@code droppedEvents}, over {@value #HELD_LIMIT} of a key within
 * the out-of-orderness; {@code unsummarizedReports}, of streams beyond {@value
 * RtcpState#REPORTED_LIMIT} of a call: measured, not in {@link #REPORTED}; {@code
 * duplicateReports}.
 */
public final class RtcpTracker
        extends KeyedCoProcessFunction<String, MediaEvent, RtcpReport, RtcpQuality> {

    /** How long after the last sign of life of a call that is over it is forgotten, µs. */
    public static final long LINGER = RtcpState.LINGER;

    /** A summary of each stream that was reported about, when its call is forgotten. */
    public static final OutputTag<ReportedStream> REPORTED =
            new OutputTag<>("reported-streams", TypeInformation.of(ReportedStream.class));

    /** Most messages, and most reports, of a key that are held for ordering. */
    static final int HELD_LIMIT = 256;

    private static final int DEFAULT_CLOCK = 8000;

    private static final Comparator<RtcpReport> ORDER =
            Comparator.comparing(RtcpReport::source)
                    .thenComparing(RtcpReport::destination)
                    .thenComparing(RtcpReport::node)
                    .thenComparing(RtcpReport::trunk)
                    .thenComparingLong(RtcpReport::senderSsrc)
                    .thenComparingLong(RtcpReport::sourceSsrc)
                    .thenComparingLong(RtcpReport::ntpMiddle)
                    .thenComparingLong(RtcpReport::highestSequence)
                    .thenComparingLong(RtcpReport::lsr)
                    .thenComparingLong(RtcpReport::dlsr)
                    .thenComparingLong(RtcpReport::jitter)
                    .thenComparingInt(RtcpReport::fractionLost)
                    .thenComparingInt(RtcpReport::cumulativeLost);

    private final long setupTimeout;
    private final long maxDuration;

    private transient EventBuffer<MediaEvent> events;
    private transient EventBuffer<RtcpReport> reports;
    private transient ValueState<RtcpState> calls;
    private transient Counter lateMessages;
    private transient Counter droppedEvents;
    private transient Counter unsummarizedReports;
    private transient Counter duplicateReports;

    /** Both as for {@link io.siphon.udf.call.CallTracker}. */
    public RtcpTracker(Duration setupTimeout, Duration maxDuration) {
        this.setupTimeout = setupTimeout.toNanos() / 1000;
        this.maxDuration = maxDuration.toNanos() / 1000;
    }

    /**
     * The key of a report: its Call-ID; without one, the two sockets, in the same order for both
     * directions.
     */
    public static String key(RtcpReport report) {
        if (!report.callId().isEmpty()) {
            return report.callId();
        }
        String a = report.source();
        String b = report.destination();
        return a.compareTo(b) < 0 ? a + ' ' + b : b + ' ' + a;
    }

    @Override
    public void open(OpenContext context) {
        events =
                new EventBuffer<>(
                        getRuntimeContext()
                                .getListState(
                                        new ListStateDescriptor<>("events", MediaEventCodec.TYPE)),
                        MediaEvent::timeMicros,
                        MediaEvent.ORDER,
                        HELD_LIMIT);
        reports =
                new EventBuffer<>(
                        getRuntimeContext()
                                .getListState(
                                        new ListStateDescriptor<>("reports", RtcpReportCodec.TYPE)),
                        RtcpReport::timeMicros,
                        ORDER,
                        HELD_LIMIT);
        calls = getRuntimeContext().getState(new ValueStateDescriptor<>("call", RtcpState.class));
        MetricGroup metrics = getRuntimeContext().getMetricGroup();
        lateMessages = metrics.counter("lateMessages");
        droppedEvents = metrics.counter("droppedEvents");
        unsummarizedReports = metrics.counter("unsummarizedReports");
        duplicateReports = metrics.counter("duplicateReports");
    }

    @Override
    public void processElement1(MediaEvent event, Context context, Collector<RtcpQuality> out)
            throws Exception {
        if (isLate(events.offer(event, context.timerService()))) {
            RtcpState call = known();
            call.apply(event);
            store(call, context.timerService());
        }
    }

    @Override
    public void processElement2(RtcpReport report, Context context, Collector<RtcpQuality> out)
            throws Exception {
        if (isLate(reports.offer(report, context.timerService()))) {
            RtcpState call = known();
            apply(report, call, out);
            store(call, context.timerService());
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<RtcpQuality> out)
            throws Exception {
        RtcpState call = known();
        for (MediaEvent event : events.release(timestamp)) {
            call.apply(event);
        }
        for (RtcpReport report : reports.release(timestamp)) {
            apply(report, call, out);
        }
        if (call.timer == timestamp) {
            call.timer = DeadlineTimer.NONE;
            if (call.deadline(setupTimeout, maxDuration) <= timestamp * 1000) {
                for (ReportedState stream : call.reported) {
                    context.output(REPORTED, stream.result());
                }
                calls.clear();
                return;
            }
        }
        store(call, context.timerService());
    }

    private void apply(RtcpReport report, RtcpState call, Collector<RtcpQuality> out) {
        call.remember(report);
        if (!report.hasBlock()) {
            return;
        }
        RtcpQuality quality = quality(report, call);
        ReportedState stream = call.streamOf(quality);
        if (stream == null) {
            unsummarizedReports.inc();
        } else if (!stream.add(quality, report.blockHash())) {
            duplicateReports.inc();
            return;
        }
        out.collect(quality);
    }

    private static RtcpQuality quality(RtcpReport report, RtcpState call) {
        MediumState medium = call.mediumOf(report);
        boolean assumed = medium == null || medium.clockRate == 0;
        int clockRate = assumed ? DEFAULT_CLOCK : medium.clockRate;
        return new RtcpQuality(
                report.timeMicros(),
                report.node(),
                report.trunk(),
                report.callId(),
                report.source(),
                report.destination(),
                report.sourceSsrc(),
                medium == null ? "" : medium.codec,
                clockRate,
                assumed,
                report.jitter() * 1000.0 / clockRate,
                report.fractionLost() * 100.0 / 256,
                report.cumulativeLost(),
                roundTrip(report, call));
    }

    private static double roundTrip(RtcpReport report, RtcpState call) {
        if (report.lsr() == 0) {
            return Double.NaN;
        }
        SenderReportState sent = call.sent(report.node(), report.lsr());
        double seen = sent == null ? Double.NaN : RoundTrip.since(sent.at, report);
        return Double.isNaN(seen) ? RoundTrip.byClock(report) : seen;
    }

    private boolean isLate(EventBuffer.Admission admission) {
        switch (admission) {
            case LATE -> lateMessages.inc();
            case FULL -> droppedEvents.inc();
            case HELD -> {}
        }
        return admission == EventBuffer.Admission.LATE;
    }

    private RtcpState known() throws Exception {
        RtcpState call = calls.value();
        return call == null ? new RtcpState() : call;
    }

    private void store(RtcpState call, TimerService timers) throws Exception {
        call.timer =
                DeadlineTimer.move(timers, call.timer, call.deadline(setupTimeout, maxDuration));
        calls.update(call);
    }
}
