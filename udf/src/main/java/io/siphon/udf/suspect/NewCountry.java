package io.siphon.udf.suspect;

import io.siphon.schema.Call;
import io.siphon.schema.CallChange;
import io.siphon.schema.Severity;
import io.siphon.udf.finding.Finding;
import io.siphon.udf.payload.Endpoints;

import org.apache.flink.util.Collector;

import javax.annotation.Nullable;

import java.time.Duration;

/**
 * An account that suddenly calls a country it has never called. The countries of an account are
 * learnt for 14 days from its first call abroad; it is forgotten when it has not called abroad for
 * 90 days.
 */
final class NewCountry extends SubjectDetector {

    private static final long serialVersionUID = 1L;

    static final String NAME = "new_country";

    private static final long LEARNING = Duration.ofDays(14).toNanos() / 1000;
    private static final long HOUR = 3_600_000_000L;

    /** Of {@link SubjectState#own}: first call abroad; of a new country its hash, begin, calls. */
    private static final int FIRST = 0;

    private static final int COUNTRY = 1;
    private static final int BEGAN = 2;
    private static final int CALLS = 3;

    private final InternationalCalls international;
    private final int threshold;

    NewCountry(InternationalCalls international, int threshold) {
        super(NAME, Duration.ofDays(90));
        this.international = international;
        this.threshold = threshold;
    }

    @Override
    void observe(Call call, Collector<Sighting> out) {
        if (call.change() != CallChange.ANSWERED || !call.leg().isFirst()) {
            return;
        }
        String number = international.number(call);
        String account = InternationalCalls.account(call);
        String country = international.abroad(call, number);
        if (!country.isEmpty() && !account.isEmpty()) {
            out.collect(
                    Sighting.of(Sighting.key(NAME, account), call.changeMicros(), 0, call.node())
                            .from(Endpoints.address(call.source()))
                            .withItem(country)
                            .withExample("+" + number));
        }
    }

    @Override
    void see(Sighting sighting, SubjectState state) {
        long now = sighting.timeMicros();
        state.until = now + length();
        if (state.own[FIRST] == 0) {
            state.own[FIRST] = now;
        }
        state.bad++;
        boolean pending = state.own[CALLS] > 0 && sighting.item() == state.own[COUNTRY];
        if (pending && now < state.own[BEGAN] + HOUR) {
            state.own[CALLS]++;
            state.example(sighting.example());
        } else if (!state.items.contains(sighting.item())) {
            state.items.add(sighting.item());
            boolean learning = now < state.own[FIRST] + LEARNING;
            state.own[CALLS] = learning ? 0 : 1;
            state.own[COUNTRY] = sighting.item();
            state.own[BEGAN] = now;
            state.raised = 0;
            state.examples.clear();
            state.example(sighting.example());
        }
    }

    @Override
    @Nullable
    Finding judge(String key, SubjectState state) {
        return state.last >= state.own[BEGAN] + HOUR || state.own[CALLS] < threshold
                ? null
                : new Finding(
                        NAME,
                        Severity.of(state.own[CALLS], threshold),
                        state.node,
                        Sighting.subject(key),
                        state.own[BEGAN],
                        Math.min(
                                state.own[BEGAN] + HOUR,
                                Math.max(state.last, state.own[BEGAN]) + 1),
                        state.own[CALLS],
                        threshold,
                        state.own[CALLS],
                        "%d calls of %s within an hour to a country that it had not called in %d days%s"
                                .formatted(
                                        state.own[CALLS],
                                        Sighting.subject(key),
                                        (state.own[BEGAN] - state.own[FIRST]) / (24 * HOUR),
                                        state.forExample()));
    }

    /** An hour is reported while it lasts. */
    @Override
    boolean isToldAtEnd() {
        return false;
    }
}
