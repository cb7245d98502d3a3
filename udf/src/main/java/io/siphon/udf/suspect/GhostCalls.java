package io.siphon.udf.suspect;

import io.siphon.schema.Call;
import io.siphon.schema.CallChange;
import io.siphon.schema.CallOutcome;
import io.siphon.udf.finding.Finding;

import org.apache.flink.util.Collector;

import javax.annotation.Nullable;

import java.time.Duration;

/**
 * Calls of a trunk that were answered and never ended: no BYE within {@code call.max-duration}. The
 * peer lost it, or does not send it where it is captured; it is paid for meanwhile.
 */
final class GhostCalls extends SubjectDetector {

    private static final long serialVersionUID = 1L;

    static final String NAME = "ghost_call";

    private static final int GHOST = 0;
    private static final int ENDED = 1;

    private static final int GHOST_PCT = 1;

    private final int threshold;

    GhostCalls(int threshold) {
        super(NAME, Duration.ofHours(1));
        this.threshold = threshold;
    }

    @Override
    void observe(Call call, Collector<Sighting> out) {
        if (call.change() == CallChange.ENDED && call.answeredAt() > 0) {
            boolean ghost = call.outcome() == CallOutcome.TIMED_OUT;
            out.collect(
                    Sighting.of(
                                    Sighting.key(NAME, call.trunk()),
                                    call.changeMicros(),
                                    ghost ? GHOST : ENDED,
                                    call.node())
                            .withExample(ghost ? call.callId() : ""));
        }
    }

    @Override
    boolean begins(Sighting sighting) {
        return sighting.kind() == GHOST;
    }

    @Override
    void see(Sighting sighting, SubjectState state) {
        if (sighting.kind() == GHOST) {
            state.bad++;
            state.example(sighting.example());
        } else {
            state.good++;
        }
    }

    @Override
    boolean isImmediate() {
        return false;
    }

    @Override
    @Nullable
    Finding judge(String key, SubjectState state) {
        String trunk = Sighting.subject(key);
        return state.bad < threshold || state.bad * 100 < (state.bad + state.good) * GHOST_PCT
                ? null
                : alert(
                        key,
                        state,
                        state.bad,
                        threshold,
                        "%d of %d answered calls %s had no BYE%s"
                                .formatted(
                                        state.bad,
                                        state.bad + state.good,
                                        trunk.isEmpty() ? "without a trunk" : "of trunk " + trunk,
                                        state.forExample()));
    }
}
