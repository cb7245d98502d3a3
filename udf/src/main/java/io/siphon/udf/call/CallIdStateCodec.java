package io.siphon.udf.call;

import io.siphon.udf.edge.EdgeCodec;
import io.siphon.udf.edge.RecordBuffer;

/** Serializes {@link CallIdState}s in state: a call alone as {@link CallStateCodec} does. */
final class CallIdStateCodec implements EdgeCodec<CallIdState> {

    private static final long serialVersionUID = 1;

    /** Where one call has its kind, several have this; each of them ends with its own mark. */
    private static final int SEVERAL = 63;

    private final CallStateCodec one = new CallStateCodec();

    @Override
    public void write(CallIdState all, RecordBuffer to) {
        if (all.calls.size() == 1) {
            one.write(all.calls.get(0), to);
            return;
        }
        to.integer(SEVERAL);
        to.integer(all.calls.size());
        for (CallState call : all.calls) {
            one.write(call, to);
            to.integer(CallStateCodec.END);
        }
    }

    @Override
    public CallIdState read(RecordBuffer from) {
        int kind = from.integer();
        if (kind != SEVERAL) {
            return CallIdState.of(one.read(kind, from));
        }
        CallIdState all = new CallIdState();
        for (int i = from.integer(); i > 0; i--) {
            all.calls.add(one.read(from));
        }
        return all;
    }
}
