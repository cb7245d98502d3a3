package io.siphon.udf.rtcp;

import io.siphon.udf.edge.EdgeCodec;
import io.siphon.udf.edge.RecordBuffer;

/** {@link RtcpState}s in state. */
final class RtcpStateCodec implements EdgeCodec<RtcpState> {

    private static final long serialVersionUID = 1;

    /** Components that are added later follow under another number. */
    private static final int VERSION = 1;

    /** As 0.1 wrote them: without the time of the end. */
    private static final int VERSION_0_1 = 0;

    @Override
    public void write(RtcpState call, RecordBuffer to) {
        to.integer(VERSION);
        to.number(call.timer);
        to.number(call.activeAt);
        to.flag(call.up);
        to.flag(call.failed);
        to.flag(call.ended);
        to.time(call.overAt, call.activeAt);
        to.integer(call.media.size());
        for (MediumState medium : call.media) {
            to.text(medium.ip);
            to.integer(medium.port);
            to.integer(medium.rtcpPort);
            to.flag(medium.audio);
            to.text(medium.codec);
            to.integer(medium.clockRate);
            to.text(medium.branch);
            to.integer(medium.line);
            to.flag(medium.agreed);
        }
        to.integer(call.reports.size());
        for (SenderReportState report : call.reports) {
            to.text(report.node);
            to.number(report.ntpMiddle);
            to.time(report.at, call.activeAt);
        }
        to.integer(call.reported.size());
        call.reported.forEach(stream -> write(stream, to));
    }

    @Override
    public RtcpState read(RecordBuffer from) {
        int version = from.integer();
        if (version != VERSION && version != VERSION_0_1) {
            throw new IllegalStateException("reports of a later version: " + version);
        }
        RtcpState call = new RtcpState();
        call.timer = from.number();
        call.activeAt = from.number();
        call.up = from.flag();
        call.failed = from.flag();
        call.ended = from.flag();
        call.overAt = version == VERSION_0_1 ? 0 : from.time(call.activeAt);
        for (int i = from.integer(); i > 0; i--) {
            MediumState medium = new MediumState();
            medium.ip = from.recurring();
            medium.port = from.integer();
            medium.rtcpPort = from.integer();
            medium.audio = from.flag();
            medium.codec = from.recurring();
            medium.clockRate = from.integer();
            medium.branch = from.text();
            medium.line = from.integer();
            medium.agreed = from.flag();
            call.media.add(medium);
        }
        for (int i = from.integer(); i > 0; i--) {
            SenderReportState report = new SenderReportState();
            report.node = from.recurring();
            report.ntpMiddle = from.number();
            report.at = from.time(call.activeAt);
            call.reports.add(report);
        }
        for (int i = from.integer(); i > 0; i--) {
            call.reported.add(readStream(from));
        }
        return call;
    }

    private static void write(ReportedState stream, RecordBuffer to) {
        to.text(stream.callId);
        to.text(stream.reporter);
        to.text(stream.sender);
        to.text(stream.node);
        to.text(stream.trunk);
        to.text(stream.codec);
        to.number(stream.ssrc);
        to.number(stream.startedAt);
        to.time(stream.endedAt, stream.startedAt);
        to.integer(stream.reports);
        to.integer(stream.lost);
        to.real(stream.lossSum);
        to.real(stream.lossMax);
        to.real(stream.jitterSum);
        to.real(stream.jitterMax);
        to.integer(stream.roundTrips);
        to.real(stream.rttSum);
        to.real(stream.rttMax);
        to.integer(stream.scores);
        to.real(stream.mosSum);
        to.real(stream.mosMin);
        to.number(stream.lastBlock);
    }

    private static ReportedState readStream(RecordBuffer from) {
        ReportedState stream = new ReportedState();
        stream.callId = from.text();
        stream.reporter = from.recurring();
        stream.sender = from.recurring();
        stream.node = from.recurring();
        stream.trunk = from.recurring();
        stream.codec = from.recurring();
        stream.ssrc = from.number();
        stream.startedAt = from.number();
        stream.endedAt = from.time(stream.startedAt);
        stream.reports = from.integer();
        stream.lost = from.integer();
        stream.lossSum = from.real();
        stream.lossMax = from.real();
        stream.jitterSum = from.real();
        stream.jitterMax = from.real();
        stream.roundTrips = from.integer();
        stream.rttSum = from.real();
        stream.rttMax = from.real();
        stream.scores = from.integer();
        stream.mosSum = from.real();
        stream.mosMin = from.real();
        stream.lastBlock = from.number();
        return stream;
    }
}
