package io.siphon.udf.qos;

import io.siphon.schema.Call;
import io.siphon.schema.CallChange;
import io.siphon.schema.MetricCatalogue;

/** How carriers attest the numbers of calls. */
final class CallAttestations extends Metric<Call> {

    private static final long serialVersionUID = 1L;

    CallAttestations() {
        super(Call.class, MetricCatalogue.CALL_ATTESTATIONS);
    }

    @Override
    public void observe(Call call, Samples out) {
        String attestation = call.signalling().attestation();
        if (call.change() == CallChange.STARTED && !attestation.isEmpty()) {
            out.tag(call.node())
                    .tag(call.trunk())
                    .tag(call.direction())
                    .tag(attestation)
                    .count(call.changeMicros());
        }
    }
}
