package io.siphon.udf.suspect;

import io.siphon.udf.edge.PackedState;
import io.siphon.udf.finding.Finding;
import io.siphon.udf.order.InOrderFunction;
import io.siphon.udf.order.Standing;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.util.Collector;

import javax.annotation.Nullable;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Follows subjects, keyed by {@link Sighting#key}, and emits a {@link Finding} when a detector
 * finds something, again when its severity rises and once a minute while it goes on, and once more
 * at the end of the window. All of a window begin at the same time.
 *
 * <p>{@link io.siphon.udf.order.InOrder} runs it: sightings come in the order of time, and beyond
 * its ceiling the subjects of which least was seen are forgotten first.
 *
 * <p>Metric {@code alerts}: those emitted, rewritten ones too.
 */
public final class SubjectFunction extends InOrderFunction<String, Sighting, Finding> {

    private static final long serialVersionUID = 1L;

    /** A finding that lasts is emitted again so often, µs: so an alert does not close meanwhile. */
    static final long MINUTE = 60_000_000;

    /** Sightings after which a subject is worth more than those of which there was one. */
    private static final int SEVERAL = 3;

    private final Map<String, SubjectDetector> detectors = new HashMap<>();

    private transient PackedState<SubjectState> subjects;
    private transient Counter alerts;

    SubjectFunction(List<SubjectDetector> detectors) {
        detectors.forEach(detector -> this.detectors.put(detector.name(), detector));
    }

    @Override
    public void open(OpenContext context) {
        subjects = new PackedState<>(getRuntimeContext(), state(), new SubjectStateCodec());
        alerts = getRuntimeContext().getMetricGroup().counter("alerts");
    }

    @Override
    protected ValueStateDescriptor<byte[]> state() {
        return PackedState.descriptor("subject");
    }

    @Override
    protected long nextTimer() throws Exception {
        SubjectState subject = subjects.value();
        return subject == null ? NEVER : subject.timer;
    }

    @Override
    protected void flush() throws Exception {
        subjects.close();
    }

    @Override
    protected long places() {
        return subjects.places();
    }

    @Override
    protected void recounted(long places) {
        subjects.recounted(places);
    }

    @Override
    protected Standing standing() throws Exception {
        SubjectState subject = subjects.value();
        int rank =
                subject.raised > 0
                        ? Standing.UP
                        : subject.bad >= SEVERAL ? Standing.UNDER_WAY : Standing.UNANSWERED;
        return new Standing(rank, subject.last, subject.source, subjects.taken());
    }

    @Override
    protected long micros(Sighting sighting) {
        return sighting.timeMicros();
    }

    @Override
    protected Comparator<Sighting> ties() {
        return Sighting.ORDER;
    }

    @Override
    public void processElement(Sighting sighting, Context context, Collector<Finding> out)
            throws Exception {
        String key = context.getCurrentKey();
        SubjectDetector detector = detectors.get(Sighting.detector(key));
        if (detector == null) {
            return; // switched off since the savepoint
        }
        SubjectState subject = subjects.value();
        while (subject != null && subject.until <= sighting.timeMicros()) {
            subject = end(detector, key, subject, out);
        }
        if (subject == null && detector.begins(sighting)) {
            subject = SubjectState.begun(sighting, detector.length());
        }
        if (subject != null) {
            subject.last = Math.max(subject.last, sighting.timeMicros());
            detector.see(sighting, subject);
            if (detector.isImmediate()) {
                raise(detector.judge(key, subject), subject, out);
            }
            if (detector.isSpent(subject)) {
                subjects.clear();
            } else {
                store(detector, subject);
            }
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Finding> out)
            throws Exception {
        String key = context.getCurrentKey();
        SubjectDetector detector = detectors.get(Sighting.detector(key));
        SubjectState subject = subjects.value();
        if (detector == null || isEvicted()) {
            subjects.clear();
            return;
        }
        subject.timer = NEVER;
        while (subject != null && subject.until <= timestamp * 1000) {
            subject = end(detector, key, subject, out);
        }
        if (subject != null && isOver()) {
            subjects.clear();
        } else if (subject != null) {
            if (detector.judgedAt(subject) <= timestamp * 1000) {
                subject.last = timestamp * 1000;
                raise(detector.judge(key, subject), subject, out);
            }
            store(detector, subject);
        }
    }

    /** Returns what is followed further; null when it is forgotten. */
    @Nullable
    private SubjectState end(
            SubjectDetector detector, String key, SubjectState subject, Collector<Finding> out) {
        subject.last = subject.until - 1;
        Finding last = detector.isToldAtEnd() ? detector.judge(key, subject) : null;
        if (last != null) {
            alerts.inc();
            out.collect(last);
        }
        if (detector.goesOn(subject)) {
            return subject;
        }
        subjects.clear();
        return null;
    }

    private void raise(@Nullable Finding alert, SubjectState subject, Collector<Finding> out) {
        if (alert == null) {
            return;
        }
        int severity = alert.severity().ordinal() + 1;
        if (severity > subject.raised || subject.last >= subject.toldAt + MINUTE) {
            subject.raised = Math.max(severity, subject.raised);
            subject.toldAt = subject.last;
            alerts.inc();
            out.collect(alert);
        }
    }

    private void store(SubjectDetector detector, SubjectState subject) throws Exception {
        subject.timer = wake(subject.timer, Math.min(subject.until, detector.judgedAt(subject)));
        subjects.update(subject);
    }
}
