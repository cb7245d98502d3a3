package io.siphon.udf.stream;

import io.siphon.udf.edge.EdgeCodec;
import io.siphon.udf.edge.EdgeType;
import io.siphon.udf.edge.RecordBuffer;

/** Serializes {@link AddressEvent}s for the exchange before {@link AddressTracker}. */
public final class AddressEventCodec implements EdgeCodec<AddressEvent> {

    private static final long serialVersionUID = 1;

    public static final EdgeType<AddressEvent> TYPE =
            EdgeType.of(AddressEvent.class, new AddressEventCodec());

    @Override
    public void write(AddressEvent event, RecordBuffer to) {
        to.text(event.address());
        to.number(event.timeMicros());
        to.text(event.callId());
        to.text(event.sockets());
    }

    @Override
    public AddressEvent read(RecordBuffer from) {
        return new AddressEvent(from.text(), from.number(), from.text(), from.text());
    }
}
