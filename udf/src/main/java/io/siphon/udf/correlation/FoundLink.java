package io.siphon.udf.correlation;

import io.siphon.schema.CallLink;
import io.siphon.schema.LinkReason;
import io.siphon.schema.LinkState;

import java.util.Comparator;

/**
 * A link between two calls as {@link LinkFinder} finds it, or that a call is over, or has failed.
 *
 * @param over whether the first call is over, and all but that and the time says nothing
 * @param first the call that began first
 * @param second the other one; of {@code over} the same
 * @param timeMicros when that was known, epoch µs
 */
public record FoundLink(
        boolean over,
        LegId first,
        LegId second,
        LinkReason reason,
        String evidence,
        double score,
        LinkState state,
        long timeMicros) {

    static final Comparator<FoundLink> ORDER =
            Comparator.comparing(FoundLink::over)
                    .thenComparing(FoundLink::first)
                    .thenComparing(FoundLink::second)
                    .thenComparing(FoundLink::reason)
                    .thenComparing(FoundLink::state)
                    .thenComparing(FoundLink::evidence);

    static FoundLink of(
            MarkState a,
            MarkState b,
            LinkReason reason,
            String evidence,
            double score,
            LinkState state,
            long timeMicros) {
        boolean inOrder = a.id().compareTo(b.id()) <= 0;
        return new FoundLink(
                false,
                inOrder ? a.id() : b.id(),
                inOrder ? b.id() : a.id(),
                reason,
                evidence,
                score,
                state,
                timeMicros);
    }

    static FoundLink end(LegId leg, long timeMicros) {
        return new FoundLink(
                true, leg, leg, LinkReason.CORRELATION_ID, "", 0, LinkState.CONFIRMED, timeMicros);
    }

    /** It ended unanswered, and nobody tries it again; that it is over is said later. */
    static FoundLink failed(LegId leg, long timeMicros) {
        return end(leg, timeMicros).withState(LinkState.REJECTED);
    }

    boolean isFailure() {
        return over && state == LinkState.REJECTED;
    }

    /** Whether it is about the same two calls for the same reason. */
    boolean isSameAs(FoundLink other) {
        return reason == other.reason && first.equals(other.first) && second.equals(other.second);
    }

    boolean isOf(LegId leg) {
        return first.compareTo(leg) == 0 || second.compareTo(leg) == 0;
    }

    /** Whether it makes its calls legs of one conversation. */
    boolean joins() {
        return switch (state) {
            case CONFIRMED -> true;
            case PROVISIONAL -> score >= GuessRules.ALONE;
            case REJECTED -> false;
        };
    }

    FoundLink withState(LinkState newState) {
        return new FoundLink(over, first, second, reason, evidence, score, newState, timeMicros);
    }

    CallLink toRow(String conversationId) {
        return new CallLink(
                conversationId,
                first.callId(),
                first.storedStart(),
                second.callId(),
                second.storedStart(),
                reason,
                evidence,
                score,
                state,
                timeMicros);
    }
}
