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
 * before, or are answered with 408 or 5xx. Followed for each pair of addresses, whatever their
 * ports: while one of a host's ports answers, the host is not down. Those that are sent at about
 * the same time, as to phones behind one address, are one. Forgotten when nobody asks for ten
 * minutes.
 */
final class OptionsDown extends SubjectDetector {

    private static final long serialVersionUID = 1L;

    static final String NAME = "options_down";

    private static final int ASKED = 0;
    private static final int ANSWERED = 1;
    private static final int FAILED = 2;

    /** What is sent within this time of the request that is waited for is one with it, µs. */
    private static final long AT_ONCE = 5_000_000;

    /** Of {@link SubjectState#own}: what failed in a row. */
    private static final int FAILURES = 0;

    /** Time of the request that is or was waited for, epoch µs. */
    private static final int ASKED_AT = 1;

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
                if (isNext(sighting, state)) {
                    next(sighting, state);
                }
            }
            case FAILED -> {
                if (state.own[WAITING] != sighting.item() && isNext(sighting, state)) {
                    next(sighting, state); // its request was not captured
                }
                if (state.own[WAITING] == sighting.item()) {
                    fail(state);
                }
            }
            default -> {
                state.own[FAILURES] = 0;
                state.own[WAITING] = 0;
                state.own[DOWN_SINCE] = 0;
                state.raised = 0;
                state.bad = 0;
            }
        }
    }

    /** Whether it is neither sent again nor sent along with the one before. */
    private static boolean isNext(Sighting sighting, SubjectState state) {
        if (state.items.count() == Distinct.EXACT) {
            state.items = new Distinct(); // so it stays small, and exact
        }
        return state.items.add(sighting.item())
                && sighting.timeMicros() - state.own[ASKED_AT] >= AT_ONCE;
    }

    private static void next(Sighting sighting, SubjectState state) {
        if (state.own[WAITING] != 0) {
            fail(state);
        }
        state.own[WAITING] = sighting.item();
        state.own[ASKED_AT] = sighting.timeMicros();
    }

    private static void fail(SubjectState state) {
        state.bad++;
        state.own[WAITING] = 0;
        if (state.own[FAILURES]++ == 0) {
            state.own[DOWN_SINCE] = state.own[ASKED_AT];
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
