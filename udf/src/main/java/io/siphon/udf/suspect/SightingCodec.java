package io.siphon.udf.suspect;

import io.siphon.udf.edge.EdgeCodec;
import io.siphon.udf.edge.EdgeType;
import io.siphon.udf.edge.RecordBuffer;

/** Serializes {@link Sighting}s for the exchange before {@link SubjectFunction}. */
public final class SightingCodec implements EdgeCodec<Sighting> {

    private static final long serialVersionUID = 1;

    public static final EdgeType<Sighting> TYPE = EdgeType.of(Sighting.class, new SightingCodec());

    @Override
    public void write(Sighting s, RecordBuffer to) {
        to.text(s.key());
        to.number(s.timeMicros());
        to.integer(s.kind());
        to.text(s.node());
        to.text(s.source());
        to.number(s.item());
        to.text(s.example());
        to.number(s.number());
    }

    @Override
    public Sighting read(RecordBuffer from) {
        return new Sighting(
                from.text(),
                from.number(),
                from.integer(),
                from.recurring(),
                from.recurring(),
                from.number(),
                from.text(),
                from.number());
    }
}
