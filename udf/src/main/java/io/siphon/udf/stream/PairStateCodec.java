package io.siphon.udf.stream;

import io.siphon.udf.edge.EdgeCodec;
import io.siphon.udf.edge.RecordBuffer;
import io.siphon.udf.rtcp.RtcpEvent;
import io.siphon.udf.rtcp.RtcpEventCodec;

/** Serializes {@link PairState}s in state. Their first number is that of the format. */
final class PairStateCodec implements EdgeCodec<PairState> {

    private static final long serialVersionUID = 1;

    private static final int FORMAT = 2;

    private final RtcpEventCodec events = new RtcpEventCodec();

    @Override
    public void write(PairState pair, RecordBuffer to) {
        to.integer(FORMAT);
        to.number(pair.timer);
        to.number(pair.activeAt);
        to.integer(pair.owners.size());
        for (PairOwner owner : pair.owners) {
            to.text(owner.callId);
            to.time(owner.first, pair.activeAt);
            to.time(owner.second, pair.activeAt);
            to.time(owner.at, pair.activeAt);
            to.time(owner.overAt, pair.activeAt);
        }
        to.integer(pair.names.size());
        for (PairState.Name name : pair.names) {
            to.text(name.id);
            to.text(name.as.equals(name.id) ? "" : name.as);
            to.time(name.at, pair.activeAt);
        }
        to.integer(pair.copies.size());
        for (PairState.Copy copy : pair.copies) {
            to.number(copy.hash);
            to.time(copy.at, pair.activeAt);
            to.integer(copy.from);
            to.integer(copy.to);
        }
        to.integer(pair.waiting.size());
        for (RtcpEvent report : pair.waiting) {
            events.write(report, to);
        }
    }

    @Override
    public PairState read(RecordBuffer from) {
        int format = from.integer();
        if (format != FORMAT) {
            throw new IllegalStateException("pairs of sockets of a later version: " + format);
        }
        PairState pair = new PairState();
        pair.timer = from.number();
        pair.activeAt = from.number();
        for (int i = from.integer(); i > 0; i--) {
            PairOwner owner = new PairOwner();
            owner.callId = from.text();
            owner.first = from.time(pair.activeAt);
            owner.second = from.time(pair.activeAt);
            owner.at = from.time(pair.activeAt);
            owner.overAt = from.time(pair.activeAt);
            pair.owners.add(owner);
        }
        for (int i = from.integer(); i > 0; i--) {
            PairState.Name name = new PairState.Name();
            name.id = from.text();
            String as = from.text();
            name.as = as.isEmpty() ? name.id : as;
            name.at = from.time(pair.activeAt);
            pair.names.add(name);
        }
        for (int i = from.integer(); i > 0; i--) {
            PairState.Copy copy = new PairState.Copy();
            copy.hash = from.number();
            copy.at = from.time(pair.activeAt);
            copy.from = from.integer();
            copy.to = from.integer();
            pair.copies.add(copy);
        }
        for (int i = from.integer(); i > 0; i--) {
            pair.waiting.add(events.read(from));
        }
        return pair;
    }
}
