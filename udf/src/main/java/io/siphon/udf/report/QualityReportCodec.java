package io.siphon.udf.report;

import io.siphon.udf.edge.EdgeCodec;
import io.siphon.udf.edge.EdgeType;
import io.siphon.udf.edge.RecordBuffer;

/** Serializes {@link QualityReport}s. */
public final class QualityReportCodec implements EdgeCodec<QualityReport> {

    private static final long serialVersionUID = 1;

    public static final EdgeType<QualityReport> TYPE =
            EdgeType.of(QualityReport.class, new QualityReportCodec());

    @Override
    public void write(QualityReport r, RecordBuffer to) {
        to.number(r.timeMicros());
        to.text(r.node());
        to.text(r.trunk());
        to.text(r.callId());
        to.text(r.origin());
        to.text(r.receiver());
        to.text(r.sender());
        to.text(r.receiverTag());
        to.text(r.senderTag());
        to.flag(r.own());
        to.number(r.ssrc());
        to.text(r.codec());
        to.real(r.lossPct());
        to.real(r.lossMaxPct());
        to.integer(r.lost());
        to.real(r.jitterMs());
        to.real(r.jitterMaxMs());
        to.real(r.rttMs());
        to.real(r.mos());
        to.real(r.mosMin());
        to.real(r.rFactor());
        to.flag(r.whole());
        to.number(r.clockOffset());
    }

    @Override
    public QualityReport read(RecordBuffer from) {
        return new QualityReport(
                from.number(),
                from.recurring(),
                from.recurring(),
                from.text(),
                from.recurring(),
                from.recurring(),
                from.recurring(),
                from.text(),
                from.text(),
                from.flag(),
                from.number(),
                from.recurring(),
                from.real(),
                from.real(),
                from.integer(),
                from.real(),
                from.real(),
                from.real(),
                from.real(),
                from.real(),
                from.real(),
                from.flag(),
                from.hasMore() ? from.number() : 0);
    }
}
