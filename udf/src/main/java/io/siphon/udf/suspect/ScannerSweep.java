package io.siphon.udf.suspect;

import io.siphon.schema.Call;
import io.siphon.schema.CallChange;
import io.siphon.schema.CallOutcome;
import io.siphon.schema.Registration;
import io.siphon.schema.RegistrationChange;
import io.siphon.schema.RegistrationOutcome;
import io.siphon.udf.finding.Finding;
import io.siphon.udf.payload.Endpoints;
import io.siphon.udf.sip.SipMessage;

import org.apache.flink.util.Collector;

import javax.annotation.Nullable;

import java.time.Duration;
import java.util.Set;

/**
 * A source address that tries many users or hosts, of which nearly none is there. Calls and
 * registrations count when they are decided: nobody is there, or somebody is. What the network
 * could not do, 5xx or no answer, counts for neither: an outage is no scan. OPTIONS count when they
 * are sent, for a host that is not there does not answer; they are judged by themselves. Who was
 * answered before is no scanner when nothing answers: its uplink is down. Then refusals only count.
 */
final class ScannerSweep extends SubjectDetector {

    private static final long serialVersionUID = 1L;

    static final String NAME = "scanner_sweep";

    private static final int MISS = 0;
    private static final int HIT = 1;

    /** An OPTIONS that was refused; when it was sent it counted already. */
    private static final int REFUSED = 2;

    /** An OPTIONS that found a host. */
    private static final int ANSWERED = 3;

    /** For so long after hosts answered silence says nothing, µs. */
    private static final long KNOWN = 3_600_000_000L;

    /** Of {@link SubjectState#own}: OPTIONS refused, answered; until when it is known, µs. */
    private static final int REFUSALS = 0;

    private static final int ANSWERS = 1;
    private static final int KNOWN_UNTIL = 2;

    /** Apart: nearly every server answers OPTIONS, which says nothing about users. */
    private static final String OPTIONS = "options";

    private static final String USERS = "users";

    /** Of 100 tries a scanner has fewer hits. */
    private static final int HIT_PCT = 5;

    /** What says that nobody is there, or hides whether somebody is (RFC 3261, 21.4, 21.6). */
    private static final Set<Integer> NOBODY = Set.of(401, 403, 404, 407, 410, 480, 604);

    private final int threshold;

    ScannerSweep(int threshold) {
        super(NAME, Duration.ofSeconds(60));
        this.threshold = threshold;
    }

    @Override
    void observe(Call call, Collector<Sighting> out) {
        boolean answered = call.change() == CallChange.ANSWERED;
        boolean ended = call.change() == CallChange.ENDED && call.answeredAt() == 0;
        boolean there = answered || ended && isThere(call.outcome());
        if (there || ended && NOBODY.contains(call.finalStatus())) {
            sight(
                    USERS,
                    call.source(),
                    call.changeMicros(),
                    there ? HIT : MISS,
                    call.node(),
                    call.callee(),
                    out);
        }
    }

    /** Not answered, but a phone is there. */
    private static boolean isThere(CallOutcome outcome) {
        return outcome == CallOutcome.BUSY
                || outcome == CallOutcome.NO_ANSWER
                || outcome == CallOutcome.CANCELLED;
    }

    @Override
    void observe(Registration registration, Collector<Sighting> out) {
        if (registration.change() != RegistrationChange.ENDED) {
            return;
        }
        boolean accepted = registration.outcome() == RegistrationOutcome.ACCEPTED;
        if (accepted || NOBODY.contains(registration.finalStatus())) {
            sight(
                    USERS,
                    registration.source(),
                    registration.changeMicros(),
                    accepted ? HIT : MISS,
                    registration.node(),
                    registration.aor(),
                    out);
        }
    }

    /** A response counts for whom it is sent to: also one that only finds fault is an answer. */
    @Override
    void observe(SipMessage options, Collector<Sighting> out) {
        if (options.isRequest()) {
            sight(
                    OPTIONS,
                    options.source(),
                    options.timeMicros(),
                    MISS,
                    options.node(),
                    options.requestUri(),
                    out);
        } else {
            sight(
                    OPTIONS,
                    options.destination(),
                    options.timeMicros(),
                    NOBODY.contains(options.status()) ? REFUSED : ANSWERED,
                    options.node(),
                    "",
                    out);
        }
    }

    private static void sight(
            String part,
            String endpoint,
            long micros,
            int kind,
            String node,
            String target,
            Collector<Sighting> out) {
        String address = Endpoints.address(endpoint);
        if (!address.isEmpty()) {
            Sighting sighting = Sighting.of(Sighting.key(NAME, address, part), micros, kind, node);
            out.collect(kind == MISS ? sighting.withItem(target).withExample(target) : sighting);
        }
    }

    @Override
    boolean begins(Sighting sighting) {
        return sighting.kind() == MISS;
    }

    @Override
    void see(Sighting sighting, SubjectState state) {
        if (state.until - state.since > length()) { // it was only remembered
            state.begin(sighting.timeMicros(), length());
        }
        if (sighting.kind() == HIT) {
            state.good++;
        } else if (sighting.kind() == REFUSED) {
            state.own[REFUSALS]++;
        } else if (sighting.kind() == ANSWERED) {
            state.own[ANSWERS]++;
            state.good++;
        } else {
            state.bad++;
            if (state.items.add(sighting.item())) {
                state.example(sighting.example());
            }
        }
    }

    /** What rings is answered later: only the whole minute says. */
    @Override
    boolean isImmediate() {
        return false;
    }

    @Override
    @Nullable
    Finding judge(String key, SubjectState state) {
        boolean known = state.own[KNOWN_UNTIL] >= state.until;
        long missed = known ? Math.min(state.own[REFUSALS], state.bad) : state.bad;
        long targets = Math.min(state.items.count(), missed);
        long tries = missed + state.good;
        return targets < threshold || isFound(state.good, tries)
                ? null
                : alert(
                        key,
                        state,
                        targets,
                        threshold,
                        "%s tried %d users or hosts in %s, %d of %d tries found one%s"
                                .formatted(
                                        Sighting.subject(key),
                                        targets,
                                        duration(),
                                        state.good,
                                        tries,
                                        state.forExample()));
    }

    private static boolean isFound(long hits, long tries) {
        return hits * 100 >= tries * HIT_PCT;
    }

    /** Remembers who was answered; of a few targets it does not matter. */
    @Override
    boolean goesOn(SubjectState state) {
        if (state.own[ANSWERS] > 0
                && 2 * state.items.count() >= threshold
                && isFound(state.good, state.bad + state.good)) {
            state.own[KNOWN_UNTIL] = state.until + KNOWN;
        }
        state.own[REFUSALS] = 0;
        state.own[ANSWERS] = 0;
        if (state.own[KNOWN_UNTIL] <= state.until) {
            return false;
        }
        state.begin(state.until, state.own[KNOWN_UNTIL] - state.until);
        return true;
    }
}
