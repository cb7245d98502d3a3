package io.siphon.udf.call;

import io.siphon.schema.Call;
import io.siphon.schema.CallChange;

import java.util.function.Consumer;

/**
 * What {@link CallEvent#note}s change in a call, at any time of its life and while it lingers.
 *
 * @param call is changed in place
 * @param changes gets the whole call when a note has changed it
 */
record CallNotes(CallState call, Consumer<Call> changes) {

    /** Of a {@link LegNote}. */
    static final String LEG = "leg";

    /** Of a {@link MediaNote}. */
    static final String MEDIA = "media";

    void apply(CallEvent e) {
        if (take(e)) {
            long at = Math.max(e.timeMicros(), call.startedAt);
            changes.accept(call.snapshot(CallChange.NOTED, at));
        }
    }

    /** Returns whether it changed anything. */
    boolean take(CallEvent e) {
        return switch (e.method()) {
            case LEG -> LegNote.read(e.text()).applyTo(call);
            case MEDIA -> MediaNote.read(e.text()).applyTo(call);
            default -> false;
        };
    }
}
