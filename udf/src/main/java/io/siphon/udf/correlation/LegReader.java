package io.siphon.udf.correlation;

import io.siphon.udf.sip.SipMessage;

import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

import java.util.List;

/** Makes {@link LegEvent}s of messages: of most it makes none. */
public final class LegReader implements FlatMapFunction<SipMessage, LegEvent> {

    private static final long serialVersionUID = 1;

    private final LegIdentifiers identifiers;

    public LegReader(CorrelationSettings settings) {
        identifiers = new LegIdentifiers(settings);
    }

    @Override
    public void flatMap(SipMessage m, Collector<LegEvent> out) {
        LegStep step = LegEvent.step(m);
        if (step == null) {
            return;
        }
        List<Identifier> said =
                switch (step) {
                    case INVITE -> identifiers.ofInvite(m);
                    case REFER -> identifiers.ofRefer(m);
                    case RINGING, ANSWERED, FAILED -> identifiers.ofResponse(m);
                    default -> List.of();
                };
        if (step == LegStep.REFER && said.isEmpty()) {
            return;
        }
        out.collect(LegEvent.of(m, step, said));
    }
}
