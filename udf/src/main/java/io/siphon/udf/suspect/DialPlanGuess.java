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
 * A source address that dials one number with prefix after prefix, to find how to get out: the same
 * last {@value #TAIL} digits behind different ones, refused each time. An answer after enough of
 * them is the way out, found. What the network could not do (5xx) does not count.
 */
final class DialPlanGuess extends SubjectDetector {

    private static final long serialVersionUID = 1L;

    static final String NAME = "dialplan_guess";

    static final int TAIL = 7;

    private static final int REFUSED = 0;
    private static final int ANSWERED = 1;

    /** Of {@link SubjectState#own}: when one was answered after all, epoch µs. */
    private static final int FOUND = 0;

    private final int threshold;

    DialPlanGuess(int threshold) {
        super(NAME, Duration.ofMinutes(10));
        this.threshold = threshold;
    }

    @Override
    void observe(Call call, Collector<Sighting> out) {
        boolean answered = call.change() == CallChange.ANSWERED;
        boolean refused =
                call.change() == CallChange.ENDED
                        && call.answeredAt() == 0
                        && call.outcome() == CallOutcome.REJECTED;
        if (!answered && !refused) {
            return;
        }
        String number = DialledNumber.digits(call.callee());
        String address = Endpoints.address(call.source());
        if (number.length() <= TAIL || address.isEmpty()) {
            return;
        }
        int split = number.length() - TAIL;
        out.collect(
                Sighting.of(
                                Sighting.key(NAME, address, number.substring(split)),
                                call.changeMicros(),
                                answered ? ANSWERED : REFUSED,
                                call.node())
                        .from(address)
                        .withItem(number.substring(0, split))
                        .withExample(number));
    }

    @Override
    boolean begins(Sighting sighting) {
        return sighting.kind() == REFUSED;
    }

    @Override
    void see(Sighting sighting, SubjectState state) {
        if (sighting.kind() == REFUSED) {
            state.bad++;
            if (state.items.add(sighting.item())) {
                state.example(sighting.example());
            }
        } else {
            state.good++;
            if (state.items.count() >= threshold && state.own[FOUND] == 0) {
                state.own[FOUND] = sighting.timeMicros();
                state.raised = 0;
                state.examples.clear();
                state.example(sighting.example());
            }
        }
    }

    @Override
    @Nullable
    Finding judge(String key, SubjectState state) {
        long prefixes = state.items.count();
        if (state.own[FOUND] > 0) {
            return breach(
                    key,
                    state,
                    state.own[FOUND],
                    prefixes + 1, // with the right one: worse than all before
                    threshold,
                    "%s was answered at %s, after it had dialled …%s with %d other prefixes"
                            .formatted(
                                    Sighting.subject(key),
                                    String.join("", state.examples),
                                    Sighting.part(key),
                                    prefixes));
        }
        return prefixes < threshold || state.good > 0
                ? null
                : alert(
                        key,
                        state,
                        prefixes,
                        threshold,
                        "%s dialled …%s with %d prefixes within %s, none answered%s"
                                .formatted(
                                        Sighting.subject(key),
                                        Sighting.part(key),
                                        prefixes,
                                        duration(),
                                        state.forExample()));
    }
}
