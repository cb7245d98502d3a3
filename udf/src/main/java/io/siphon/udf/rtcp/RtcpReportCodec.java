package io.siphon.udf.rtcp;

import io.siphon.udf.edge.EdgeCodec;
import io.siphon.udf.edge.EdgeType;
import io.siphon.udf.edge.RecordBuffer;

/** Serializes {@link RtcpReport}s for the exchange before {@link RtcpTracker}. */
public final class RtcpReportCodec implements EdgeCodec<RtcpReport> {

    private static final long serialVersionUID = 1;

    public static final EdgeType<RtcpReport> TYPE =
            EdgeType.of(RtcpReport.class, new RtcpReportCodec());

    @Override
    public void write(RtcpReport r, RecordBuffer to) {
        to.number(r.timeMicros());
        to.text(r.node());
        to.text(r.source());
        to.text(r.destination());
        to.text(r.trunk());
        to.text(r.callId());
        to.integer(r.packetType());
        to.number(r.senderSsrc());
        to.number(r.ntpMiddle());
        to.number(r.senderPackets());
        to.number(r.senderOctets());
        to.flag(r.hasBlock());
        to.number(r.sourceSsrc());
        to.integer(r.fractionLost());
        to.integer(r.cumulativeLost());
        to.number(r.highestSequence());
        to.number(r.jitter());
        to.number(r.lsr());
        to.number(r.dlsr());
        to.number(r.clockOffset());
    }

    /** 0.1 wrote no offset. */
    @Override
    public RtcpReport read(RecordBuffer from) {
        return new RtcpReport(
                from.number(),
                from.recurring(),
                from.recurring(),
                from.recurring(),
                from.recurring(),
                from.text(),
                from.integer(),
                from.number(),
                from.number(),
                from.number(),
                from.number(),
                from.flag(),
                from.number(),
                from.integer(),
                from.integer(),
                from.number(),
                from.number(),
                from.number(),
                from.number(),
                from.hasMore() ? from.number() : 0);
    }
}
