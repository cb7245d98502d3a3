package io.siphon.udf.verdict;

import io.siphon.schema.CallCause;
import io.siphon.schema.CallOutcome;
import io.siphon.schema.CallVerdict;

import javax.annotation.Nullable;

/**
 * No response at all, not even 100: the caller gives up after 64·T1 (RFC 3261, 17.1.1.2), Siphon
 * after {@code call.setup-timeout}.
 */
final class TimerB implements VerdictRule {

    @Override
    @Nullable
    public CallVerdict judge(Evidence of) {
        return of.is(CallOutcome.TIMED_OUT) && !of.has(VerdictState.RESPONDED)
                ? Evidence.verdict(
                        CallCause.TIMER_B,
                        of.destination()
                                + " answered nothing to the INVITE, not even 100"
                                + (of.state().invites == 0
                                        ? "."
                                        : ", though it was repeated "
                                                + Evidence.times(of.state().invites)
                                                + "."))
                : null;
    }
}
