package io.siphon.udf.verdict;

import io.siphon.schema.CallCause;
import io.siphon.schema.CallVerdict;

import javax.annotation.Nullable;

/** A proxy sends a BYE to either side: no credit, no media, no refresh. */
final class ReleasedByNetwork implements VerdictRule {

    @Override
    @Nullable
    public CallVerdict judge(Evidence of) {
        return of.isAnswered() && of.call().releasedBy().equals("network")
                ? Evidence.verdict(
                        CallCause.RELEASED_BY_NETWORK,
                        "A proxy ("
                                + of.destination()
                                + " or beyond) sent BYE after "
                                + of.lasted()
                                + of.hint()
                                + ".")
                : null;
    }
}
