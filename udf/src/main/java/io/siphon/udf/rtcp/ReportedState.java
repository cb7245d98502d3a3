package io.siphon.udf.rtcp;

import io.siphon.udf.emodel.EModel;

/** State: what the reports of one reporter about one stream have come to. */
public class ReportedState {

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

    boolean isOf(RtcpQuality quality) {
        return ssrc == quality.sourceSsrc()
                && reporter.equals(quality.source())
                && sender.equals(quality.destination())
                && node.equals(quality.node());
    }

    void add(RtcpQuality quality) {
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
    }

    ReportedStream result() {
        return new ReportedStream(
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
                scores == 0 ? Double.NaN : mosMin);
    }
}
