package io.siphon.udf.stream;

import io.siphon.udf.edge.EdgeCodec;
import io.siphon.udf.edge.RecordBuffer;

/** Serializes {@link AddressState}s in state. Their first number is that of the format. */
final class AddressStateCodec implements EdgeCodec<AddressState> {

    private static final long serialVersionUID = 1;

    private static final int FORMAT = 1;

    @Override
    public void write(AddressState state, RecordBuffer to) {
        to.integer(FORMAT);
        to.number(state.timer);
        to.integer(state.owners.size());
        for (AddressState.Owner owner : state.owners) {
            to.text(owner.callId);
            to.number(owner.since);
            to.time(owner.activeAt, owner.since);
        }
    }

    @Override
    public AddressState read(RecordBuffer from) {
        int format = from.integer();
        if (format != FORMAT) {
            throw new IllegalStateException("addresses of a later version: " + format);
        }
        AddressState state = new AddressState();
        state.timer = from.number();
        for (int i = from.integer(); i > 0; i--) {
            AddressState.Owner owner = new AddressState.Owner();
            owner.callId = from.text();
            owner.since = from.number();
            owner.activeAt = from.time(owner.since);
            state.owners.add(owner);
        }
        return state;
    }
}
