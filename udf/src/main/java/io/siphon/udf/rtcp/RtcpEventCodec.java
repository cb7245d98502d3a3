package io.siphon.udf.rtcp;

import io.siphon.udf.edge.EdgeCodec;
import io.siphon.udf.edge.EdgeType;
import io.siphon.udf.edge.RecordBuffer;

/** {@link MediaEvent}s and {@link RtcpReport}s on their way to their {@link RtcpTracker}. */
public final class RtcpEventCodec implements EdgeCodec<RtcpEvent> {

    private static final long serialVersionUID = 1;

    public static final EdgeType<RtcpEvent> TYPE =
            EdgeType.of(RtcpEvent.class, new RtcpEventCodec());

    private final MediaEventCodec media = new MediaEventCodec();
    private final RtcpReportCodec reports = new RtcpReportCodec();

    @Override
    public void write(RtcpEvent event, RecordBuffer to) {
        to.flag(event instanceof MediaEvent);
        if (event instanceof MediaEvent signalled) {
            media.write(signalled, to);
        } else {
            reports.write((RtcpReport) event, to);
        }
    }

    @Override
    public RtcpEvent read(RecordBuffer from) {
        return from.flag() ? media.read(from) : reports.read(from);
    }
}
