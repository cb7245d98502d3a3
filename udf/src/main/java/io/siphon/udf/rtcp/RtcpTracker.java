package io.siphon.udf.rtcp;

import io.siphon.schema.RtcpStreamSummary;
import io.siphon.udf.call.CallEvent;
import io.siphon.udf.call.CallEventCodec;
import io.siphon.udf.call.MediaNote;
import io.siphon.udf.edge.PackedState;
import io.siphon.udf.emodel.EModel;
import io.siphon.udf.order.InOrderFunction;
import io.siphon.udf.order.Standing;
import io.siphon.udf.order.StateMigration;
import io.siphon.udf.report.QualityReport;
import io.siphon.udf.sdp.Codec;

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
 * Converts RTCP report blocks to ms and percent with the clock rate of the call's codec, and
 * computes round trips (RFC 3550, 6.4.1). Other reports of streams are taken as they are, see
 * {@link RtcpQuality#origin}.
 *
 * <p>{@link io.siphon.udf.order.InOrder} runs it; signalling comes before reports of the same
 * second. Emitted records carry a timestamp in the second of {@link RtcpQuality#timeMicros}.
 *
 * <p>A report that was captured twice counts once, with the node that saw it first: on the wire and
 * by an agent, by two agents, or repeated later by a mirror.
 *
 * <p>The state of a call is deleted, and {@link #REPORTED} emitted, when nothing has been received
 * of it for a time: 15 s when the call has ended or failed, a minute when no signalling is known,
 * {@code setupTimeout} before an answer, {@code maxDuration} after it. Reports count as received.
 *
 * <p>Metrics: {@code unsummarizedReports}, of streams beyond {@value RtcpState#REPORTED_LIMIT} of a
 * call, which are measured but not in {@link #REPORTED}; {@code duplicateReports}; {@code
 * implausibleReports}, which are ignored; {@code displacedMedia}, media lines of a call that were
 * replaced by others; {@code reportsWithoutCall}, streams of other reports without signalling;
 * {@code reportsAfterEnd}, of streams whose row is written, by their time: their agent has sent
 * them late.
 */
public final class RtcpTracker extends InOrderFunction<String, RtcpEvent, RtcpQuality> {

    /** How long the state of a call that is over is kept after its last message or report, µs. */
    public static final long LINGER = RtcpState.LINGER;

    /** A summary of each reported stream, when the state of its call is deleted. */
    public static final OutputTag<RtcpStreamSummary> REPORTED =
            new OutputTag<>("reported-streams", TypeInformation.of(RtcpStreamSummary.class));

    /** Notes for calls: that they have media, and its quality. */
    public static final OutputTag<CallEvent> NOTES =
            new OutputTag<>("media-notes", CallEventCodec.TYPE);

    private static final int DEFAULT_CLOCK = 8000;

    /** What has ended where it is no stream. */
    private static final int SESSION = 0;

    private final long setupTimeout;
    private final long maxDuration;
    private final long oneWayAfter;
    private final long endedReach;

    private transient PackedState<RtcpState> calls;
    private transient Counter unsummarizedReports;
    private transient Counter duplicateReports;
    private transient Counter implausibleReports;
    private transient Counter displacedMedia;
    private transient Counter reportsWithoutCall;
    private transient Counter reportsAfterEnd;

    /**
     * The first two are as for {@link io.siphon.udf.call.CallTracker}.
     *
     * @param oneWayAfter how long a side of a call may send nothing
     * @param endedReach how late reports of an ended stream may come without beginning another
     */
    public RtcpTracker(
            Duration setupTimeout,
            Duration maxDuration,
            Duration oneWayAfter,
            Duration endedReach) {
        this.endedReach = endedReach.toNanos() / 1000;
        this.oneWayAfter = oneWayAfter.toNanos() / 1000;
        this.setupTimeout = setupTimeout.toNanos() / 1000;
        this.maxDuration = maxDuration.toNanos() / 1000;
    }

    @Override
    public void open(OpenContext context) {
        calls = new PackedState<>(getRuntimeContext(), state(), new RtcpStateCodec());
        MetricGroup metrics = getRuntimeContext().getMetricGroup();
        unsummarizedReports = metrics.counter("unsummarizedReports");
        duplicateReports = metrics.counter("duplicateReports");
        implausibleReports = metrics.counter("implausibleReports");
        displacedMedia = metrics.counter("displacedMedia");
        reportsWithoutCall = metrics.counter("reportsWithoutCall");
        reportsAfterEnd = metrics.counter("reportsAfterEnd");
    }

    @Override
    protected long endedReach() {
        return endedReach;
    }

    @Override
    protected void migrate(StateMigration<RtcpEvent> state) throws Exception {
        state.events("events", MediaEventCodec.TYPE);
        state.events("reports", RtcpReportCodec.TYPE);
        state.values("call", RtcpState.class, call -> calls.update(call.migrate()));
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

    /** State from reports alone is evicted before state from signalling. */
    @Override
    protected Standing standing() throws Exception {
        RtcpState call = calls.value();
        int rank =
                call.session.isEmpty()
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
        return event instanceof RtcpReport
                        || event instanceof ReportedQuality
                        || event instanceof SeenStream
                ? 1
                : 0;
    }

    @Override
    protected Comparator<RtcpEvent> ties() {
        return RtcpEvent.ORDER;
    }

    @Override
    public void processElement(RtcpEvent event, Context context, Collector<RtcpQuality> out)
            throws Exception {
        RtcpState call = known();
        if (event instanceof RtcpReport report) {
            apply(report, call, out);
        } else if (event instanceof ReportedQuality quality) {
            apply(quality.report(), call, out);
        } else if (event instanceof SeenStream stream) {
            call.activeAt = Math.max(call.activeAt, stream.timeMicros());
            call.see(stream);
        } else if (event instanceof IdentifiedStream stream) {
            call.activeAt = Math.max(call.activeAt, stream.timeMicros());
            call.session.identify(stream.ssrc(), stream.codec(), stream.clockRate());
        } else {
            call.apply(
                    event instanceof SessionSignal signal
                            ? signal.event()
                            : ((MediaEvent) event).event());
        }
        displacedMedia.inc(call.session.displaced);
        call.session.displaced = 0;
        if (!call.told && call.hasMedia()) {
            call.told = true;
            context.output(
                    NOTES, MediaNote.SEEN.toEvent(context.getCurrentKey(), event.timeMicros()));
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
                reportsWithoutCall.inc(call.session.isEmpty() && !stream.isOfRtcp() ? 1 : 0);
                context.output(REPORTED, stream.result());
            }
            // the media of a call that is up when its capture ends is incomplete
            boolean tells = call.told && !(isOver() && call.isOpen()) && !isToldAgain(call);
            rememberEnd(call);
            if (tells) {
                context.output(
                        NOTES,
                        CallMediaFacts.of(call, oneWayAfter)
                                .toEvent(context.getCurrentKey(), timestamp * 1000));
            }
            calls.clear();
            return;
        }
        store(call);
    }

    private void rememberEnd(RtcpState call) {
        if (!isEvicted()) {
            call.reported.forEach(s -> ended(s.what(), s.startedAt, s.endedAt));
            ended(SESSION, call.activeAt, call.activeAt);
        }
    }

    /** Whether another agent has only said again, late, what the call is known by. */
    private boolean isToldAgain(RtcpState call) {
        return call.reported.isEmpty()
                && isOfEnded(SESSION, call.activeAt, maxDuration, ReportedState.SAME_TIME);
    }

    private void apply(RtcpReport report, RtcpState call, Collector<RtcpQuality> out) {
        MediumState medium = call.mediumOf(report);
        boolean assumed = medium == null || medium.clockRate == 0;
        int clockRate = assumed ? DEFAULT_CLOCK : medium.clockRate;
        double jitterMs = report.jitter() * 1000.0 / clockRate;
        if (report.hasBlock() && !Plausibility.isPossible(report, jitterMs)) {
            implausibleReports.inc();
            call.activeAt = Math.max(call.activeAt, report.timeMicros());
            return;
        }
        call.hear(report);
        call.remember(report);
        if (!report.hasBlock()) {
            return;
        }
        if (isAfterEnd(
                report.sourceSsrc(),
                report.source(),
                report.destination(),
                RtcpStreamSummary.RTCP,
                report.timeMicros())) {
            return;
        }
        ReportedState stream = call.streamOf(report);
        if (stream != null && stream.isRepeated(report)) {
            duplicateReports.inc();
            if (!stream.node.equals(report.node())) {
                roundTrip(
                        report, call); // kept as one half: that node's next report gives the other
            }
            return;
        }
        RtcpQuality quality =
                new RtcpQuality(
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
                        jitterMs,
                        report.fractionLost() * 100.0 / 256,
                        report.cumulativeLost(),
                        roundTrip(report, call),
                        RtcpStreamSummary.RTCP,
                        Double.NaN);
        if (stream == null) {
            unsummarizedReports.inc();
        } else {
            stream.add(quality, report);
            stream.direction = call.directionOf(stream);
        }
        out.collect(quality);
    }

    private void apply(QualityReport report, RtcpState call, Collector<RtcpQuality> out) {
        call.activeAt = Math.max(call.activeAt, report.timeMicros());
        if (!report.hasFigures()) {
            return;
        }
        if (!Plausibility.isPossible(report)) {
            implausibleReports.inc();
            return;
        }
        if (isAfterEnd(
                report.ssrc(),
                report.receiver(),
                report.sender(),
                report.origin(),
                report.timeMicros())) {
            return;
        }
        ReportedState stream = call.streamOf(report);
        if (stream != null && stream.isRepeated(report)) {
            duplicateReports.inc();
            return;
        }
        Codec codec = call.session.mediumOf(report.ssrc(), report.receiver(), report.sender());
        String said = report.codec();
        RtcpQuality quality =
                new RtcpQuality(
                        report.timeMicros(),
                        report.node(),
                        report.trunk(),
                        report.callId(),
                        report.receiver(),
                        report.sender(),
                        report.ssrc(),
                        said.isEmpty() && codec != null ? codec.name() : said,
                        codec == null ? DEFAULT_CLOCK : codec.clockRate(),
                        codec == null,
                        report.jitterMs(),
                        report.lossPct(),
                        report.lost(),
                        report.rttMs(),
                        report.origin(),
                        Double.isNaN(report.mos()) ? EModel.mos(report.rFactor()) : report.mos());
        if (stream == null) {
            unsummarizedReports.inc();
        } else {
            stream.add(quality, report);
            stream.direction = call.directionOf(stream);
        }
        out.collect(quality);
    }

    /** Whether it is of a stream whose row is written: then it is counted. */
    private boolean isAfterEnd(
            long ssrc, String reporter, String sender, String origin, long micros) {
        boolean after =
                isOfEnded(
                        ReportedState.what(ssrc, reporter, sender, origin),
                        micros,
                        ReportedState.REPEATED,
                        ReportedState.SAME_TIME);
        reportsAfterEnd.inc(after ? 1 : 0);
        return after;
    }

    /**
     * The round trip from end to end. The block answers a sender report that this node saw pass:
     * that gives the half between node and reporter, and the other half is added.
     */
    private static double roundTrip(RtcpReport report, RtcpState call) {
        if (report.lsr() == 0) {
            return Double.NaN;
        }
        SenderReportState sent = call.sent(report);
        if (sent != null) {
            return call.whole(report, RoundTrip.since(sent.at, report));
        }
        return call.hears(report.node(), report.sourceSsrc())
                ? Double.NaN
                : RoundTrip.byClock(report);
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
