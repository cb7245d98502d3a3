package io.siphon.udf.qos;

import io.siphon.schema.MetricCatalogue;
import io.siphon.schema.Undecodable;

/** Undecodable messages beyond the limits of the table. */
final class UndecodableNotKept extends Metric<Undecodable> {

    private static final long serialVersionUID = 1L;

    UndecodableNotKept() {
        super(Undecodable.class, MetricCatalogue.UNDECODABLE_NOT_KEPT);
    }

    @Override
    public void observe(Undecodable message, Samples out) {
        out.tag(message.reason()).count(message.receivedMicros());
    }
}
