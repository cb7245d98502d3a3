package io.siphon.udf.rtcp;

import io.siphon.schema.RtcpStreamSummary;
import io.siphon.udf.edge.PackedState;
import io.siphon.udf.order.InOrderFunction;
import io.siphon.udf.order.Standing;
import io.siphon.udf.order.StateMigration;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

import java.time.Duration;
import java.util.Comparator;

/**
 * Puts RTCP report blocks in people's units with the codec of the call's SDP, and computes round
 * trips.
 *
 * <p>{@link io.siphon.udf.order.InOrder} runs it, signalling of a second before its reports.
 * Emitted records carry a timestamp in the second of {@link RtcpQuality#timeMicros}.
 *
 * <p>A report that was captured twice within a second, on the wire and by an agent or by two
 * agents, is one: that of who saw it first.
 *
 * <p>State is forgotten 15 s after the last sign of life once the call has ended or failed, a
 * minute after it where no signalling is known, and {@link #REPORTED} told then; else after {@code
 * setupTimeout} or, when it was answered, {@code maxDuration}; every report is a sign of life.
 * Metrics: {@code unsummarizedReports}, of streams beyond {@value RtcpState#REPORTED_LIMIT} of a
 * call: measured, not in {@link #REPORTED}; {@code duplicateReports}.
 */
public final class RtcpTracker extends InOrderFunction<String, RtcpEvent, RtcpQuality> {

    /** How long after the last sign of life of a call that is over it is forgotten, µs. */
    public static final long LINGER = RtcpState.LINGER;

    /** A summary of each stream that was reported about, when its call is forgotten. */
    public static final OutputTag<RtcpStreamSummary> REPORTED =
            new OutputTag<>("reported-streams", TypeInformation.of(RtcpStreamSummary.class));

    private static final int DEFAULT_CLOCK = 8000;

    private final long setupTimeout;
    private final long maxDuration;

    private transient PackedState<RtcpState> calls;
    private transient Counter unsummarizedReports;
    private transient Counter duplicateReports;

    /** Both as for {@link io.siphon.udf.call.CallTracker}. */
    public RtcpTracker(Duration setupTimeout, Duration maxDuration) {
        this.setupTimeout = setupTimeout.toNanos() / 1000;
        this.maxDuration = maxDuration.toNanos() / 1000;
    }

    @Override
    public void open(OpenContext context) {
        calls = new PackedState<>(getRuntimeContext(), state(), new RtcpStateCodec());
        MetricGroup metrics = getRuntimeContext().getMetricGroup();
        unsummarizedReports = metrics.counter("unsummarizedReports");
        duplicateReports = metrics.counter("duplicateReports");
    }

    @Override
    protected void migrate(StateMigration<RtcpEvent> state) throws Exception {
        state.events("events", MediaEventCodec.TYPE);
        state.events("reports", RtcpReportCodec.TYPE);
        state.values("call", RtcpState.class, calls::update);
    }

    @Override
    protected ValueStateDescriptor<byte[]> state() {
        return PackedState.descriptor("packed");
    }

    @Override
    protected long nextTimer() throws Exception {
        RtcpState call = calls.value();
        return call == null ? NEVER : call.timer;
    }

    @Override
    protected void flush() throws Exception {
        calls.close();
    }

    @Override
    protected long places() {
        return calls.places();
    }

    @Override
    protected void recounted(long places) {
        calls.recounted(places);
    }

    /** State known from reports alone is evicted before that known from signalling. */
    @Override
    protected Standing standing() throws Exception {
        RtcpState call = calls.value();
        int rank =
                call.media.isEmpty()
                        ? Standing.UNANSWERED
                        : call.ended || call.failed && !call.up
                                ? Standing.OVER
                                : call.up ? Standing.UP : Standing.UNDER_WAY;
        return new Standing(rank, call.activeAt, call.node(), calls.taken());
    }

    @Override
    protected long micros(RtcpEvent event) {
        return event.timeMicros();
    }

    @Override
    protected int turn(RtcpEvent event) {
        return event instanceof MediaEvent ? 0 : 1;
    }

    @Override
    protected Comparator<RtcpEvent> ties() {
        return RtcpEvent.ORDER;
    }

    @Override
    public void processElement(RtcpEvent event, Context context, Collector<RtcpQuality> out)
            throws Exception {
        RtcpState call = known();
        if (event instanceof MediaEvent media) {
            call.apply(media);
        } else {
            apply((RtcpReport) event, call, out);
        }
        store(call);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<RtcpQuality> out)
            throws Exception {
        RtcpState call = known();
        call.timer = NEVER;
        if (isEvicted() || call.deadline(setupTimeout, maxDuration) <= timestamp * 1000) {
            for (ReportedState stream : call.reported) {
                context.output(REPORTED, stream.result());
            }
            calls.clear();
            return;
        }
        store(call);
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

    private RtcpState known() throws Exception {
        RtcpState call = calls.value();
        return call == null ? new RtcpState() : call;
    }

    private void store(RtcpState call) throws Exception {
        call.timer = wake(call.timer, call.deadline(setupTimeout, maxDuration));
        calls.update(call);
    }
}
