package io.siphon.udf.qos;

import io.siphon.schema.MetricInfo;
import io.siphon.schema.MetricKind;
import io.siphon.udf.sip.SipMessage;

import java.util.List;

/** Requests on the wire. */
final class SipRequests extends Metric<SipMessage> {

    private static final long serialVersionUID = 1L;

    SipRequests() {
        super(
                SipMessage.class,
                new MetricInfo(
                        "sip_requests",
                        MetricKind.COUNT,
                        "messages",
                        "SIP requests as captured: one a message and hop, retransmissions included;"
                                + " a method that no RFC knows is `other`.",
                        List.of("node", "trunk", "direction", "method")));
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
