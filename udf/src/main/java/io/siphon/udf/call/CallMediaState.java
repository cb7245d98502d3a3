package io.siphon.udf.call;

import io.siphon.schema.CallMedia;

/** State: the media of a call, by {@link MediaNote}s. */
public class CallMediaState {

    /** Whether some was seen, and what it was like is still to come. */
    public boolean awaited;

    public CallMedia media = CallMedia.NONE;

    public CallMediaState() {}

    boolean isNone() {
        return !awaited && media.equals(CallMedia.NONE);
    }
}
