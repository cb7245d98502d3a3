package io.siphon.udf.session;

import io.siphon.udf.edge.EdgeCodec;
import io.siphon.udf.edge.RecordBuffer;
import io.siphon.udf.sdp.Candidate;
import io.siphon.udf.sdp.Codec;

import java.util.List;

/** {@link SessionState}s in state, also as a part of others. */
public final class SessionStateCodec implements EdgeCodec<SessionState> {

    private static final long serialVersionUID = 1;

    /** Components that are added later follow under another number. */
    private static final int VERSION = 0;

    @Override
    public void write(SessionState session, RecordBuffer to) {
        to.integer(VERSION);
        SessionCodecs.write(session.negotiation, to);
        to.integer(session.callers.size());
        session.callers.forEach(to::integer);
        to.integer(session.lines.size());
        session.lines.forEach(line -> write(line, to));
        to.integer(session.ssrcs.size());
        for (SsrcState ssrc : session.ssrcs) {
            to.number(ssrc.ssrc);
            to.text(ssrc.codec);
            to.integer(ssrc.clockRate);
        }
    }

    @Override
    public SessionState read(RecordBuffer from) {
        int version = from.integer();
        if (version != VERSION) {
            throw new IllegalStateException("sessions of a later version: " + version);
        }
        SessionState session = new SessionState();
        SessionCodecs.read(session.negotiation, from);
        for (int i = from.integer(); i > 0; i--) {
            session.callers.add(from.integer());
        }
        for (int i = from.integer(); i > 0; i--) {
            session.lines.add(readLine(from));
        }
        for (int i = from.integer(); i > 0; i--) {
            session.ssrcs.add(SsrcState.of(from.number(), from.recurring(), from.integer()));
        }
        return session;
    }

    private static void write(LineState line, RecordBuffer to) {
        to.integer(line.side);
        to.integer(line.index);
        to.integer(line.branch);
        to.integer(line.dialog);
        to.number(line.cseq);
        to.flag(line.offer);
        to.text(line.ip);
        to.integer(line.port);
        to.text(line.rtcpIp);
        to.integer(line.rtcpPort);
        to.flag(line.audio);
        to.integer(line.bundle);
        to.text(line.codec);
        to.integer(line.clockRate);
        to.flag(line.agreed);
        write(line.codecs, to);
        write(line.peers, to);
        to.integer(line.candidates.size());
        for (Candidate candidate : line.candidates) {
            SessionEventCodec.write(candidate, to);
        }
        to.integer(line.ssrcs.size());
        line.ssrcs.forEach(to::number);
    }

    private static LineState readLine(RecordBuffer from) {
        LineState line = new LineState();
        line.side = from.integer();
        line.index = from.integer();
        line.branch = from.integer();
        line.dialog = from.integer();
        line.cseq = from.number();
        line.offer = from.flag();
        line.ip = from.recurring();
        line.port = from.integer();
        line.rtcpIp = from.recurring();
        line.rtcpPort = from.integer();
        line.audio = from.flag();
        line.bundle = from.integer();
        line.codec = from.recurring();
        line.clockRate = from.integer();
        line.agreed = from.flag();
        read(line.codecs, from);
        read(line.peers, from);
        for (int i = from.integer(); i > 0; i--) {
            line.candidates.add(SessionEventCodec.candidate(from));
        }
        for (int i = from.integer(); i > 0; i--) {
            line.ssrcs.add(from.number());
        }
        return line;
    }

    private static void write(List<Codec> codecs, RecordBuffer to) {
        to.integer(codecs.size());
        codecs.forEach(codec -> SessionEventCodec.write(codec, to));
    }

    private static void read(List<Codec> codecs, RecordBuffer from) {
        for (int i = from.integer(); i > 0; i--) {
            codecs.add(SessionEventCodec.codec(from));
        }
    }
}
