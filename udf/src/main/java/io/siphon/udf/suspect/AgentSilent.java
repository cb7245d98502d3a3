package io.siphon.udf.suspect;

import io.siphon.schema.Severity;
import io.siphon.udf.finding.Finding;

import javax.annotation.Nullable;

import java.time.Duration;

/**
 * A capture agent that sends no more: silent for longer than a minimum, and than five times the
 * longest pause that it made of late. It is known after some minutes of traffic. While it is silent
 * that is found once a minute, and forgotten after a day. At the end of captures nobody is silent.
 */
final class AgentSilent extends SubjectDetector {

    private static final long serialVersionUID = 1L;

    static final String NAME = "agent_silent";

    /** Sightings, of {@link AgentSightings}, after which an agent is known. */
    private static final int KNOWN = 30;

    private static final int TIMES_USUAL = 5;

    /** Of {@link SubjectState#own}: last message, epoch µs; longest pause of late, µs. */
    private static final int LAST = 0;

    private static final int PAUSE = 1;

    private final long min;

    AgentSilent(Duration min) {
        super(NAME, Duration.ofDays(1));
        this.min = min.toNanos() / 1000;
    }

    @Override
    void see(Sighting sighting, SubjectState state) {
        long now = sighting.timeMicros();
        if (now == state.own[LAST]) {
            return; // by another subtask
        }
        state.until = now + length();
        long pause = state.own[LAST] == 0 ? 0 : now - state.own[LAST];
        state.own[PAUSE] = Math.max(pause, state.own[PAUSE] - state.own[PAUSE] / 20);
        state.own[LAST] = Math.max(now, state.own[LAST]);
        state.raised = 0;
        state.bad++;
    }

    private long patience(SubjectState state) {
        return Math.max(min, TIMES_USUAL * state.own[PAUSE]);
    }

    @Override
    long judgedAt(SubjectState state) {
        if (state.bad < KNOWN) {
            return state.until;
        }
        return state.raised > 0
                ? state.toldAt + SubjectFunction.MINUTE
                : state.own[LAST] + patience(state);
    }

    @Override
    @Nullable
    Finding judge(String key, SubjectState state) {
        long silence = state.last - state.own[LAST];
        return state.bad < KNOWN || silence < patience(state)
                ? null
                : new Finding(
                        NAME,
                        Severity.WARNING,
                        state.node,
                        Sighting.subject(key),
                        state.own[LAST],
                        state.last,
                        silence / 1_000_000,
                        patience(state) / 1_000_000,
                        state.bad,
                        "agent %s has sent nothing for %d s; its longest pause of late was %d s"
                                .formatted(
                                        Sighting.subject(key),
                                        silence / 1_000_000,
                                        state.own[PAUSE] / 1_000_000));
    }

    @Override
    boolean isToldAtEnd() {
        return false;
    }
}
