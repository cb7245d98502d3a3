package io.siphon.udf.registration;

import io.siphon.schema.Registration;
import io.siphon.schema.RegistrationChange;
import io.siphon.udf.order.Standing;
import io.siphon.udf.sip.Binding;

import java.util.Arrays;

/**
 * State: one registration as far as it has been seen; {@link RegistrationRules} change it. Times
 * are epoch µs, 0 when it has not happened.
 *
 * <p>After its end it lingers, so that retransmissions do not begin a new one, and as long as it
 * was granted, so that its refresh is known to be one.
 */
public class AttemptState {

    /**
     * 64·T1 (RFC 3261, 17): how long an answer may take, a transaction may still be heard of after
     * its end, and a challenged user agent has time to try again.
     */
    static final long LINGER = 32_000_000;

    /**
     * Bindings are not followed for longer than this, s: IMS grants a week (TS 24.229, 600 000 s).
     */
    static final long LONGEST = 14 * 86_400;

    /** A user agent asks anew without an answer after that long: Asterisk's chan_sip after 20 s. */
    private static final long PATIENCE = 15_000_000;

    /** Within which a user agent that has credentials answers a challenge anew by itself. */
    private static final long CORRECTION = 2_000_000;

    public String aor = "";
    public String callId = "";
    public String contact = "";
    public String userAgent = "";
    public String source = "";
    public String destination = "";
    public String node = "";
    public String trunk = "";
    public String direction = "";
    public RegistrationKind kind = RegistrationKind.INITIAL;

    public long firstCseq;
    public long startedAt;
    public long challengedAt;
    public long endedAt;
    public long lapsedAt;
    public long requestedExpires = -1;
    public long expires = -1;
    public RegistrationOutcome outcome = RegistrationOutcome.IN_PROGRESS;
    public int finalStatus;

    /** Of the transaction that is waited for. */
    public long cseq;

    /** Via values of its requests where they had fewest: nearest the user agent. */
    public int hops;

    /** Last that was heard of it. */
    public long activeAt;

    /** The response to end with if nothing better comes; 0: none. */
    public int heldStatus;

    public long heldAt;
    public long heldExpires = -1;

    /** Until when that waits for the next request; 0: as long as anything is heard. */
    public long retryUntil;

    /** Branch of the response that waits or has waited so, by hash. */
    public int retriedBranch;

    /** When the end was known: when lingering begins. */
    public long closedAt;

    /** Until when the contact is registered by this; 0 when it is not, or by another. */
    public long boundUntil;

    /** Of the agent that saw the first request, see {@link Registration#clockOffset}. */
    public long clockOffset;

    /** Whether one of its requests answered a challenge, see {@link RegistrationEvent}. */
    public boolean credentials;

    /** How often that was refused. */
    public int refusals;

    /** Branch of the last response that refused it, by hash: seen twice it counts once. */
    public int refusedBranch;

    /** Contacts that are removed if it is accepted. */
    public String[] removed = {};

    public AttemptState() {}

    static AttemptState of(RegistrationEvent e, RegistrationKind kind) {
        AttemptState attempt = new AttemptState();
        attempt.aor = e.aor();
        attempt.callId = e.callId();
        attempt.userAgent = e.userAgent();
        attempt.source = e.source();
        attempt.destination = e.destination();
        attempt.node = e.node();
        attempt.trunk = e.trunk();
        attempt.direction = e.direction();
        attempt.firstCseq = e.cseq();
        attempt.startedAt = e.timeMicros();
        attempt.cseq = e.cseq();
        attempt.hops = e.hops();
        attempt.activeAt = e.timeMicros();
        attempt.clockOffset = e.clockOffset();
        attempt.credentials = e.credentials();
        attempt.ask(e, kind);
        return attempt;
    }

    /** What it asks for is what its last request asks for: 423 and NAT make it another. */
    void ask(RegistrationEvent request, RegistrationKind itsKind) {
        kind = itsKind;
        contact = request.contact();
        requestedExpires = request.expires();
        removed = request.removed();
    }

    public boolean isOpen() {
        return closedAt == 0;
    }

    /**
     * Whether a request of its Call-ID is the user agent's next try, after it has given this one
     * up: it heard nothing, or does not do at once what the answer asks for.
     */
    boolean isGivenUpBy(RegistrationEvent request) {
        if (!isOpen() || request.cseq() <= cseq) {
            return false;
        }
        long since = heldStatus == 0 ? Math.max(startedAt, challengedAt) : heldAt;
        return request.timeMicros() - since >= patience(request);
    }

    private long patience(RegistrationEvent request) {
        if (heldStatus == 0) {
            return PATIENCE;
        }
        if (heldStatus == 401 || heldStatus == 407) {
            if (refusals > 0) {
                return CORRECTION;
            }
            return request.credentials() ? Long.MAX_VALUE : PATIENCE;
        }
        return RegisterRetry.within(heldStatus) == LINGER ? PATIENCE : RegisterRetry.AT_ONCE;
    }

    /** Keeps a final response that the next request may follow, or that is not the user agent's. */
    void hold(RegistrationEvent response) {
        heldStatus = response.status();
        heldAt = response.timeMicros();
        heldExpires = granted(response.bindings());
        long within = RegisterRetry.within(heldStatus);
        boolean soon = within < LINGER && response.hops() <= hops;
        retryUntil = soon ? heldAt + within : 0;
        retriedBranch = soon ? response.branch() : retriedBranch;
    }

    /**
     * Whether a request goes to the next server after that response: it is the same but for the
     * branch (RFC 3263, 4.3).
     */
    boolean isRetriedBy(RegistrationEvent request) {
        return retryUntil > 0
                && request.cseq() == cseq
                && request.hops() <= hops
                && request.branch() != retriedBranch;
    }

    /** Whether a response is that one again, after the request to the next server. */
    boolean isLeftBehind(RegistrationEvent response) {
        return heldStatus == 0 && retriedBranch != 0 && response.branch() == retriedBranch;
    }

    void retried() {
        heldStatus = 0;
        heldAt = 0;
        heldExpires = -1;
        retryUntil = 0;
    }

    /** Whether a request of its Call-ID, after its end, is no more view of it but another. */
    boolean isFollowedBy(RegistrationEvent request) {
        return request.cseq() > cseq
                || request.timeMicros() >= closedAt + LINGER
                || isRetriedBy(request);
    }

    boolean isBoundTo(String otherContact) {
        return boundUntil > 0 && sameContact(otherContact);
    }

    boolean removes(AttemptState other) {
        return Arrays.stream(removed).anyMatch(other::isBoundTo);
    }

    boolean isAmong(Binding[] listed) {
        return Arrays.stream(listed).anyMatch(binding -> sameContact(binding.contact()));
    }

    private boolean sameContact(String other) {
        return SipUri.bare(contact).equals(SipUri.bare(other));
    }

    /** s that a 2xx grants: to the contact, else to the only one, else as asked for. */
    long granted(Binding[] bindings) {
        for (Binding binding : bindings) {
            if (sameContact(binding.contact()) && binding.expires() >= 0) {
                return binding.expires();
            }
        }
        return bindings.length == 1 && bindings[0].expires() >= 0
                ? bindings[0].expires()
                : requestedExpires;
    }

    /** A rank of {@link Standing}. */
    int worth() {
        if (isOpen()) {
            return activeAt > startedAt || heldStatus > 0
                    ? Standing.UNDER_WAY
                    : Standing.UNANSWERED;
        }
        return boundUntil > 0 ? Standing.UP : Standing.OVER;
    }

    /** The smallest of its rank goes first. */
    long standsSince() {
        return isOpen() ? startedAt : boundUntil > 0 ? -boundUntil : closedAt;
    }

    /** When something is due if nothing more is heard. */
    long deadline() {
        if (isOpen()) {
            return retryUntil > 0 ? retryUntil : activeAt + LINGER;
        }
        return (boundUntil > 0 ? boundUntil : closedAt) + LINGER;
    }

    /** Credentials of this attempt that were refused, at that time. */
    RefusedLogin refusedLogin(int status, long at) {
        return new RefusedLogin(aor, at, source, node, trunk, userAgent, status);
    }

    /** The registration as it is now, for a change that became known at {@code at}. */
    Registration snapshot(RegistrationChange change, long at) {
        boolean accepted = outcome == RegistrationOutcome.ACCEPTED;
        return new Registration(
                aor,
                callId,
                firstCseq,
                change,
                at,
                kind.inRecord(),
                contact,
                userAgent,
                source,
                destination,
                node,
                trunk,
                direction,
                startedAt,
                challengedAt,
                endedAt,
                lapsedAt,
                accepted ? Math.floorDiv(endedAt - startedAt + 500, 1000L) : -1,
                requestedExpires,
                expires,
                outcome.inRecord(),
                finalStatus,
                clockOffset);
    }
}
