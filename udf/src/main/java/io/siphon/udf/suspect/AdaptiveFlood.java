package io.siphon.udf.suspect;

import io.siphon.schema.Call;
import io.siphon.schema.CallChange;
import io.siphon.schema.Registration;
import io.siphon.schema.RegistrationChange;
import io.siphon.schema.Severity;
import io.siphon.udf.finding.Finding;
import io.siphon.udf.payload.Endpoints;
import io.siphon.udf.sip.SipMessage;

import org.apache.flink.util.Collector;

import javax.annotation.Nullable;

import java.time.Duration;

/**
 * Far more calls, registrations or OPTIONS from or to one address than it usually has: a cumulative
 * sum (CUSUM, Page 1954) over steps of {@value #STEP_S} s, S = max(0, S + x/μ − 1 − α). The usual
 * rate μ is a weighted mean of steps, and is not learnt while S is above 0, so that a flood does
 * not become usual; after half an hour it is what is usual now.
 */
final class AdaptiveFlood extends SubjectDetector {

    private static final long serialVersionUID = 1L;

    static final String NAME = "flood_adaptive";

    private static final int STEP_S = 10;
    private static final long STEP = STEP_S * 1_000_000L;

    private static final double ALPHA = 0.5;
    private static final double LIMIT = 5;

    /** Weight of a new step in the mean. */
    private static final double WEIGHT = 0.1;

    /** Steps until the mean is known. */
    private static final int WARM_UP = 12;

    /** Steps of a flood until it is what is usual. */
    private static final int LONGEST = 180;

    /** How long a mean is kept without traffic, µs. */
    private static final long IDLE = 3_600_000_000L;

    /** Of {@link SubjectState#own}: μ and S as bits of a double; steps learnt; begin of a flood. */
    private static final int MEAN = 0;

    private static final int SUM = 1;
    private static final int STEPS = 2;
    private static final int FLOOD_SINCE = 3;

    private final int min;

    /**
     * @param min fewer of them in a step are no flood
     */
    AdaptiveFlood(int min) {
        super(NAME, Duration.ofSeconds(STEP_S));
        this.min = min;
    }

    @Override
    void observe(Call call, Collector<Sighting> out) {
        if (call.change() == CallChange.STARTED) {
            sight("calls", call.source(), call.destination(), call.startedAt(), call.node(), out);
        }
    }

    @Override
    void observe(Registration registration, Collector<Sighting> out) {
        if (registration.change() == RegistrationChange.STARTED) {
            sight(
                    "registrations",
                    registration.source(),
                    registration.destination(),
                    registration.startedAt(),
                    registration.node(),
                    out);
        }
    }

    @Override
    void observe(SipMessage options, Collector<Sighting> out) {
        if (options.isRequest()) {
            sight(
                    "OPTIONS",
                    options.source(),
                    options.destination(),
                    options.timeMicros(),
                    options.node(),
                    out);
        }
    }

    private static void sight(
            String what,
            String source,
            String destination,
            long micros,
            String node,
            Collector<Sighting> out) {
        String from = Endpoints.address(source);
        String to = Endpoints.address(destination);
        if (!from.isEmpty()) {
            out.collect(Sighting.of(Sighting.key(NAME, from, what + " from"), micros, 0, node));
        }
        if (!to.isEmpty()) {
            out.collect(
                    Sighting.of(Sighting.key(NAME, to, what + " to"), micros, 0, node).from(from));
        }
    }

    /** Ends a long pause: what was usual before fades, as it would have step by step. */
    @Override
    void see(Sighting sighting, SubjectState state) {
        if (state.until - state.since > STEP) {
            long steps = (sighting.timeMicros() - state.since) / STEP;
            mean(state, mean(state) * Math.pow(1 - WEIGHT, steps));
            state.own[STEPS] += steps;
            state.begin(sighting.timeMicros(), STEP);
        }
        state.bad++;
    }

    @Override
    boolean isImmediate() {
        return false;
    }

    @Override
    @Nullable
    Finding judge(String key, SubjectState state) {
        boolean flood = state.own[STEPS] >= WARM_UP && state.bad >= min && sumAfter(state) >= LIMIT;
        if (!flood) {
            return null;
        }
        double usual = mean(state);
        long since = state.own[FLOOD_SINCE] > 0 ? state.own[FLOOD_SINCE] : state.since;
        return new Finding(
                NAME,
                Severity.of(state.bad, 2 * (1 + ALPHA) * usual(usual)),
                state.node,
                Sighting.subject(key),
                since,
                state.until,
                state.bad,
                (1 + ALPHA) * usual(usual),
                state.bad,
                "%d %s %s in %d s, usually %d"
                        .formatted(
                                state.bad,
                                Sighting.part(key),
                                Sighting.subject(key),
                                STEP_S,
                                Math.round(usual)));
    }

    /** Of few the least difference is many times as many. */
    private double usual(double mean) {
        return Math.max(mean, min / 5.0);
    }

    private double sumAfter(SubjectState state) {
        double ratio = state.bad / usual(mean(state));
        return Math.max(0, sum(state) + ratio - 1 - ALPHA);
    }

    @Override
    boolean goesOn(SubjectState state) {
        if (state.until - state.since > STEP) {
            return false; // nothing for long
        }
        boolean warm = state.own[STEPS] >= WARM_UP;
        double sum = warm ? sumAfter(state) : 0;
        long floodSince = state.own[FLOOD_SINCE];
        if (sum >= LIMIT && floodSince == 0) { // also of fewer than are a flood: they get usual
            floodSince = state.since;
        }
        boolean usualNow = floodSince > 0 && state.since - floodSince > LONGEST * STEP;
        if (sum == 0 || usualNow) {
            double weight = usualNow ? 1 : Math.max(WEIGHT, 1.0 / (1 + state.own[STEPS]));
            mean(state, mean(state) + weight * (state.bad - mean(state)));
            sum = 0;
            floodSince = 0;
        }
        state.own[STEPS]++;
        // a sum without bound would go on for hours after the flood
        state.own[SUM] = Double.doubleToRawLongBits(Math.min(sum, 2 * LIMIT));
        state.own[FLOOD_SINCE] = floodSince;
        boolean idle = state.bad == 0 && sum == 0;
        state.begin(state.until, idle ? IDLE : STEP);
        return !idle || mean(state) >= 1;
    }

    private static double mean(SubjectState state) {
        return Double.longBitsToDouble(state.own[MEAN]);
    }

    private static void mean(SubjectState state, double mean) {
        state.own[MEAN] = Double.doubleToRawLongBits(mean);
    }

    private static double sum(SubjectState state) {
        return Double.longBitsToDouble(state.own[SUM]);
    }
}
