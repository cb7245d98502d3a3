package io.siphon.udf.verdict;

import io.siphon.schema.CallVerdict;

import javax.annotation.Nullable;

/** One reason why a call ends as it does. A rule has no state, and costs once a call. */
@FunctionalInterface
interface VerdictRule {

    /** Null when this is not why. */
    @Nullable
    CallVerdict judge(Evidence of);
}
