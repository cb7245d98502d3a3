package io.siphon.udf.registration;

import io.siphon.schema.Registration;
import io.siphon.schema.RegistrationChange;
import io.siphon.udf.order.Seconds;
import io.siphon.udf.sip.Binding;

import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The rules by which messages change the registrations of one address of record (RFC 3261, 10). */
final class RegistrationRules {

    /** How an event was taken. */
    enum Verdict {
        TAKEN,
        /** A response whose request was not seen. */
        UNKNOWN,
        /** It began a registration in place of another of the same address. */
        DISPLACING,
        /** Of a registration that has ended and is forgotten. */
        AFTER_END,
        /** One registration too many at a time, and all others are in force. */
        FULL
    }

    private static final String ALL = "*";

    /** By which a registrar refuses credentials (RFC 3261, 21.4), or hides who is known. */
    private static final Set<Integer> REFUSALS = Set.of(401, 403, 404, 407);

    private final AttemptsState state;
    private final Consumer<Registration> out;
    private final Consumer<RefusedLogin> refused;
    private final Consumer<AttemptState> forgotten;
    private final Predicate<RegistrationEvent> afterEnd;

    /**
     * @param forgotten gets what has ended when it is forgotten
     * @param afterEnd whether a request is of one of these
     */
    RegistrationRules(
            AttemptsState state,
            Consumer<Registration> out,
            Consumer<RefusedLogin> refused,
            Consumer<AttemptState> forgotten,
            Predicate<RegistrationEvent> afterEnd) {
        this.state = state;
        this.out = out;
        this.refused = refused;
        this.forgotten = forgotten;
        this.afterEnd = afterEnd;
    }

    /** Takes the next event in order. */
    Verdict apply(RegistrationEvent e) {
        AttemptState attempt = state.latest(e.callId());
        if (e.isRequest()) {
            return request(e, attempt);
        }
        if (attempt == null) {
            return Verdict.UNKNOWN;
        }
        refuse(e, attempt);
        if (attempt.isOpen() && e.cseq() == attempt.cseq) {
            response(e, attempt);
        }
        return Verdict.TAKEN;
    }

    /** Counts what was refused although it carried credentials, whatever its CSeq. */
    private void refuse(RegistrationEvent e, AttemptState attempt) {
        if (REFUSALS.contains(e.status())
                && e.branch() != attempt.refusedBranch
                && e.hops() <= attempt.hops) {
            attempt.refusedBranch = e.branch();
            if (attempt.credentials && ++attempt.refusals > 1) {
                refused.accept(attempt.refusedLogin(e.status(), e.timeMicros()));
            }
        }
    }

    private Verdict request(RegistrationEvent e, AttemptState attempt) {
        if (attempt != null && attempt.isGivenUpBy(e)) {
            expire(attempt, e.timeMicros());
        }
        if (attempt != null && attempt.isOpen()) {
            again(e, attempt);
        } else if (attempt == null || attempt.isFollowedBy(e)) {
            if (afterEnd.test(e)) {
                return Verdict.AFTER_END;
            }
            boolean full = state.isFull();
            if (full && !displace(e.timeMicros())) {
                return Verdict.FULL;
            }
            AttemptState started = AttemptState.of(e, kind(e));
            state.attempts.add(started);
            out.accept(started.snapshot(RegistrationChange.STARTED, e.timeMicros()));
            return full ? Verdict.DISPLACING : Verdict.TAKEN;
        } else {
            attempt.credentials |= e.credentials();
        }
        return Verdict.TAKEN;
    }

    /** Ends one that is under way as its deadline would, and forgets it. */
    private boolean displace(long now) {
        AttemptState displaced = state.displaced();
        if (displaced == null) {
            return false;
        }
        if (displaced.isOpen()) {
            expire(displaced, now);
        }
        forgotten.accept(displaced);
        return state.attempts.remove(displaced);
    }

    private RegistrationKind kind(RegistrationEvent e) {
        if (e.bindings().length == 0) {
            return RegistrationKind.QUERY;
        }
        if (e.expires() == 0 || e.contact().equals(ALL)) {
            return RegistrationKind.REMOVAL;
        }
        return state.isBound(e.contact()) ? RegistrationKind.REFRESH : RegistrationKind.INITIAL;
    }

    /** Another view of a request, or the next one of the same attempt. */
    private void again(RegistrationEvent e, AttemptState attempt) {
        attempt.credentials |= e.credentials();
        if (e.cseq() < attempt.cseq) {
            return;
        }
        attempt.activeAt = Math.max(attempt.activeAt, e.timeMicros());
        boolean next = e.cseq() > attempt.cseq;
        if ((next || e.hops() < attempt.hops) && e.bindings().length > 0) {
            attempt.ask(e, kind(e));
        }
        if (!next) {
            if (attempt.isRetriedBy(e)) {
                attempt.retried();
            }
            attempt.hops = Math.min(attempt.hops, e.hops());
            return;
        }
        attempt.cseq = e.cseq();
        attempt.hops = e.hops();
        attempt.retried();
        attempt.retriedBranch = 0;
    }

    private void response(RegistrationEvent e, AttemptState attempt) {
        attempt.activeAt = Math.max(attempt.activeAt, e.timeMicros());
        if (e.status() < 200) {
            return;
        }
        boolean challenge = e.status() == 401 || e.status() == 407;
        if (challenge && attempt.challengedAt == 0) {
            attempt.challengedAt = e.timeMicros();
        }
        boolean nearest = e.hops() <= attempt.hops;
        if (nearest && RegisterRetry.within(e.status()) == 0) {
            end(attempt, e.status(), e.timeMicros(), attempt.granted(e.bindings()), e.timeMicros());
            replace(attempt, e.bindings());
        } else if (!attempt.isLeftBehind(e) && (nearest || attempt.heldStatus == 0)) {
            attempt.hold(e);
        }
    }

    private void end(AttemptState attempt, int status, long at, long granted, long knownAt) {
        attempt.finalStatus = status;
        attempt.outcome =
                status == 0 ? RegistrationOutcome.TIMED_OUT : RegistrationOutcome.of(status);
        attempt.endedAt = at;
        attempt.closedAt = knownAt;
        if (attempt.outcome == RegistrationOutcome.ACCEPTED) {
            accept(attempt, granted);
        } else if (attempt.refusals > 0) {
            refused.accept(attempt.refusedLogin(status, knownAt));
        }
        out.accept(attempt.snapshot(RegistrationChange.ENDED, knownAt));
    }

    private void accept(AttemptState attempt, long granted) {
        if (attempt.kind == RegistrationKind.QUERY) {
            return;
        }
        for (AttemptState other : state.attempts) {
            if (attempt.contact.equals(ALL)
                    || other.isBoundTo(attempt.contact)
                    || attempt.removes(other)) {
                other.boundUntil = 0;
            }
        }
        attempt.expires = attempt.kind == RegistrationKind.REMOVAL ? 0 : granted;
        if (attempt.expires > 0 && attempt.expires <= AttemptState.LONGEST) {
            attempt.boundUntil = attempt.endedAt + attempt.expires * 1_000_000;
        }
    }

    /**
     * A 2xx lists all bindings (RFC 3261, 10.3): what the user agent had before, under the same
     * Call-ID, and is not among them, was replaced (RFC 5626, 6) or removed. Others' are left
     * alone: some registrars list those of the user agent only.
     */
    private void replace(AttemptState attempt, Binding[] listed) {
        if (attempt.boundUntil == 0 || !attempt.isAmong(listed)) {
            return;
        }
        for (AttemptState other : state.attempts) {
            if (other.callId.equals(attempt.callId) && !other.isAmong(listed)) {
                other.boundUntil = 0;
            }
        }
    }

    /**
     * Does what is due, and forgets what is over.
     *
     * @param now epoch µs
     */
    void expire(long now) {
        for (AttemptState attempt : state.attempts) {
            if (attempt.deadline() > now) {
                continue;
            }
            if (attempt.isOpen()) {
                expire(attempt, now);
            } else if (attempt.boundUntil > 0) {
                attempt.lapsedAt = attempt.boundUntil;
                attempt.boundUntil = 0;
                out.accept(attempt.snapshot(RegistrationChange.LAPSED, now));
            }
        }
        forget(now);
    }

    /** Ends what is under way, for want of room, and forgets all. */
    void evict(long now) {
        for (AttemptState attempt : state.attempts) {
            if (attempt.isOpen() && attempt.heldStatus > 0) {
                expire(attempt, Math.max(now, attempt.activeAt));
            } else if (attempt.isOpen()) {
                attempt.outcome = RegistrationOutcome.EVICTED;
                attempt.endedAt = Math.max(now, attempt.activeAt);
                attempt.closedAt = attempt.endedAt;
                out.accept(attempt.snapshot(RegistrationChange.ENDED, attempt.endedAt));
            }
            if (attempt.outcome != RegistrationOutcome.EVICTED) {
                forgotten.accept(attempt);
            }
        }
        state.attempts.clear();
    }

    /** Ends what has an answer that only waited for a better one; the rest goes on unseen. */
    void endOfInput() {
        for (AttemptState attempt : state.attempts) {
            if (attempt.isOpen() && attempt.heldStatus > 0) {
                expire(attempt, Seconds.notBefore(attempt.deadline()) * 1000);
            }
        }
        state.attempts.clear();
    }

    private void expire(AttemptState attempt, long now) {
        boolean answered = attempt.heldStatus > 0;
        end(attempt, attempt.heldStatus, answered ? attempt.heldAt : now, attempt.heldExpires, now);
    }

    private void forget(long now) {
        state.attempts.removeIf(attempt -> isForgottenAt(attempt, now));
    }

    private boolean isForgottenAt(AttemptState attempt, long now) {
        if (attempt.isOpen() || attempt.deadline() > now) {
            return false;
        }
        forgotten.accept(attempt);
        return true;
    }
}
