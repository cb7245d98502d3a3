package io.siphon.udf.suspect;

import io.siphon.schema.Call;
import io.siphon.schema.CallChange;
import io.siphon.udf.finding.Finding;
import io.siphon.udf.payload.Endpoints;

import org.apache.flink.util.Collector;

import javax.annotation.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * An account whose calls to ranges that fraud is paid in were answered. Only an answer costs money,
 * and proves that the caller is no forged one.
 */
final class RiskPrefix extends SubjectDetector {

    private static final long serialVersionUID = 1L;

    static final String NAME = "risk_prefix";

    private final InternationalCalls international;
    private final ArrayList<String> ranges;
    private final int threshold;

    /**
     * @param ranges beginnings of E.164 numbers, without a plus
     */
    RiskPrefix(InternationalCalls international, List<String> ranges, int threshold) {
        super(NAME, Duration.ofHours(1));
        this.international = international;
        this.ranges = new ArrayList<>(ranges);
        this.threshold = threshold;
    }

    @Override
    void observe(Call call, Collector<Sighting> out) {
        if (call.change() != CallChange.ANSWERED || !call.leg().isFirst()) {
            return;
        }
        String number = international.number(call);
        String account = InternationalCalls.account(call);
        if (!number.isEmpty() && !account.isEmpty() && isRisk(number)) {
            out.collect(
                    Sighting.of(Sighting.key(NAME, account), call.changeMicros(), 0, call.node())
                            .from(Endpoints.address(call.source()))
                            .withItem(number)
                            .withExample("+" + number));
        }
    }

    private boolean isRisk(String number) {
        for (String range : ranges) {
            if (number.startsWith(range)) {
                return true;
            }
        }
        return false;
    }

    @Override
    void see(Sighting sighting, SubjectState state) {
        state.bad++;
        state.items.add(sighting.item());
        state.example(sighting.example());
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
                        "%d calls of %s to %d numbers in risk ranges were answered within %s%s"
                                .formatted(
                                        state.bad,
                                        Sighting.subject(key),
                                        state.items.count(),
                                        duration(),
                                        state.forExample()));
    }
}
