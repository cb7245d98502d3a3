package io.siphon.udf.qos;

import io.siphon.schema.MetricInfo;
import io.siphon.schema.MetricKind;
import io.siphon.udf.sip.SipMessage;

import java.util.List;

/** Responses on the wire. */
final class SipResponses extends Metric<SipMessage> {

    private static final long serialVersionUID = 1L;

    SipResponses() {
        super(
                SipMessage.class,
                new MetricInfo(
                        "sip_responses",
                        MetricKind.COUNT,
                        "messages",
                        "SIP responses as captured: one a message and hop, retransmissions included;"
                                + " `method` is that of the CSeq, `class` the code's (`4xx`).",
                        List.of("node", "trunk", "direction", "method", "code", "class")));
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
