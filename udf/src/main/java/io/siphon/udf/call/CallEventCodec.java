package io.siphon.udf.call;

import io.siphon.udf.edge.EdgeCodec;
import io.siphon.udf.edge.EdgeType;
import io.siphon.udf.edge.RecordBuffer;

import java.util.function.BooleanSupplier;

/** Serializes {@link CallEvent}s for the exchange before {@link CallTracker}. */
public final class CallEventCodec implements EdgeCodec<CallEvent> {

    private static final long serialVersionUID = 1;

    public static final EdgeType<CallEvent> TYPE =
            EdgeType.of(CallEvent.class, new CallEventCodec());

    @Override
    public void write(CallEvent e, RecordBuffer to) {
        to.text(e.callId());
        to.number(e.timeMicros());
        to.text(e.method());
        to.integer(e.status());
        to.number(e.cseq());
        to.text(e.branch());
        to.integer(e.hops());
        to.flag(e.opening());
        to.text(e.source());
        to.text(e.destination());
        to.text(e.fromTag());
        to.text(e.toTag());
        to.integer(e.q850Cause());
        to.text(e.codecs());
        to.text(e.caller());
        to.text(e.callee());
        to.text(e.node());
        to.text(e.trunk());
        to.text(e.direction());
        to.text(e.userAgent());
        to.text(e.correlationId());
        to.number(e.clockOffset());
        to.integer(e.hint());
    }

    /** 0.1 wrote no offset, and those after it no hint. */
    @Override
    public CallEvent read(RecordBuffer from) {
        return read(from, from::hasMore, from::hasMore);
    }

    /**
     * @param withOffset whether one follows, when all before it is read
     * @param withHint likewise
     */
    CallEvent read(RecordBuffer from, BooleanSupplier withOffset, BooleanSupplier withHint) {
        return new CallEvent(
                from.text(),
                from.number(),
                from.recurring(),
                from.integer(),
                from.number(),
                from.text(),
                from.integer(),
                from.flag(),
                from.recurring(),
                from.recurring(),
                from.text(),
                from.text(),
                from.integer(),
                from.recurring(),
                from.text(),
                from.text(),
                from.recurring(),
                from.recurring(),
                from.recurring(),
                from.recurring(),
                from.text(),
                withOffset.getAsBoolean() ? from.number() : 0,
                withHint.getAsBoolean() ? from.integer() : 0);
    }
}
