package io.siphon.udf.alert;

import io.siphon.schema.Call;
import io.siphon.schema.CallChange;
import io.siphon.schema.CallOutcome;
import io.siphon.udf.qos.Samples;

/** Calls with an INVITE, a 2xx or a BYE that was sent again: a lossy link, or a slow peer. */
final class Retransmissions extends TroubledCalls {

    private static final long serialVersionUID = 1L;

    static final String NAME = "retrans_ratio";

    Retransmissions(Trouble threshold) {
        super(NAME, "had an INVITE, a 2xx or a BYE sent again", threshold);
    }

    @Override
    public void observe(Call call, Samples out) {
        if (call.change() == CallChange.ENDED && call.outcome() != CallOutcome.EVICTED) {
            sample(call, call.signalling().retransmissions() > 0, out);
        }
    }
}
