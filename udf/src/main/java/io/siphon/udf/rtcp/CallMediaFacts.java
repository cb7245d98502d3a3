package io.siphon.udf.rtcp;

import io.siphon.schema.MediaFigures;
import io.siphon.schema.RtcpStreamSummary;
import io.siphon.schema.RtpStream;
import io.siphon.udf.call.MediaNote;
import io.siphon.udf.emodel.EModel;

import java.util.List;

/** Puts together what is known of a call's media when its streams are over. */
final class CallMediaFacts {

    /** Those that measured the most first. */
    private static final List<String> ORIGINS =
            List.of(
                    RtcpStreamSummary.RTCP,
                    RtcpStreamSummary.XR,
                    RtcpStreamSummary.VQ,
                    RtcpStreamSummary.RTPAGENT,
                    RtcpStreamSummary.HORACLIFIX,
                    RtcpStreamSummary.HEADER);

    private static final int CODECS_WIDTH = 200;

    private CallMediaFacts() {}

    static MediaNote of(RtcpState call, long oneWayAfter) {
        return new MediaNote(
                true,
                oneWayAfter,
                call.heldAt,
                isUnreachable(call),
                way(call, RtpStream.FROM_CALLER, call.fromCaller),
                way(call, RtpStream.FROM_CALLEE, call.fromCallee));
    }

    private static MediaNote.Way way(RtcpState call, String direction, WayState told) {
        long first = 0;
        long last = 0;
        StringBuilder codecs = new StringBuilder();
        for (SeenStreamState stream : call.seen) {
            if (stream.direction.equals(direction)) {
                first = first == 0 ? stream.startedAt : Math.min(first, stream.startedAt);
                last = Math.max(last, stream.lastAt);
                if (codecs.length() + stream.codec.length() < CODECS_WIDTH
                        && !stream.codec.isEmpty()) {
                    codecs.append(codecs.length() == 0 ? "" : ">").append(stream.codec);
                }
            }
        }
        return new MediaNote.Way(
                figures(call, direction),
                first,
                last,
                told.reported,
                told.unheard,
                codecs.toString());
    }

    private static MediaFigures figures(RtcpState call, String direction) {
        FiguresSum seen = new FiguresSum(MediaFigures.RTP);
        for (SeenStreamState stream : call.seen) {
            if (stream.direction.equals(direction) && !stream.isCompanion()) {
                double mos = mos(call, stream);
                seen.add(
                        mos,
                        mos,
                        stream.lossPct,
                        stream.lossPct,
                        stream.jitterMaxMs,
                        stream.jitterMeanMs);
            }
        }
        if (!seen.isEmpty()) {
            return seen.result();
        }
        for (String origin : ORIGINS) {
            FiguresSum reported = new FiguresSum(origin);
            for (ReportedState state : call.reported) {
                if (state.origin.equals(origin) && state.direction.equals(direction)) {
                    RtcpStreamSummary stream = state.result();
                    reported.add(
                            stream.mosMin(),
                            stream.mosMean(),
                            stream.lossMaxPct(),
                            stream.lossMeanPct(),
                            stream.jitterMaxMs(),
                            stream.jitterMeanMs());
                }
            }
            if (!reported.isEmpty()) {
                return reported.result();
            }
        }
        return MediaFigures.NONE;
    }

    /** With the round trips that RTCP reports of it, as its row of table streams has it. */
    private static double mos(RtcpState call, SeenStreamState stream) {
        double sum = 0;
        int count = 0;
        for (ReportedState reported : call.reported) {
            if (reported.isOfRtcp() && reported.ssrc == stream.ssrc) {
                sum += reported.rttSum;
                count += reported.roundTrips;
            }
        }
        return count == 0 || Double.isNaN(stream.rFactor)
                ? stream.mos
                : EModel.mos(EModel.withRoundTrip(stream.rFactor, sum / count));
    }

    /** Behind NAT media comes from a public address, and goes back there. */
    private static boolean isUnreachable(RtcpState call) {
        for (SeenStreamState stream : call.seen) {
            String to = PrivateAddress.host(stream.destination);
            boolean inward =
                    PrivateAddress.is(to) && !PrivateAddress.is(PrivateAddress.host(stream.source));
            if (inward
                    && call.seen.stream()
                            .noneMatch(other -> PrivateAddress.host(other.source).equals(to))) {
                return true;
            }
        }
        return false;
    }
}
