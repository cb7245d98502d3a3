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
 * rate μ is a weighted mean of minutes, and is not learnt while S is above 0, so that a flood does
 * not become usual; after half an hour it is what is usual now.
 *
 * <p>Servers ask all their peers at once, every half minute or so. So x is what came in a step only
 * if that is more than in the bursts of late; else it is the mean of the minute without its highest
 * step, if that is less.
 */
final class AdaptiveFlood extends SubjectDetector {

    private static final long serialVersionUID = 1L;

    static final String NAME = "flood_adaptive";

    private static final int STEP_S = 10;
    private static final long STEP = STEP_S * 1_000_000L;

    private static final double ALPHA = 0.5;
    private static final double LIMIT = 5;

    /** Weight of a new minute, one of which ends with each step, in the mean. */
    private static final double WEIGHT = 0.1;

    /** Steps until the mean is known. */
    private static final int WARM_UP = 12;

    /** Steps of a flood until it is what is usual. */
    private static final int LONGEST = 180;

    /** Of the highest step of late one part of so many fades in a step. */
    private static final double FADING = 120;

    /** How long a mean is kept without traffic, µs. */
    private static final long IDLE = 3_600_000_000L;

    /** Of {@link SubjectState#own}: μ and S as bits of a double; steps learnt; begin of a flood. */
    private static final int MEAN = 0;

    private static final int SUM = 1;
    private static final int STEPS = 2;
    private static final int FLOOD_SINCE = 3;

    /** The highest step of late, in thousandths. */
    private static final int BURST = 4;

    /** The steps before, of which three are in one number, the last in the lowest bits. */
    private static final int BEFORE = 5;

    private static final int A_NUMBER = 3;
    private static final int BITS = 21;
    private static final long MOST = (1L << BITS) - 1;
    private static final long ALL = (1L << A_NUMBER * BITS) - 1;

    /** Steps of a minute. */
    private static final int MINUTE = 6;

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
            long seen = Math.min(steps, MINUTE);
            for (int i = 0; i < seen; i++) {
                mean(state, mean(state) + WEIGHT * (minute(state) - mean(state)));
                passed(state, 1);
            }
            mean(state, mean(state) * Math.pow(1 - WEIGHT, steps - seen));
            passed(state, steps - seen);
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
        boolean aboveBursts = state.bad * 1000 > (1 + ALPHA) * state.own[BURST];
        double observed = aboveBursts ? state.bad : Math.min(state.bad, sustained(state));
        return Math.max(0, sum(state) + observed / usual(mean(state)) - 1 - ALPHA);
    }

    /** Mean of the steps of the minute that ends with this one. */
    private static double minute(SubjectState state) {
        double sum = Math.min(state.bad, MOST);
        for (int i = 0; i < MINUTE - 1; i++) {
            sum += before(state, i);
        }
        return sum / Math.min(MINUTE, state.own[STEPS] + 1);
    }

    /** Mean of these without the highest. */
    private static double sustained(SubjectState state) {
        long sum = Math.min(state.bad, MOST);
        long highest = sum;
        for (int i = 0; i < MINUTE - 1; i++) {
            long one = before(state, i);
            sum += one;
            highest = Math.max(highest, one);
        }
        return (sum - highest) / (MINUTE - 1.0);
    }

    private static long before(SubjectState state, int i) {
        return state.own[BEFORE + i / A_NUMBER] >>> i % A_NUMBER * BITS & MOST;
    }

    /** The step is over, and so are others in which nothing came. */
    private static void passed(SubjectState state, long steps) {
        for (long i = 0; i < Math.min(steps, MINUTE); i++) {
            long one = i == 0 ? Math.min(state.bad, MOST) : 0;
            long oldest = before(state, A_NUMBER - 1);
            state.own[BEFORE + 1] = (state.own[BEFORE + 1] << BITS | oldest) & ALL;
            state.own[BEFORE] = (state.own[BEFORE] << BITS | one) & ALL;
        }
        double faded = state.own[BURST] * Math.pow(1 - 1 / FADING, steps);
        state.own[BURST] = Math.max(Math.round(faded), 1000 * Math.min(state.bad, MOST));
        state.own[STEPS] += steps;
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
            mean(state, mean(state) + weight * (minute(state) - mean(state)));
            sum = 0;
            floodSince = 0;
        }
        passed(state, 1);
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
