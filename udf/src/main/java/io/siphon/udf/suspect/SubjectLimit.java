package io.siphon.udf.suspect;

import io.siphon.schema.Severity;
import io.siphon.udf.finding.Finding;
import io.siphon.udf.order.InOrderFunction;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.util.Collector;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Bounds the findings of each detector: at most {@value #MOST} subjects are named at a time, twice
 * as many if they are critical. Others of a minute are one finding, of subject {@value #OTHER}: who
 * forges a hundred thousand addresses makes one row a minute, not a hundred thousand.
 *
 * <p>Metric {@code otherSubjects}: findings that are only counted.
 */
public final class SubjectLimit extends InOrderFunction<String, Finding, Finding> {

    private static final long serialVersionUID = 1L;

    static final int MOST = 200;
    static final String OTHER = "other";

    private static final long MINUTE = 60_000_000;

    /** A subject is named for so long after its last finding, µs: longer than most windows. */
    private static final long KEPT = 10 * MINUTE;

    /** All that can make a difference, of findings of one detector and microsecond. */
    private static final Comparator<Finding> ORDER =
            Comparator.comparing((Finding f) -> f.subject())
                    .thenComparing(Finding::severity)
                    .thenComparingLong(Finding::startMicros)
                    .thenComparing(f -> f.node())
                    .thenComparing(Finding::text);

    private transient ValueState<NamedSubjectsState> detectors;
    private transient Counter otherSubjects;

    @Override
    public void open(OpenContext context) {
        detectors = getRuntimeContext().getState(state());
        otherSubjects = getRuntimeContext().getMetricGroup().counter("otherSubjects");
    }

    @Override
    protected ValueStateDescriptor<NamedSubjectsState> state() {
        return new ValueStateDescriptor<>("named-subjects", NamedSubjectsState.class);
    }

    @Override
    protected long nextTimer() throws Exception {
        NamedSubjectsState named = detectors.value();
        return named == null ? NEVER : named.timer;
    }

    @Override
    protected long micros(Finding finding) {
        return finding.endMicros() - 1;
    }

    @Override
    protected Comparator<Finding> ties() {
        return ORDER;
    }

    @Override
    public void processElement(Finding finding, Context context, Collector<Finding> out)
            throws Exception {
        NamedSubjectsState known = detectors.value();
        NamedSubjectsState named = known == null ? new NamedSubjectsState() : known;
        forget(named, micros(finding));
        if (names(named, finding)) {
            out.collect(finding);
        } else {
            otherSubjects.inc();
            if (named.others++ == 0) {
                named.othersSince = Math.floorDiv(micros(finding), MINUTE) * MINUTE;
                named.node = finding.node();
            }
        }
        store(named);
    }

    /** Whether the subject has alerts of its own, from now on if there is room. */
    private static boolean names(NamedSubjectsState named, Finding finding) {
        long subject = Sighting.hash(finding.subject());
        long until = finding.endMicros() + KEPT;
        for (int i = 0; i < named.size; i++) {
            if (named.subjects[i] == subject) {
                named.untils[i] = Math.max(named.untils[i], until);
                return true;
            }
        }
        if (named.size >= (finding.severity() == Severity.CRITICAL ? 2 * MOST : MOST)) {
            return false;
        }
        if (named.size == named.subjects.length) {
            named.subjects = Arrays.copyOf(named.subjects, 2 * named.size);
            named.untils = Arrays.copyOf(named.untils, 2 * named.size);
        }
        named.subjects[named.size] = subject;
        named.untils[named.size++] = until;
        return true;
    }

    private static void forget(NamedSubjectsState named, long now) {
        int kept = 0;
        for (int i = 0; i < named.size; i++) {
            if (named.untils[i] > now) {
                named.subjects[kept] = named.subjects[i];
                named.untils[kept++] = named.untils[i];
            }
        }
        named.size = kept;
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Finding> out)
            throws Exception {
        NamedSubjectsState named = detectors.value();
        named.timer = NEVER;
        forget(named, timestamp * 1000);
        if (named.others > 0 && named.othersSince + MINUTE <= timestamp * 1000) {
            out.collect(others(context.getCurrentKey(), named));
            named.others = 0;
        }
        store(named);
    }

    private static Finding others(String detector, NamedSubjectsState named) {
        return new Finding(
                detector,
                Severity.CRITICAL,
                named.node,
                OTHER,
                named.othersSince,
                named.othersSince + MINUTE,
                named.others,
                MOST,
                named.others,
                "%d more findings, about subjects beyond the %d that have alerts of their own"
                        .formatted(named.others, MOST));
    }

    private void store(NamedSubjectsState named) throws Exception {
        if (named.size == 0 && named.others == 0) {
            detectors.clear();
            return;
        }
        long next = named.others > 0 ? named.othersSince + MINUTE : Long.MAX_VALUE;
        for (int i = 0; i < named.size; i++) {
            next = Math.min(next, named.untils[i]);
        }
        named.timer = wake(named.timer, next);
        detectors.update(named);
    }
}
