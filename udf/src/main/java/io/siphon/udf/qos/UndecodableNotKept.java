package io.siphon.udf.qos;

import io.siphon.schema.MetricInfo;
import io.siphon.schema.MetricKind;
import io.siphon.schema.Undecodable;

import java.util.List;

/** What could not be decoded and was too much for the table. */
final class UndecodableNotKept extends Metric<Undecodable> {

    private static final long serialVersionUID = 1L;

    UndecodableNotKept() {
        super(
                Undecodable.class,
                new MetricInfo(
                        "undecodable_not_kept",
                        MetricKind.COUNT,
                        "messages",
                        "Messages that could not be decoded, beyond `undecodable.max-rows` and"
                                + " `undecodable.max-rows-per-source`: counted, but not kept in"
                                + " `undecodable`; by the time of receipt.",
                        List.of("reason")));
    }

    @Override
    public void observe(Undecodable message, Samples out) {
        out.tag(message.reason()).count(message.receivedMicros());
    }
}
