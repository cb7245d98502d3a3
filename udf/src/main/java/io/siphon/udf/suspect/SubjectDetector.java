package io.siphon.udf.suspect;

import io.siphon.schema.Call;
import io.siphon.schema.Registration;
import io.siphon.schema.Severity;
import io.siphon.udf.finding.Finding;
import io.siphon.udf.registration.RefusedLogin;
import io.siphon.udf.sip.SipMessage;

import org.apache.flink.util.Collector;

import javax.annotation.Nullable;

import java.io.Serializable;
import java.time.Duration;

/**
 * Finds one kind of misbehaviour by what a subject did one thing after the other. It makes {@link
 * Sighting}s of calls, registrations and OPTIONS where these are, and judges the {@link
 * SubjectState} of a subject where that is. A state lives for a window that begins with its first
 * sighting.
 */
abstract class SubjectDetector implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String name;
    private final long length;

    SubjectDetector(String name, Duration window) {
        this.name = name;
        this.length = window.toNanos() / 1000;
    }

    final String name() {
        return name;
    }

    /** Of its window, µs. */
    final long length() {
        return length;
    }

    /**
     * A step of a call. Who counts what an account does leaves out later legs: behind a B2BUA they
     * have the same account.
     */
    void observe(Call call, Collector<Sighting> out) {}

    /** A step of a registration. */
    void observe(Registration registration, Collector<Sighting> out) {}

    void observe(RefusedLogin login, Collector<Sighting> out) {}

    /** An OPTIONS request, or a final response to one, at one hop. */
    void observe(SipMessage options, Collector<Sighting> out) {}

    /** Whether a subject of which nothing is known is followed from this sighting on. */
    boolean begins(Sighting sighting) {
        return true;
    }

    /** Takes the next sighting in order. */
    abstract void see(Sighting sighting, SubjectState state);

    /** What there is to say about a subject; null when nothing is wrong. */
    @Nullable
    abstract Finding judge(String key, SubjectState state);

    /** Whether it is judged at each sighting, not only at the end of its window. */
    boolean isImmediate() {
        return true;
    }

    /**
     * When it is judged although nothing is sighted, epoch µs; as a rule at the end of its window.
     */
    long judgedAt(SubjectState state) {
        return state.until;
    }

    /** Whether it is judged once more when its window ends. */
    boolean isToldAtEnd() {
        return true;
    }

    /** Whether nothing is left that would ever matter, so that the state can go at once. */
    boolean isSpent(SubjectState state) {
        return false;
    }

    /**
     * The window is over and has been judged.
     *
     * @return whether the subject is followed further: then the state has a later {@code until}
     */
    boolean goesOn(SubjectState state) {
        return false;
    }

    Finding alert(String key, SubjectState state, double value, double threshold, String text) {
        return alert(key, state, Severity.of(value, threshold), value, threshold, text);
    }

    Finding alert(
            String key,
            SubjectState state,
            Severity severity,
            double value,
            double threshold,
            String text) {
        return new Finding(
                name,
                severity,
                state.node,
                Sighting.subject(key),
                state.since,
                Math.min(state.until, state.last + 1),
                value,
                threshold,
                state.bad + state.good,
                text);
    }

    /** What it came to in the end: critical, and an event of its own. */
    Finding breach(
            String key,
            SubjectState state,
            long micros,
            double value,
            double threshold,
            String text) {
        return new Finding(
                name,
                Severity.CRITICAL,
                state.node,
                Sighting.subject(key),
                micros,
                Math.max(micros, state.last) + 1,
                value,
                threshold,
                state.bad + state.good,
                text);
    }

    /** {@code 60 s}, {@code 10 min}, {@code 2 h}. */
    final String duration() {
        long seconds = length / 1_000_000;
        if (seconds % 3600 == 0) {
            return seconds / 3600 + " h";
        }
        return seconds % 60 == 0 && seconds > 60 ? seconds / 60 + " min" : seconds + " s";
    }
}
