package io.siphon.udf.suspect;

import io.siphon.schema.Severity;
import io.siphon.udf.finding.Finding;
import io.siphon.udf.payload.Endpoints;
import io.siphon.udf.sip.SipMessage;

import org.apache.flink.util.Collector;

import javax.annotation.Nullable;

import java.time.Duration;

/**
 * A host that answered OPTIONS, and does no more: the next are sent without a response to the one
 * before, or are answered with 408 or 5xx. Followed for each pair of addresses; forgotten when
 * nobody asks for ten minutes.
 */
final class OptionsDown extends SubjectDetector {

    private static final long serialVersionUID = 1L;

    static final String NAME = "options_down";

    private static final int ASKED = 0;
    private static final int ANSWERED = 1;
    private static final int FAILED = 2;

    /** Of {@link SubjectState#own}: what failed in a row; whether it ever answered. */
    private static final int FAILURES = 0;

    private static final int KNOWN = 1;

    /** Hash of the request that waits for its response; 0: none does. */
    private static final int WAITING = 2;

    /** Time of the first request that failed, epoch µs. */
    private static final int DOWN_SINCE = 3;

    private final int threshold;

    OptionsDown(int threshold) {
        super(NAME, Duration.ofMinutes(10));
        this.threshold = threshold;
    }

    @Override
    void observe(SipMessage options, Collector<Sighting> out) {
        boolean request = options.isRequest();
        String asked = Endpoints.address(request ? options.destination() : options.source());
        String asking = Endpoints.address(request ? options.source() : options.destination());
        boolean failed = options.status() == 408 || options.status() >= 500;
        if (!asked.isEmpty() && !asking.isEmpty()) {
            out.collect(
                    Sighting.of(
                                    Sighting.key(NAME, asked, asking),
                                    options.timeMicros(),
                                    request ? ASKED : failed ? FAILED : ANSWERED,
                                    options.node())
                            .from(asking)
                            .withItem(options.callId() + options.cseq()));
        }
    }

    /** One that never answered is not down: it may be a scanner that asks. */
    @Override
    boolean begins(Sighting sighting) {
        return sighting.kind() == ANSWERED;
    }

    @Override
    void see(Sighting sighting, SubjectState state) {
        state.until = sighting.timeMicros() + length();
        switch (sighting.kind()) {
            case ASKED -> {
                boolean again = state.own[WAITING] == sighting.item();
                if (!again && state.own[WAITING] != 0) {
                    fail(sighting, state);
                }
                state.own[WAITING] = sighting.item();
            }
            case FAILED -> {
                fail(sighting, state);
                state.own[WAITING] = 0;
            }
            default -> {
                state.own[FAILURES] = 0;
                state.own[KNOWN] = 1;
                state.own[WAITING] = 0;
                state.own[DOWN_SINCE] = 0;
                state.raised = 0;
                state.bad = 0;
            }
        }
    }

    private static void fail(Sighting sighting, SubjectState state) {
        state.bad++;
        if (state.own[FAILURES]++ == 0) {
            state.own[DOWN_SINCE] = sighting.timeMicros();
        }
    }

    @Override
    @Nullable
    Finding judge(String key, SubjectState state) {
        long failures = state.own[FAILURES];
        return failures < threshold
                ? null
                : new Finding(
                        NAME,
                        Severity.of(failures, threshold),
                        state.node,
                        Sighting.subject(key),
                        state.own[DOWN_SINCE],
                        Math.max(state.last, state.own[DOWN_SINCE] + 1),
                        failures,
                        threshold,
                        failures,
                        "%s has not answered the last %d OPTIONS of %s; it did before"
                                .formatted(Sighting.subject(key), failures, Sighting.part(key)));
    }

    @Override
    boolean isToldAtEnd() {
        return false;
    }
}
