package io.siphon.udf.correlation;

import io.siphon.schema.LinkReason;
import io.siphon.udf.edge.EdgeCodec;
import io.siphon.udf.edge.EdgeType;
import io.siphon.udf.edge.RecordBuffer;

import java.util.ArrayList;
import java.util.List;

/** Serializes {@link LegEvent}s for the exchange before {@link LegTracker}. */
public final class LegEventCodec implements EdgeCodec<LegEvent> {

    private static final long serialVersionUID = 1;

    public static final EdgeType<LegEvent> TYPE = EdgeType.of(LegEvent.class, new LegEventCodec());

    @Override
    public void write(LegEvent e, RecordBuffer to) {
        to.text(e.callId());
        to.number(e.timeMicros());
        to.octet(e.step().ordinal());
        to.integer(e.status());
        to.number(e.cseq());
        to.integer(e.fromTag());
        to.integer(e.toTag());
        to.text(e.source());
        to.text(e.destination());
        to.number(e.clockOffset());
        to.integer(e.identifiers().size());
        for (Identifier identifier : e.identifiers()) {
            to.text(identifier.reason().name());
            to.text(identifier.value());
            to.octet(LegMarkCodec.hundredths(identifier.score()));
        }
    }

    @Override
    public LegEvent read(RecordBuffer from) {
        return new LegEvent(
                from.text(),
                from.number(),
                LegStep.of(from.octet()),
                from.integer(),
                from.number(),
                from.integer(),
                from.integer(),
                from.recurring(),
                from.recurring(),
                from.number(),
                identifiers(from));
    }

    private static List<Identifier> identifiers(RecordBuffer from) {
        int count = from.integer();
        if (count == 0) {
            return List.of();
        }
        List<Identifier> identifiers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            identifiers.add(
                    new Identifier(
                            LinkReason.valueOf(from.recurring()),
                            from.text(),
                            from.octet() / 100.0));
        }
        return identifiers;
    }
}
