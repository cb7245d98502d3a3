package io.siphon.udf.rtcp;

import io.siphon.schema.RtcpStreamSummary;
import io.siphon.udf.emodel.EModel;

/** State: what the reports of one reporter about one stream have come to. */
public class ReportedState {

    /** Reports of one reporter are seconds apart, captures of one report milliseconds; µs. */
    private static final long SAME_TIME = 1_000_000;

    public String callId = "";
    public String reporter = "";
    public String sender = "";
    public String node = "";
    public String trunk = "";
    public String codec = "";
    public long ssrc;
    public long startedAt;
    public long endedAt;
    public int reports;
    public int lost;
    public double lossSum;
    public double lossMax;
    public double jitterSum;
    public double jitterMax;
    public int roundTrips;
    public double rttSum;
    public double rttMax;
    public int scores;
    public double mosSum;
    public double mosMin;

    /** {@link RtcpReport#blockHash} of the last report. */
    public long lastBlock;

    public ReportedState() {}

    static ReportedState of(RtcpQuality quality) {
        ReportedState stream = new ReportedState();
        stream.callId = quality.callId();
        stream.reporter = quality.source();
        stream.sender = quality.destination();
        stream.node = quality.node();
        stream.trunk = quality.trunk();
        stream.ssrc = quality.sourceSsrc();
        stream.startedAt = quality.timeMicros();
        return stream;
    }

    /**
     * Whether a report is about this stream, whoever captured it. One socket may have another
     * address: that of an agent which reports its own sockets, and is bound to all addresses.
     */
    boolean isOf(RtcpQuality quality) {
        return ssrc == quality.sourceSsrc() && isHop(quality.source(), quality.destination());
    }

    private boolean isHop(String from, String to) {
        boolean sameReporter = reporter.equals(from);
        boolean sameSender = sender.equals(to);
        return sameReporter && sameSender
                || sameReporter && port(sender).equals(port(to))
                || sameSender && port(reporter).equals(port(from));
    }

    /** Characters of its identifiers. */
    int size() {
        return callId.length()
                + reporter.length()
                + sender.length()
                + node.length()
                + trunk.length();
    }

    private static String port(String socket) {
        return socket.substring(socket.lastIndexOf(':') + 1);
    }

    /**
     * Adds a report, unless it is the last one again: on the wire and from an agent, or from two
     * agents.
     *
     * @param block its {@link RtcpReport#blockHash}
     */
    boolean add(RtcpQuality quality, long block) {
        if (reports > 0
                && block == lastBlock
                && Math.abs(quality.timeMicros() - endedAt) <= SAME_TIME) {
            return false;
        }
        lastBlock = block;
        codec = quality.codec();
        endedAt = Math.max(endedAt, quality.timeMicros());
        reports++;
        lost = quality.cumulativeLost();
        lossSum += quality.lossPct();
        lossMax = Math.max(lossMax, quality.lossPct());
        jitterSum += quality.jitterMs();
        jitterMax = Math.max(jitterMax, quality.jitterMs());
        if (!Double.isNaN(quality.rttMs())) {
            roundTrips++;
            rttSum += quality.rttMs();
            rttMax = Math.max(rttMax, quality.rttMs());
        }
        double mos = EModel.mos(EModel.rFactor(codec, quality.lossPct(), 1, quality.rttMs()));
        if (!Double.isNaN(mos)) {
            mosMin = scores == 0 ? mos : Math.min(mosMin, mos);
            mosSum += mos;
            scores++;
        }
        return true;
    }

    RtcpStreamSummary result() {
        return new RtcpStreamSummary(
                callId,
                reporter,
                sender,
                node,
                trunk,
                ssrc,
                codec,
                startedAt,
                endedAt,
                reports,
                lost,
                lossSum / reports,
                lossMax,
                jitterSum / reports,
                jitterMax,
                rttSum / roundTrips,
                roundTrips == 0 ? Double.NaN : rttMax,
                mosSum / scores,
                scores == 0 ? Double.NaN : mosMin,
                roundTrips,
                scores);
    }
}
