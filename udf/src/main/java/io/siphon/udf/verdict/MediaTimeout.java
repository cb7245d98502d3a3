package io.siphon.udf.verdict;

import io.siphon.schema.CallCause;
import io.siphon.schema.CallVerdict;

import javax.annotation.Nullable;

/** rtpengine, SBCs and phones say so in the Reason of their BYE (RFC 3326). */
final class MediaTimeout implements VerdictRule {

    @Override
    @Nullable
    public CallVerdict judge(Evidence of) {
        boolean media = of.hints("rtp", "media") && of.hints("timeout", "time-out", "inactiv");
        return of.isAnswered() && media
                ? Evidence.verdict(
                        CallCause.MEDIA_TIMEOUT,
                        "The BYE of "
                                + of.releaser()
                                + " after "
                                + of.lasted()
                                + " says that no media came"
                                + of.hint()
                                + ".")
                : null;
    }
}
