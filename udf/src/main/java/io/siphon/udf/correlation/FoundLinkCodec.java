package io.siphon.udf.correlation;

import io.siphon.schema.LinkReason;
import io.siphon.schema.LinkState;
import io.siphon.udf.edge.EdgeCodec;
import io.siphon.udf.edge.EdgeType;
import io.siphon.udf.edge.RecordBuffer;

/** Serializes {@link FoundLink}s for the exchange before {@link Conversations}. */
public final class FoundLinkCodec implements EdgeCodec<FoundLink> {

    private static final long serialVersionUID = 1;

    public static final EdgeType<FoundLink> TYPE =
            EdgeType.of(FoundLink.class, new FoundLinkCodec());

    private static final int LINK = 0;
    private static final int OVER = 1;
    private static final int FAILURE = 2;

    /** Most are ends of calls, of which nothing else is said. */
    @Override
    public void write(FoundLink link, RecordBuffer to) {
        to.octet(link.isFailure() ? FAILURE : link.over() ? OVER : LINK);
        to.number(link.timeMicros());
        write(link.first(), to);
        if (!link.over()) {
            write(link.second(), to);
            to.text(link.reason().name());
            to.text(link.evidence());
            to.real(link.score());
            to.text(link.state().name());
        }
    }

    static void write(LegId id, RecordBuffer to) {
        to.text(id.callId());
        to.number(id.startedAt());
        to.number(id.clockOffset());
    }

    @Override
    public FoundLink read(RecordBuffer from) {
        int kind = from.octet();
        long time = from.number();
        LegId first = readId(from);
        if (kind != LINK) {
            return kind == OVER ? FoundLink.end(first, time) : FoundLink.failed(first, time);
        }
        return new FoundLink(
                false,
                first,
                readId(from),
                LinkReason.valueOf(from.recurring()),
                from.text(),
                from.real(),
                LinkState.valueOf(from.recurring()),
                time);
    }

    static LegId readId(RecordBuffer from) {
        return new LegId(from.text(), from.number(), from.number());
    }
}
