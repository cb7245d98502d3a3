package io.siphon.udf.alert;

import io.siphon.schema.Call;
import io.siphon.schema.CallMedia;
import io.siphon.udf.qos.Samples;

/**
 * Calls that were answered, and paid for, though nobody ever spoke on the other side: false answer
 * supervision. Of those whose media was seen.
 */
final class FalseAnswer extends TroubledCalls {

    private static final long serialVersionUID = 1L;

    static final String NAME = "fas";

    /** Whoever hangs up sooner may have heard that nobody is there. */
    private static final long SHORTEST_MS = 3_000;

    FalseAnswer(Trouble threshold) {
        super(NAME, "were answered without any media from the answering side", threshold);
    }

    @Override
    public void observe(Call call, Samples out) {
        if (hasMediaVerdict(call)) {
            boolean unheard = call.media().verdict().equals(CallMedia.FALSE_ANSWER);
            sample(call, unheard && call.durationMs() >= SHORTEST_MS, out);
        }
    }
}
