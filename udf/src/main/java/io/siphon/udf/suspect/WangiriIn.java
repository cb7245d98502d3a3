package io.siphon.udf.suspect;

import io.siphon.schema.Call;
import io.siphon.schema.CallChange;
import io.siphon.udf.finding.Finding;
import io.siphon.udf.payload.Endpoints;

import org.apache.flink.util.Collector;

import javax.annotation.Nullable;

import java.time.Duration;

/** A number that let many phones ring once, and is called back. */
final class WangiriIn extends SubjectDetector {

    private static final long serialVersionUID = 1L;

    static final String NAME = "wangiri_in";

    private static final int RANG_ONCE = 0;
    private static final int CALLED_BACK = 1;

    /** Digits by which a number is the same with any prefix. */
    private static final int TAIL = 9;

    private final int minRung;
    private final int minBack;

    /**
     * @param minRung numbers that it let ring
     * @param minBack calls back
     */
    WangiriIn(int minRung, int minBack) {
        super(NAME, Duration.ofHours(1));
        this.minRung = minRung;
        this.minBack = minBack;
    }

    @Override
    void observe(Call call, Collector<Sighting> out) {
        if (!call.leg().isFirst()) {
            return;
        }
        if (call.change() == CallChange.STARTED) {
            sight(call.callee(), call.startedAt(), CALLED_BACK, call, call.caller(), out);
        } else if (WangiriOut.rangOnce(call)) {
            sight(call.caller(), call.changeMicros(), RANG_ONCE, call, call.callee(), out);
        }
    }

    private static void sight(
            String user, long micros, int kind, Call call, String other, Collector<Sighting> out) {
        String number = DialledNumber.digits(user);
        if (number.length() >= TAIL) {
            out.collect(
                    Sighting.of(
                                    Sighting.key(NAME, number.substring(number.length() - TAIL)),
                                    micros,
                                    kind,
                                    call.node())
                            .from(Endpoints.address(call.source()))
                            .withItem(other)
                            .withExample(number));
        }
    }

    @Override
    boolean begins(Sighting sighting) {
        return sighting.kind() == RANG_ONCE;
    }

    @Override
    void see(Sighting sighting, SubjectState state) {
        if (sighting.kind() == RANG_ONCE) {
            state.bad++;
            state.items.add(sighting.item());
            state.example(sighting.example());
        } else if (state.items.count() >= minRung) {
            state.good++; // before that many it is no answer to them
        }
    }

    @Override
    @Nullable
    Finding judge(String key, SubjectState state) {
        return state.good < minBack
                ? null
                : alert(
                        key,
                        state,
                        state.good,
                        minBack,
                        "%s let %d numbers ring for less than 4 s, and was called back %d times within %s"
                                .formatted(
                                        String.join(", ", state.examples),
                                        state.items.count(),
                                        state.good,
                                        duration()));
    }
}
