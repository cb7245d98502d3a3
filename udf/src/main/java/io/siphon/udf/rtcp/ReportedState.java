package io.siphon.udf.rtcp;

import io.siphon.schema.RtcpStreamSummary;
import io.siphon.udf.report.QualityReport;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** State: the totals of one reporter's reports about one stream, of one origin. */
public class ReportedState {

    /** Reports of one reporter are seconds apart, captures of one report milliseconds; µs. */
    static final long SAME_TIME = 1_000_000;

    /** How much later a mirror, or an agent elsewhere, repeats one; µs. */
    static final long REPEATED = 30_000_000;

    /** Blocks that a repeated one is looked for among. */
    private static final int SEEN_LIMIT = 4;

    public String callId = "";
    public String reporter = "";
    public String sender = "";
    public String node = "";

    /** Of the agent whose report was counted last, by hash; 0: not known. */
    public int lastNode;

    public String trunk = "";
    public String codec = "";
    public long ssrc;
    public long startedAt;
    public long endedAt;

    /** Of {@link #node}, see {@link RtcpStreamSummary#clockOffset}. */
    public long clockOffset;

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

    /** The last blocks. */
    public List<SeenBlockState> seen = new ArrayList<>();

    /** As {@link RtcpStreamSummary} has them. */
    public String origin = RtcpStreamSummary.RTCP;

    public String direction = "";

    /** Of {@link RtcpStreamSummary#HEADER}: who received the stream; empty elsewhere. */
    public String receiverTag = "";

    /** Whether the receiver of the stream reports it; of reports other than report blocks. */
    public boolean own;

    public int losses;
    public int jitters;

    public ReportedState() {}

    static ReportedState of(RtcpReport report) {
        ReportedState stream = new ReportedState();
        stream.callId = report.callId();
        stream.reporter = report.source();
        stream.sender = report.destination();
        stream.node = report.node();
        stream.trunk = report.trunk();
        stream.ssrc = report.sourceSsrc();
        stream.startedAt = report.timeMicros();
        stream.clockOffset = report.clockOffset();
        return stream;
    }

    static ReportedState of(QualityReport report) {
        ReportedState stream = new ReportedState();
        stream.callId = report.callId();
        stream.reporter = report.receiver();
        stream.sender = report.sender();
        stream.node = report.node();
        stream.trunk = report.trunk();
        stream.ssrc = report.ssrc();
        stream.startedAt = report.timeMicros();
        stream.clockOffset = report.clockOffset();
        stream.origin = report.origin();
        stream.receiverTag = report.receiverTag();
        stream.own = report.own();
        return stream;
    }

    /** Likewise; a header is of the side whose tag it has, at whichever hop it was seen. */
    boolean isOf(QualityReport report) {
        return origin.equals(report.origin())
                && own == report.own()
                && ssrc == report.ssrc()
                && receiverTag.equals(report.receiverTag())
                && (!receiverTag.isEmpty() || isHop(report.receiver(), report.sender()));
    }

    boolean isOfRtcp() {
        return origin.equals(RtcpStreamSummary.RTCP);
    }

    /**
     * Whether a report is about this stream, whoever captured it. One socket may have another
     * address: that of an agent which reports its own sockets, and is bound to all addresses.
     */
    boolean isOf(RtcpReport report) {
        return isOfRtcp()
                && ssrc == report.sourceSsrc()
                && isHop(report.source(), report.destination());
    }

    private boolean isHop(String from, String to) {
        boolean sameReporter = reporter.equals(from);
        boolean sameSender = sender.equals(to);
        return sameReporter && sameSender
                || sameReporter && port(sender).equals(port(to))
                || sameSender && port(reporter).equals(port(from));
    }

    /** 0.1 did not count losses and jitters: each report had both. */
    void migrate() {
        losses = losses == 0 ? reports : losses;
        jitters = jitters == 0 ? reports : jitters;
    }

    /** Characters of its identifiers. */
    int size() {
        return callId.length()
                + reporter.length()
                + sender.length()
                + node.length()
                + trunk.length()
                + receiverTag.length();
    }

    private static String port(String socket) {
        return socket.substring(socket.lastIndexOf(':') + 1);
    }

    /** Adds a report that is not {@link #isRepeated}. */
    void add(RtcpQuality quality, RtcpReport report) {
        remember(report.blockHash(), report.timeMicros());
        if (quality.timeMicros() >= endedAt) {
            lost = quality.cumulativeLost();
        }
        add(quality);
    }

    /**
     * Adds a report that is not {@link #isRepeated}. One of the whole session has the means; the
     * worst stays that of any.
     */
    void add(RtcpQuality quality, QualityReport report) {
        remember(report.contentHash(), report.timeMicros());
        if (report.whole()) {
            forgetMeans(quality);
        }
        lost =
                report.whole() || report.lost() < 0
                        ? Math.max(lost, report.lost())
                        : lost + report.lost();
        add(quality);
        lossMax = worse(lossMax, report.lossMaxPct());
        jitterMax = worse(jitterMax, report.jitterMaxMs());
        mosMin = report.mosMin() < mosMin ? report.mosMin() : mosMin;
    }

    /** Of the figures that a report of the whole has. */
    private void forgetMeans(RtcpQuality whole) {
        if (!Double.isNaN(whole.lossPct())) {
            losses = 0;
            lossSum = 0;
        }
        if (!Double.isNaN(whole.jitterMs())) {
            jitters = 0;
            jitterSum = 0;
        }
        if (!Double.isNaN(whole.rttMs())) {
            roundTrips = 0;
            rttSum = 0;
        }
        if (!Double.isNaN(whole.mos())) {
            scores = 0;
            mosSum = 0;
        }
    }

    private void remember(long hash, long at) {
        if (seen.size() == SEEN_LIMIT) {
            seen.remove(0);
        }
        seen.add(SeenBlockState.of(hash, at));
    }

    private void add(RtcpQuality quality) {
        lastNode = quality.node().hashCode();
        codec = quality.codec().isEmpty() ? codec : quality.codec();
        endedAt = Math.max(endedAt, quality.timeMicros());
        reports++;
        if (!Double.isNaN(quality.lossPct())) {
            losses++;
            lossSum += quality.lossPct();
            lossMax = Math.max(lossMax, quality.lossPct());
        }
        if (!Double.isNaN(quality.jitterMs())) {
            jitters++;
            jitterSum += quality.jitterMs();
            jitterMax = Math.max(jitterMax, quality.jitterMs());
        }
        if (!Double.isNaN(quality.rttMs())) {
            roundTrips++;
            rttSum += quality.rttMs();
            rttMax = Math.max(rttMax, quality.rttMs());
        }
        double mos = quality.mos();
        if (!Double.isNaN(mos)) {
            mosMin = mosMin == 0 ? mos : Math.min(mosMin, mos);
            mosSum += mos;
            scores++;
        }
    }

    private static double worse(double worst, double other) {
        return other > worst ? other : worst;
    }

    /**
     * Whether a report was counted before: on the wire and from an agent, from two agents, or from
     * a mirror. What answers a sender report tells how long ago that was: two such blocks are never
     * the same. Others may be, of a stream that is silent, some seconds apart.
     */
    boolean isRepeated(RtcpReport report) {
        long within = report.lsr() == 0 ? SAME_TIME : REPEATED;
        return isSeen(report.blockHash(), report.timeMicros(), within)
                || isPassed(report.timeMicros(), report.node());
    }

    /** Whether an agent sends late what another has seen of the same time. */
    private boolean isPassed(long at, String by) {
        return lastNode != 0
                && lastNode != by.hashCode()
                && at >= startedAt - SAME_TIME
                && at < endedAt - SAME_TIME;
    }

    /**
     * What tells the stream that a report is of from others of its call, by hash.
     *
     * @param origin see {@link RtcpStreamSummary#origin}
     */
    static int what(long ssrc, String reporter, String sender, String origin) {
        return Objects.hash(ssrc, reporter, sender, origin);
    }

    int what() {
        return what(ssrc, reporter, sender, origin);
    }

    /**
     * Likewise: at another hop, by another agent, or in a request that is sent again. Extended
     * reports are not, and those of a call without faults all say the same.
     */
    boolean isRepeated(QualityReport report) {
        long within = report.origin().equals(RtcpStreamSummary.XR) ? SAME_TIME : REPEATED;
        return isSeen(report.contentHash(), report.timeMicros(), within)
                || isPassed(report.timeMicros(), report.node());
    }

    private boolean isSeen(long hash, long at, long within) {
        for (SeenBlockState block : seen) {
            if (block.hash == hash && Math.abs(at - block.at) <= within) {
                return true;
            }
        }
        return false;
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
                lossSum / losses,
                losses == 0 ? Double.NaN : lossMax,
                jitterSum / jitters,
                jitters == 0 ? Double.NaN : jitterMax,
                rttSum / roundTrips,
                roundTrips == 0 ? Double.NaN : rttMax,
                mosSum / scores,
                scores == 0 ? Double.NaN : mosMin,
                roundTrips,
                scores,
                origin,
                direction,
                clockOffset);
    }
}
