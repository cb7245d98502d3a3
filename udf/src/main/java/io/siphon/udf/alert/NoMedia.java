package io.siphon.udf.alert;

import io.siphon.schema.Call;
import io.siphon.schema.CallCause;
import io.siphon.schema.CallChange;
import io.siphon.schema.CallMedia;
import io.siphon.udf.qos.Samples;

/**
 * Answered calls in which nobody was heard: media stopped in both directions, or a side released
 * the call because none came.
 */
final class NoMedia extends TroubledCalls {

    private static final long serialVersionUID = 1L;

    static final String NAME = "no_media";

    NoMedia(Trouble threshold) {
        super(NAME, "had no media", threshold);
    }

    /** A call counts when it ended; that its media was missed shows later, and is no other call. */
    @Override
    public void observe(Call call, Samples out) {
        boolean released = call.verdict().cause() == CallCause.MEDIA_TIMEOUT;
        if (call.change() == CallChange.ENDED && call.durationMs() >= 0) {
            sample(call, released, out);
        } else if (hasMediaVerdict(call)
                && !released
                && call.media().verdict().equals(CallMedia.NO_AUDIO)) {
            missedLater(call, out);
        }
    }
}
