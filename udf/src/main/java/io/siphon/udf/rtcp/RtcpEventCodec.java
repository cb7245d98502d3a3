package io.siphon.udf.rtcp;

import io.siphon.udf.edge.EdgeCodec;
import io.siphon.udf.edge.EdgeType;
import io.siphon.udf.edge.RecordBuffer;
import io.siphon.udf.report.QualityReportCodec;
import io.siphon.udf.session.SessionEventCodec;

/** {@link RtcpEvent}s on their way to their {@link RtcpTracker}. */
public final class RtcpEventCodec implements EdgeCodec<RtcpEvent> {

    private static final long serialVersionUID = 1;

    public static final EdgeType<RtcpEvent> TYPE =
            EdgeType.of(RtcpEvent.class, new RtcpEventCodec());

    private static final int REPORT = 0;

    /** Only read: 0.1 wrote it. */
    private static final int MEDIA_0_1 = 1;

    private static final int SIGNAL = 2;
    private static final int IDENTIFIED = 3;
    private static final int QUALITY = 4;

    /** Only read: without an R factor. */
    private static final int SEEN_UNRATED = 5;

    private static final int SOCKETS = 6;
    private static final int SEEN = 7;

    private final MediaEventCodec media = new MediaEventCodec();
    private final SessionEventCodec signals = new SessionEventCodec();
    private final RtcpReportCodec reports = new RtcpReportCodec();
    private final QualityReportCodec qualities = new QualityReportCodec();

    @Override
    public void write(RtcpEvent event, RecordBuffer to) {
        if (event instanceof RtcpReport report) {
            to.octet(REPORT);
            reports.write(report, to);
        } else if (event instanceof SessionSignal signal) {
            to.octet(SIGNAL);
            signals.write(signal.event(), to);
        } else if (event instanceof IdentifiedStream stream) {
            to.octet(IDENTIFIED);
            to.number(stream.timeMicros());
            to.text(stream.callId());
            to.number(stream.ssrc());
            to.text(stream.codec());
            to.integer(stream.clockRate());
        } else if (event instanceof ReportedQuality quality) {
            to.octet(QUALITY);
            qualities.write(quality.report(), to);
        } else if (event instanceof SeenStream stream) {
            to.octet(SEEN);
            write(stream, to);
        } else if (event instanceof SocketsOfCall sockets) {
            to.octet(SOCKETS);
            to.number(sockets.timeMicros());
            to.text(sockets.sockets());
            to.text(sockets.callId());
            to.number(sockets.since());
            to.flag(sockets.second());
        } else {
            to.octet(MEDIA_0_1);
            media.write((MediaEvent) event, to);
        }
    }

    @Override
    public RtcpEvent read(RecordBuffer from) {
        int kind = from.octet();
        return switch (kind) {
            case REPORT -> reports.read(from);
            case MEDIA_0_1 -> media.read(from);
            case SIGNAL -> new SessionSignal(signals.read(from));
            case IDENTIFIED ->
                    new IdentifiedStream(
                            from.number(),
                            from.text(),
                            from.number(),
                            from.recurring(),
                            from.integer());
            case SEEN_UNRATED -> readSeen(from, false);
            case SEEN -> readSeen(from, true);
            case QUALITY -> new ReportedQuality(qualities.read(from));
            case SOCKETS ->
                    new SocketsOfCall(
                            from.number(), from.text(), from.text(), from.number(), from.flag());
            default -> throw new IllegalStateException("events of a later version: " + kind);
        };
    }

    private static void write(SeenStream stream, RecordBuffer to) {
        to.number(stream.timeMicros());
        to.text(stream.callId());
        to.text(stream.direction());
        to.text(stream.source());
        to.text(stream.destination());
        to.number(stream.ssrc());
        to.flag(stream.ended());
        to.number(stream.startedAt());
        to.number(stream.lastAt());
        to.text(stream.codec());
        to.real(stream.mos());
        to.real(stream.lossPct());
        to.real(stream.jitterMeanMs());
        to.real(stream.jitterMaxMs());
        to.real(stream.rFactor());
    }

    private static SeenStream readSeen(RecordBuffer from, boolean rated) {
        return new SeenStream(
                from.number(),
                from.text(),
                from.recurring(),
                from.recurring(),
                from.recurring(),
                from.number(),
                from.flag(),
                from.number(),
                from.number(),
                from.recurring(),
                from.real(),
                from.real(),
                from.real(),
                from.real(),
                rated ? from.real() : Double.NaN);
    }
}
