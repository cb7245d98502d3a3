package io.siphon.udf.rtcp;

import io.siphon.udf.edge.EdgeCodec;
import io.siphon.udf.edge.EdgeType;
import io.siphon.udf.edge.RecordBuffer;

/** Serializes {@link MediaEvent}s for the exchange before {@link RtcpTracker}. */
public final class MediaEventCodec implements EdgeCodec<MediaEvent> {

    private static final long serialVersionUID = 1;

    public static final EdgeType<MediaEvent> TYPE =
            EdgeType.of(MediaEvent.class, new MediaEventCodec());

    @Override
    public void write(MediaEvent e, RecordBuffer to) {
        to.text(e.callId());
        to.number(e.timeMicros());
        to.text(e.branch());
        to.flag(e.answer());
        to.flag(e.up());
        to.flag(e.failed());
        to.flag(e.bye());
        to.integer(e.lines().length);
        for (MediaEvent.Line line : e.lines()) {
            to.text(line.ip());
            to.integer(line.port());
            to.integer(line.rtcpPort());
            to.flag(line.audio());
            to.text(line.codec());
            to.integer(line.clockRate());
        }
    }

    @Override
    public MediaEvent read(RecordBuffer from) {
        return new MediaEvent(
                from.text(),
                from.number(),
                from.text(),
                from.flag(),
                from.flag(),
                from.flag(),
                from.flag(),
                lines(from));
    }

    private static MediaEvent.Line[] lines(RecordBuffer from) {
        MediaEvent.Line[] lines = new MediaEvent.Line[from.integer()];
        for (int i = 0; i < lines.length; i++) {
            lines[i] =
                    new MediaEvent.Line(
                            from.recurring(),
                            from.integer(),
                            from.integer(),
                            from.flag(),
                            from.recurring(),
                            from.integer());
        }
        return lines;
    }
}
