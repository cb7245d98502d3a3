package io.siphon.udf.correlation;

import io.siphon.schema.LinkState;
import io.siphon.udf.edge.EdgeCodec;
import io.siphon.udf.edge.RecordBuffer;

/**
 * Serializes {@link MarksState}s in state, without the Call-IDs that are the key. Their first
 * number is that of the format.
 */
final class MarksStateCodec implements EdgeCodec<MarksState> {

    private static final long serialVersionUID = 1;

    private static final int FORMAT = 1;

    /**
     * Of legs that have more than their identifier: most are of calls that nothing is linked to.
     */
    private static final int FULL = 1;

    /** Its Call-ID is in the key, and is not written. */
    private static final int NAMED = 2;

    private static final int SPENT = 4;

    @Override
    public void write(MarksState marks, RecordBuffer to) {
        to.integer(FORMAT);
        to.number(marks.timer);
        to.integer(marks.legs.size());
        for (MarkState leg : marks.legs) {
            write(leg, to);
        }
    }

    @Override
    public MarksState read(RecordBuffer from) {
        int format = from.integer();
        if (format != FORMAT) {
            throw new IllegalStateException("marks of a later version: " + format);
        }
        MarksState marks = new MarksState();
        marks.timer = from.number();
        for (int i = from.integer(); i > 0; i--) {
            marks.legs.add(readLeg(from));
        }
        return marks;
    }

    private static void write(MarkState leg, RecordBuffer to) {
        boolean full = !leg.source.isEmpty();
        to.integer((full ? FULL : 0) | (leg.named ? NAMED : 0) | (leg.spent ? SPENT : 0));
        if (!leg.named) {
            to.text(leg.callId);
        }
        to.number(leg.startedAt);
        to.number(leg.clockOffset);
        to.time(leg.seenAt, leg.startedAt);
        to.text(leg.reason);
        if (full) {
            to.text(leg.source);
            to.integer(leg.destinations.size());
            leg.destinations.forEach(to::text);
            to.time(leg.answeredAt, leg.startedAt);
            to.time(leg.failedAt, leg.startedAt);
            to.integer(leg.status);
            to.time(leg.byeAt, leg.startedAt);
            to.text(leg.firstCallId);
            to.time(leg.firstStartedAt, leg.startedAt);
            to.text(leg.state.name());
            to.real(leg.score);
        } else {
            to.octet(LegMarkCodec.hundredths(leg.score));
        }
    }

    private static MarkState readLeg(RecordBuffer from) {
        MarkState leg = new MarkState();
        int flags = from.integer();
        leg.named = (flags & NAMED) != 0;
        leg.spent = (flags & SPENT) != 0;
        leg.callId = leg.named ? "" : from.text();
        leg.startedAt = from.number();
        leg.clockOffset = from.number();
        leg.seenAt = from.time(leg.startedAt);
        leg.reason = from.recurring();
        if ((flags & FULL) != 0) {
            leg.source = from.recurring();
            for (int i = from.integer(); i > 0; i--) {
                leg.destinations.add(from.recurring());
            }
            leg.answeredAt = from.time(leg.startedAt);
            leg.failedAt = from.time(leg.startedAt);
            leg.status = from.integer();
            leg.byeAt = from.time(leg.startedAt);
            leg.firstCallId = from.text();
            leg.firstStartedAt = from.time(leg.startedAt);
            leg.state = LinkState.valueOf(from.recurring());
            leg.score = from.real();
        } else {
            leg.score = from.octet() / 100.0;
        }
        return leg;
    }
}
