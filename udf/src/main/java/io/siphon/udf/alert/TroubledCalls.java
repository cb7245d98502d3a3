package io.siphon.udf.alert;

import io.siphon.schema.Call;
import io.siphon.schema.CallChange;
import io.siphon.schema.Measurement;
import io.siphon.schema.MetricKind;
import io.siphon.udf.alert.baseline.Statistics;
import io.siphon.udf.finding.Finding;
import io.siphon.udf.qos.Samples;

import java.time.Duration;
import java.util.Locale;

/**
 * Calls of a trunk that have one trouble, and their share of those that could have it. A trunk that
 * has just the share it may have is over it by chance in every other window; so the excess must be
 * none: its probability, by the binomial distribution, is below {@link #CHANCE}.
 */
abstract class TroubledCalls extends Detector<Call> {

    private static final long serialVersionUID = 1L;

    /** Of their windows: long enough for trunks with few calls. */
    static final Duration WINDOW = Duration.ofMinutes(10);

    /** A week has 1,008 windows. */
    private static final double CHANCE = 1e-5;

    private static final double WHOLE = 100;

    /**
     * The value of a call that counted without its trouble: above all that others come to, and few
     * enough of them are whole in a double.
     */
    private static final double LATER = 1e9;

    private final Trouble threshold;
    private final String told;

    /**
     * @param told what is wrong with the calls: {@code had media in one direction only}
     */
    TroubledCalls(String name, String told, Trouble threshold) {
        super(
                Call.class,
                name,
                MetricKind.DISTRIBUTION,
                "%",
                "Share of the calls of a trunk that " + told + ".");
        this.threshold = threshold;
        this.told = told;
    }

    /** One call that counts. */
    static void sample(Call call, boolean troubled, Samples out) {
        out.tag(call.node()).tag(call.trunk()).value(call.changeMicros(), troubled ? WHOLE : 0);
    }

    /** One call that counts already has the trouble. */
    static void missedLater(Call call, Samples out) {
        out.tag(call.node()).tag(call.trunk()).value(call.changeMicros(), LATER);
    }

    /** Whether it was answered, is over, and this is what its media came to. */
    static boolean hasMediaVerdict(Call call) {
        return call.change() == CallChange.NOTED
                && call.answeredAt() > 0
                && call.endedAt() > 0
                && !call.media().verdict().isEmpty();
    }

    @Override
    final Finding judge(Measurement window) {
        double sum = count(window) * window.fields().get("mean");
        long later = (long) Math.floor(sum / LATER + 1e-6); // a sum of many is not exact
        long troubled = later + Math.round(Math.max(0, sum - later * LATER) / WHOLE);
        long calls = Math.max(troubled, count(window) - later);
        double pct = calls == 0 ? 0 : WHOLE * troubled / calls;
        double logP = Statistics.logLowerTail(calls, calls - troubled, 1 - threshold.pct() / WHOLE);
        return troubled < threshold.min() || logP > Math.log(CHANCE)
                ? null
                : alert(
                        window,
                        pct,
                        threshold.pct(),
                        String.format(
                                Locale.ROOT,
                                "%d of %d calls %s %s",
                                troubled,
                                calls,
                                ofTrunk(window),
                                told));
    }
}
