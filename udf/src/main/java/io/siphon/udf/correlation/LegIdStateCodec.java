package io.siphon.udf.correlation;

import io.siphon.udf.edge.EdgeCodec;
import io.siphon.udf.edge.RecordBuffer;

/** Serializes {@link LegIdState}s in state. Their first number is that of the format. */
final class LegIdStateCodec implements EdgeCodec<LegIdState> {

    private static final long serialVersionUID = 1;

    private static final int FORMAT = 1;

    private static final int RINGING = 1;
    private static final int ANSWERED = 2;
    private static final int SETTLED = 4;
    private static final int OFFERED = 8;
    private static final int RETRIED_AT_ONCE = 16;

    @Override
    public void write(LegIdState all, RecordBuffer to) {
        to.integer(FORMAT);
        to.number(all.timer);
        to.integer(all.legs.size());
        for (LegState leg : all.legs) {
            write(leg, to);
        }
    }

    @Override
    public LegIdState read(RecordBuffer from) {
        int format = from.integer();
        if (format != FORMAT) {
            throw new IllegalStateException("legs of a later version: " + format);
        }
        LegIdState all = new LegIdState();
        all.timer = from.number();
        for (int i = from.integer(); i > 0; i--) {
            all.legs.add(readLeg(from));
        }
        return all;
    }

    private static void write(LegState leg, RecordBuffer to) {
        to.number(leg.startedAt);
        to.number(leg.clockOffset);
        to.text(leg.source);
        to.integer(leg.fromTag);
        to.number(leg.cseq);
        to.time(leg.activeAt, leg.startedAt);
        to.time(leg.endedAt, leg.startedAt);
        to.integer(
                (leg.ringing ? RINGING : 0)
                        | (leg.answered ? ANSWERED : 0)
                        | (leg.settled ? SETTLED : 0)
                        | (leg.offered ? OFFERED : 0)
                        | (leg.retriedAtOnce ? RETRIED_AT_ONCE : 0));
        to.integer(leg.keys.size());
        leg.keys.forEach(to::text);
        to.integer(leg.passing.size());
        leg.passing.forEach(to::integer);
        to.integer(leg.destinations.size());
        leg.destinations.forEach(to::integer);
    }

    private static LegState readLeg(RecordBuffer from) {
        LegState leg = new LegState();
        leg.startedAt = from.number();
        leg.clockOffset = from.number();
        leg.source = from.recurring();
        leg.fromTag = from.integer();
        leg.cseq = from.number();
        leg.activeAt = from.time(leg.startedAt);
        leg.endedAt = from.time(leg.startedAt);
        int flags = from.integer();
        leg.ringing = (flags & RINGING) != 0;
        leg.answered = (flags & ANSWERED) != 0;
        leg.settled = (flags & SETTLED) != 0;
        leg.offered = (flags & OFFERED) != 0;
        leg.retriedAtOnce = (flags & RETRIED_AT_ONCE) != 0;
        for (int i = from.integer(); i > 0; i--) {
            leg.keys.add(from.text());
        }
        for (int i = from.integer(); i > 0; i--) {
            leg.passing.add(from.integer());
        }
        for (int i = from.integer(); i > 0; i--) {
            leg.destinations.add(from.integer());
        }
        return leg;
    }
}
