package io.siphon.udf.qos;

import io.siphon.schema.MetricCatalogue;
import io.siphon.udf.sip.SipMessage;

/** Requests on the wire. */
final class SipRequests extends Metric<SipMessage> {

    private static final long serialVersionUID = 1L;

    SipRequests() {
        super(SipMessage.class, MetricCatalogue.SIP_REQUESTS);
    }

    @Override
    public void observe(SipMessage message, Samples out) {
        if (message.isRequest()) {
            out.tag(message.node())
                    .tag(message.trunk())
                    .tag(message.direction())
                    .tag(Vocabulary.METHODS.tag(message.method()))
                    .count(message.timeMicros());
        }
    }
}
