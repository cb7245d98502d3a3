package io.siphon.udf.qos;

import io.siphon.schema.MetricCatalogue;
import io.siphon.udf.sip.SipMessage;

/** Responses on the wire. */
final class SipResponses extends Metric<SipMessage> {

    private static final long serialVersionUID = 1L;

    SipResponses() {
        super(SipMessage.class, MetricCatalogue.SIP_RESPONSES);
    }

    @Override
    public void observe(SipMessage message, Samples out) {
        if (!message.isRequest()) {
            out.tag(message.node())
                    .tag(message.trunk())
                    .tag(message.direction())
                    .tag(Vocabulary.METHODS.tag(message.method()))
                    .tag(StatusTags.code(message.status()))
                    .tag(StatusTags.statusClass(message.status()))
                    .count(message.timeMicros());
        }
    }
}
