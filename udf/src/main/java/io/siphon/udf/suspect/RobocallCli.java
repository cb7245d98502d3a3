package io.siphon.udf.suspect;

import io.siphon.schema.Call;
import io.siphon.schema.CallChange;
import io.siphon.udf.finding.Finding;
import io.siphon.udf.payload.Endpoints;

import org.apache.flink.util.Collector;

import javax.annotation.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.StringJoiner;

/**
 * One calling number that calls many: a campaign. Those whose first digits are the callee's own are
 * counted, too ("neighbour spoofing"), and so is how its carrier attests it (STIR/SHAKEN): who is
 * sure of the number signs with A.
 */
final class RobocallCli extends SubjectDetector {

    private static final long serialVersionUID = 1L;

    static final String NAME = "robocall_cli";

    /** Digits before the last 4 that a neighbour has in common. */
    private static final int SUBSCRIBER = 4;

    /** Of {@link SubjectState#own}: calls to numbers that differ in the last digits only. */
    private static final int NEIGHBOURS = 0;

    /** Behind it, calls by attestation, in this order. */
    private static final List<String> ATTESTATIONS = List.of("A", "B", "C");

    private final int threshold;

    RobocallCli(int threshold) {
        super(NAME, Duration.ofMinutes(10));
        this.threshold = threshold;
    }

    @Override
    void observe(Call call, Collector<Sighting> out) {
        if (call.change() != CallChange.STARTED || !call.leg().isFirst()) {
            return;
        }
        String caller = DialledNumber.digits(call.caller());
        String callee = DialledNumber.digits(call.callee());
        if (caller.length() >= DialledNumber.SHORTEST
                && callee.length() >= DialledNumber.SHORTEST) {
            out.collect(
                    Sighting.of(Sighting.key(NAME, caller), call.startedAt(), 0, call.node())
                            .from(Endpoints.address(call.source()))
                            .withItem(callee)
                            .withExample(callee)
                            .withNumber(number(call, isNeighbour(caller, callee))));
        }
    }

    /** The lowest bit: a neighbour; above it one more than the place of the attestation. */
    private static long number(Call call, boolean neighbour) {
        int attested = ATTESTATIONS.indexOf(call.signalling().attestation()) + 1;
        return 2L * attested + (neighbour ? 1 : 0);
    }

    private static boolean isNeighbour(String caller, String callee) {
        int length = callee.length() - SUBSCRIBER;
        return caller.length() == callee.length() && caller.regionMatches(0, callee, 0, length);
    }

    @Override
    void see(Sighting sighting, SubjectState state) {
        state.bad++;
        state.own[NEIGHBOURS] += sighting.number() & 1;
        int attested = (int) (sighting.number() >> 1);
        if (attested > 0) {
            state.own[NEIGHBOURS + attested]++;
        }
        state.items.add(sighting.item());
        state.example(sighting.example());
    }

    @Override
    @Nullable
    Finding judge(String key, SubjectState state) {
        long callees = state.items.count();
        return callees < threshold
                ? null
                : alert(
                        key,
                        state,
                        callees,
                        threshold,
                        "%s called %d numbers within %s, %d of them neighbours of its own%s%s"
                                .formatted(
                                        Sighting.subject(key),
                                        callees,
                                        duration(),
                                        state.own[NEIGHBOURS],
                                        attested(state),
                                        state.forExample()));
    }

    /** {@code , attested A 0 %, B 20 %, C 75 %}; empty where no call is signed. */
    private static String attested(SubjectState state) {
        StringJoiner shares = new StringJoiner(", ", ", attested ", "").setEmptyValue("");
        long signed = 0;
        for (int i = 1; i <= ATTESTATIONS.size(); i++) {
            signed += state.own[NEIGHBOURS + i];
        }
        for (int i = 1; i <= ATTESTATIONS.size() && signed > 0; i++) {
            long pct = Math.round(100.0 * state.own[NEIGHBOURS + i] / state.bad);
            shares.add(ATTESTATIONS.get(i - 1) + " " + pct + " %");
        }
        return shares.toString();
    }
}
