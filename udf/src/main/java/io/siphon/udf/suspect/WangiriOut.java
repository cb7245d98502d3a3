package io.siphon.udf.suspect;

import io.siphon.schema.Call;
import io.siphon.schema.CallChange;
import io.siphon.schema.CallOutcome;
import io.siphon.udf.finding.Finding;
import io.siphon.udf.payload.Endpoints;

import org.apache.flink.util.Collector;

import javax.annotation.Nullable;

import java.time.Duration;

/**
 * A source address that lets many phones ring once and hangs up, so that they call back
 * ("wangiri").
 */
final class WangiriOut extends SubjectDetector {

    private static final long serialVersionUID = 1L;

    static final String NAME = "wangiri_out";

    private static final int RANG_ONCE = 0;
    private static final int ANSWERED = 1;

    private static final int ANSWERED_PCT = 5;

    private final int threshold;

    WangiriOut(int threshold) {
        super(NAME, Duration.ofMinutes(10));
        this.threshold = threshold;
    }

    @Override
    void observe(Call call, Collector<Sighting> out) {
        boolean answered = call.change() == CallChange.ANSWERED;
        if (!answered && !rangOnce(call)) {
            return;
        }
        String address = Endpoints.address(call.source());
        if (!address.isEmpty()) {
            out.collect(
                    Sighting.of(
                                    Sighting.key(NAME, address),
                                    call.changeMicros(),
                                    answered ? ANSWERED : RANG_ONCE,
                                    call.node())
                            .withItem(call.callee())
                            .withExample(call.callee()));
        }
    }

    /** Whether the caller gave up within 4 s of ringing: people let it ring longer. */
    static boolean rangOnce(Call call) {
        return call.change() == CallChange.ENDED
                && call.outcome() == CallOutcome.CANCELLED
                && call.ringingAt() > 0
                && call.endedAt() - call.ringingAt() < 4_000_000;
    }

    @Override
    boolean begins(Sighting sighting) {
        return sighting.kind() == RANG_ONCE;
    }

    @Override
    void see(Sighting sighting, SubjectState state) {
        if (sighting.kind() == ANSWERED) {
            state.good++;
        } else {
            state.bad++;
            state.items.add(sighting.item());
            state.example(sighting.example());
        }
    }

    @Override
    boolean isImmediate() {
        return false;
    }

    @Override
    @Nullable
    Finding judge(String key, SubjectState state) {
        long callees = state.items.count();
        return callees < threshold || state.good * 100 >= (state.bad + state.good) * ANSWERED_PCT
                ? null
                : alert(
                        key,
                        state,
                        callees,
                        threshold,
                        "%s let %d numbers ring for less than 4 s within %s, %d calls were answered%s"
                                .formatted(
                                        Sighting.subject(key),
                                        callees,
                                        duration(),
                                        state.good,
                                        state.forExample()));
    }
}
