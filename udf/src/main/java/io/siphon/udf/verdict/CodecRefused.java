package io.siphon.udf.verdict;

import io.siphon.schema.BoundedText;
import io.siphon.schema.CallCause;
import io.siphon.schema.CallVerdict;

import javax.annotation.Nullable;

/**
 * 488, 606, 415 (RFC 3261, 21.4.26, 21.6.4, 21.4.13); Q.850 causes 88 (incompatible destination),
 * 65 and 70 (bearer capability), as RFC 3398 maps them; 580 (RFC 3312).
 */
final class CodecRefused implements VerdictRule {

    private static final int OFFER_WIDTH = 40;

    @Override
    @Nullable
    public CallVerdict judge(Evidence of) {
        boolean refused = of.isStatus(488, 606) || of.isStatus(415, 580);
        if (!refused && of.q850() != 88 && !of.isQ850(65, 70)) {
            return null;
        }
        String offer = of.call().codecs();
        return of.refused(
                CallCause.CODEC_REFUSED,
                "it has no codec or medium for the offer"
                        + (offer.isEmpty() ? "" : " " + BoundedText.cut(offer, OFFER_WIDTH)));
    }
}
