package io.siphon.udf.correlation;

import io.siphon.udf.edge.EdgeCodec;
import io.siphon.udf.edge.EdgeType;
import io.siphon.udf.edge.RecordBuffer;

/** Serializes {@link LegMark}s for the exchange before {@link LinkFinder}. */
public final class LegMarkCodec implements EdgeCodec<LegMark> {

    private static final long serialVersionUID = 1;

    public static final EdgeType<LegMark> TYPE = EdgeType.of(LegMark.class, new LegMarkCodec());

    @Override
    public void write(LegMark m, RecordBuffer to) {
        to.text(m.key());
        to.number(m.timeMicros());
        to.octet(m.step().ordinal());
        to.text(m.reason());
        to.octet(hundredths(m.score()));
        to.integer(m.status());
        to.text(m.callId());
        to.number(m.startedAt());
        to.number(m.clockOffset());
        to.text(m.source());
        to.text(m.destination());
    }

    static int hundredths(double score) {
        return (int) Math.round(100 * score);
    }

    @Override
    public LegMark read(RecordBuffer from) {
        return new LegMark(
                from.text(),
                from.number(),
                LegStep.of(from.octet()),
                from.recurring(),
                from.octet() / 100.0,
                from.integer(),
                from.text(),
                from.number(),
                from.number(),
                from.recurring(),
                from.recurring());
    }
}
