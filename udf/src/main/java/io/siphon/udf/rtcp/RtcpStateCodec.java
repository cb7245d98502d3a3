package io.siphon.udf.rtcp;

import io.siphon.udf.edge.EdgeCodec;
import io.siphon.udf.edge.RecordBuffer;
import io.siphon.udf.session.SessionStateCodec;

/** Serializes {@link RtcpState}s in state. */
final class RtcpStateCodec implements EdgeCodec<RtcpState> {

    private static final long serialVersionUID = 1;

    /** Components that are added later follow under another number. */
    private static final int VERSION = 6;

    /** Without R factors of streams on the wire. */
    private static final int VERSION_5 = 5;

    /** Without the node of a stream's last report. */
    private static final int VERSION_4 = 4;

    /** Without offsets of clocks. */
    private static final int VERSION_3 = 3;

    /** Without origins of reports. */
    private static final int VERSION_2 = 2;

    /** With sockets in place of a session, without halves of round trips, one block a stream. */
    private static final int VERSION_1 = 1;

    /** As 0.1 wrote them: without the time of the end. */
    private static final int VERSION_0_1 = 0;

    private final SessionStateCodec sessions = new SessionStateCodec();

    @Override
    public void write(RtcpState call, RecordBuffer to) {
        to.integer(VERSION);
        to.number(call.timer);
        to.number(call.activeAt);
        to.flag(call.up);
        to.flag(call.failed);
        to.flag(call.ended);
        to.time(call.overAt, call.activeAt);
        sessions.write(call.session, to);
        to.integer(call.reports.size());
        for (SenderReportState report : call.reports) {
            to.text(report.node);
            to.number(report.ntpMiddle);
            to.number(report.ssrc);
            to.integer(report.hop);
            to.time(report.at, call.activeAt);
        }
        to.integer(call.reported.size());
        call.reported.forEach(stream -> write(stream, to));
        to.integer(call.halves.size());
        call.halves.forEach(half -> write(half, to));
        to.integer(call.seen.size());
        call.seen.forEach(stream -> write(stream, to));
        write(call.fromCaller, to);
        write(call.fromCallee, to);
        to.number(call.heldAt);
        to.flag(call.told);
    }

    @Override
    public RtcpState read(RecordBuffer from) {
        int version = from.integer();
        if (version < VERSION_0_1 || version > VERSION) {
            throw new IllegalStateException("reports of a later version: " + version);
        }
        RtcpState call = new RtcpState();
        call.timer = from.number();
        call.activeAt = from.number();
        call.up = from.flag();
        call.failed = from.flag();
        call.ended = from.flag();
        call.overAt = version == VERSION_0_1 ? 0 : from.time(call.activeAt);
        if (version > VERSION_1) {
            call.session = sessions.read(from);
        } else {
            readMedia(call, from);
        }
        for (int i = from.integer(); i > 0; i--) {
            SenderReportState report = new SenderReportState();
            report.node = from.recurring();
            report.ntpMiddle = from.number();
            report.ssrc = version < VERSION_2 ? -1 : from.number();
            report.hop = version < VERSION_2 ? 0 : from.integer();
            report.at = from.time(call.activeAt);
            call.reports.add(report);
        }
        for (int i = from.integer(); i > 0; i--) {
            call.reported.add(readStream(from, version));
        }
        for (int i = version < VERSION_2 ? 0 : from.integer(); i > 0; i--) {
            call.halves.add(readHalf(from));
        }
        if (version > VERSION_2) {
            for (int i = from.integer(); i > 0; i--) {
                call.seen.add(readSeen(from, version));
            }
            call.fromCaller = readWay(from);
            call.fromCallee = readWay(from);
            call.heldAt = from.number();
            call.told = from.flag();
        }
        return call;
    }

    private static void readMedia(RtcpState call, RecordBuffer from) {
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
        call.migrate();
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
        to.integer(stream.seen.size());
        for (SeenBlockState block : stream.seen) {
            to.number(block.hash);
            to.time(block.at, stream.startedAt);
        }
        to.text(stream.origin);
        to.text(stream.direction);
        to.text(stream.receiverTag);
        to.flag(stream.own);
        to.integer(stream.losses);
        to.integer(stream.jitters);
        to.number(stream.clockOffset);
        to.integer(stream.lastNode);
    }

    private static void write(HalfTripState half, RecordBuffer to) {
        to.text(half.node);
        to.text(half.reporter);
        to.text(half.peer);
        to.number(half.reporterSsrc);
        to.number(half.sourceSsrc);
        to.real(half.ms);
    }

    private static void write(WayState way, RecordBuffer to) {
        to.flag(way.reported);
        to.integer(way.unheard);
    }

    private static WayState readWay(RecordBuffer from) {
        WayState way = new WayState();
        way.reported = from.flag();
        way.unheard = from.integer();
        return way;
    }

    private static void write(SeenStreamState stream, RecordBuffer to) {
        to.text(stream.direction);
        to.text(stream.source);
        to.text(stream.destination);
        to.number(stream.ssrc);
        to.number(stream.startedAt);
        to.number(stream.lastAt);
        to.text(stream.codec);
        to.real(stream.mos);
        to.real(stream.lossPct);
        to.real(stream.jitterMeanMs);
        to.real(stream.jitterMaxMs);
        to.real(stream.rFactor);
    }

    private static SeenStreamState readSeen(RecordBuffer from, int version) {
        SeenStreamState stream = new SeenStreamState();
        stream.direction = from.recurring();
        stream.source = from.recurring();
        stream.destination = from.recurring();
        stream.ssrc = from.number();
        stream.startedAt = from.number();
        stream.lastAt = from.number();
        stream.codec = from.recurring();
        stream.mos = from.real();
        stream.lossPct = from.real();
        stream.jitterMeanMs = from.real();
        stream.jitterMaxMs = from.real();
        stream.rFactor = version > VERSION_5 ? from.real() : Double.NaN;
        return stream;
    }

    private static HalfTripState readHalf(RecordBuffer from) {
        HalfTripState half = new HalfTripState();
        half.node = from.recurring();
        half.reporter = from.recurring();
        half.peer = from.recurring();
        half.reporterSsrc = from.number();
        half.sourceSsrc = from.number();
        half.ms = from.real();
        return half;
    }

    private static ReportedState readStream(RecordBuffer from, int version) {
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
        for (int i = version < VERSION_2 ? 1 : from.integer(); i > 0; i--) {
            SeenBlockState block = new SeenBlockState();
            block.hash = from.number();
            block.at = version < VERSION_2 ? stream.endedAt : from.time(stream.startedAt);
            stream.seen.add(block);
        }
        if (version < VERSION_3) {
            stream.migrate();
            return stream;
        }
        stream.origin = from.recurring();
        stream.direction = from.recurring();
        stream.receiverTag = from.text();
        stream.own = from.flag();
        stream.losses = from.integer();
        stream.jitters = from.integer();
        stream.clockOffset = version >= VERSION_4 ? from.number() : 0;
        stream.lastNode = version >= VERSION_5 ? from.integer() : 0;
        return stream;
    }
}
