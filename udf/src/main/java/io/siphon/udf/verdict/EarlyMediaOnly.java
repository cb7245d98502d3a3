package io.siphon.udf.verdict;

import io.siphon.schema.CallCause;
import io.siphon.schema.CallOutcome;
import io.siphon.schema.CallVerdict;

import javax.annotation.Nullable;

/**
 * An announcement or a tone of the network (RFC 3960), and neither a 180 nor an answer: the caller
 * hangs up, or nothing follows.
 */
final class EarlyMediaOnly implements VerdictRule {

    @Override
    @Nullable
    public CallVerdict judge(Evidence of) {
        boolean open = of.is(CallOutcome.CANCELLED) || of.is(CallOutcome.TIMED_OUT);
        if (!open
                || of.isAnswered()
                || !of.has(VerdictState.EARLY_MEDIA)
                || of.has(VerdictState.RANG)) {
            return null;
        }
        return Evidence.verdict(
                CallCause.EARLY_MEDIA_ONLY,
                of.caller()
                        + " heard early media for "
                        + Evidence.seconds(of.call().endedAt() - of.call().ringingAt())
                        + ", and no answer came.");
    }
}
