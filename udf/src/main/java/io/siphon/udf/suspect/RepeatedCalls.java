package io.siphon.udf.suspect;

import io.siphon.schema.Call;
import io.siphon.schema.CallChange;
import io.siphon.udf.finding.Finding;
import io.siphon.udf.payload.Endpoints;

import org.apache.flink.util.Collector;

import javax.annotation.Nullable;

import java.time.Duration;

/**
 * Calls of one account to one number, again and again: a dialler that earns by the call, or a
 * device that has gone wrong. Extensions do not count, for there it is how people work.
 */
final class RepeatedCalls extends SubjectDetector {

    private static final long serialVersionUID = 1L;

    static final String NAME = "seq_calls";

    private final int threshold;

    RepeatedCalls(int threshold) {
        super(NAME, Duration.ofMinutes(10));
        this.threshold = threshold;
    }

    @Override
    void observe(Call call, Collector<Sighting> out) {
        if (call.change() != CallChange.STARTED || !call.leg().isFirst()) {
            return;
        }
        String number = DialledNumber.digits(call.callee());
        String account = InternationalCalls.account(call);
        if (number.length() >= DialledNumber.SHORTEST && !account.isEmpty()) {
            out.collect(
                    Sighting.of(
                                    Sighting.key(NAME, account, number),
                                    call.startedAt(),
                                    0,
                                    call.node())
                            .from(Endpoints.address(call.source())));
        }
    }

    @Override
    void see(Sighting sighting, SubjectState state) {
        state.bad++;
    }

    @Override
    @Nullable
    Finding judge(String key, SubjectState state) {
        return state.bad < threshold
                ? null
                : alert(
                        key,
                        state,
                        state.bad,
                        threshold,
                        "%s called %s %d times within %s"
                                .formatted(
                                        Sighting.subject(key),
                                        Sighting.part(key),
                                        state.bad,
                                        duration()));
    }
}
