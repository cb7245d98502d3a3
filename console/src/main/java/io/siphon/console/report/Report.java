package io.siphon.console.report;

import io.siphon.console.store.Span;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/**
 * The content of a report, independent of its format.
 *
 * @param store where it was read, for people
 * @param zone of every time that is shown
 * @param asked what the user asked for
 * @param span what is reported: {@code asked}, moved to the windows that are stored
 * @param windowMicros length of the stored windows; 0 when there are none
 * @param incidents how many there were
 * @param alerts the first of them: critical ones, then by time
 * @param total of the whole span
 * @param previous of the span of the same length before it
 * @param everyAsked whether the user asked for slices: else they are there for charts only
 * @param by null when nothing was asked for
 * @param groups the largest first, the rest together last; empty without {@code by}
 * @param responses calls by the final response that decided
 * @param mediaVerdicts what the media of calls was like; empty where none was seen
 * @param causes why calls failed, of those whose cause is stored
 * @param hops what B2BUAs did between legs; empty where calls have one leg
 * @param durations of answered calls whose end is known
 * @param worstStreams of RTP, by opinion score; empty where none were seen on the wire
 * @param registrationOutcomes of initial registrations and refreshes; empty when there are none
 * @param registrationResponses the same by the final response that decided
 * @param registrations REGISTER messages, by what was answered; empty when there are none
 */
public record Report(
        String store,
        ZoneId zone,
        Instant madeAt,
        Span asked,
        Span span,
        long windowMicros,
        Completeness completeness,
        int incidents,
        List<Incident> alerts,
        Figures total,
        Figures previous,
        boolean everyAsked,
        List<Slice> slices,
        Grouping by,
        List<Group> groups,
        List<Share> responses,
        List<Share> outcomes,
        List<Share> mediaVerdicts,
        List<FailureCause> causes,
        List<Hop> hops,
        List<Share> durations,
        List<WorstCall> slowest,
        List<WorstCall> failed,
        List<WorstStream> worstStreams,
        List<Share> registrationOutcomes,
        List<Share> registrationResponses,
        List<Share> registrations) {

    /** Whether anybody registered, in the span or before it. */
    public boolean hasRegistrations() {
        return !total.registrations().isEmpty() || !previous.registrations().isEmpty();
    }

    /**
     * An alert, from its first window to the last.
     *
     * @param severity {@code warning}, {@code critical}: the worst
     * @param windows how many
     * @param observed the worst value
     * @param message of the window with that value
     */
    public record Incident(
            String detector,
            String severity,
            String node,
            String subject,
            Span span,
            int windows,
            double observed,
            double threshold,
            String message) {

        public boolean isCritical() {
            return severity.equals("critical");
        }

        boolean isFollowedBy(Incident next) {
            return detector.equals(next.detector)
                    && node.equals(next.node)
                    && subject.equals(next.subject)
                    && next.span.fromMicros() <= span.toMicros();
        }

        Incident with(Incident next) {
            Incident worse = next.observed > observed ? next : this;
            return new Incident(
                    detector,
                    isCritical() ? severity : next.severity,
                    node,
                    subject,
                    span.with(next.span),
                    windows + next.windows,
                    worse.observed,
                    worse.threshold,
                    worse.message);
        }
    }

    /** A part of the span. */
    public record Slice(Span span, Figures figures) {}

    /** What has one value of {@link #by}. */
    public record Group(String name, Figures figures, List<Slice> slices) {}

    /**
     * A part of a whole.
     *
     * @param key stable: {@code 486}, {@code no_answer}
     * @param name for people
     * @param share of the whole, 0..1
     */
    public record Share(String key, String name, long count, double share) {}

    /**
     * Why calls failed.
     *
     * @param key stable: {@code no_route}
     * @param meaning for people
     * @param share of the calls that failed, 0..1
     * @param callId of the last one
     * @param sentence why that one did
     */
    public record FailureCause(
            String key, String meaning, long count, double share, String callId, String sentence) {}

    /**
     * What a B2BUA did, over all legs that left it.
     *
     * @param address that they leave
     * @param addedMs mean of how much later the INVITE left it than it came
     * @param answerAddedMs mean of how much later it passed an answer on; null without any
     * @param codecs legs whose codecs differ from those of the leg before
     * @param numbers likewise caller or callee
     * @param status likewise the final response
     * @param lostBeyond legs that were not answered, like the leg before
     * @param lostHere legs that were answered, and the leg before was not
     */
    public record Hop(
            String address,
            long legs,
            double addedMs,
            double addedMaxMs,
            Double answerAddedMs,
            long codecs,
            long numbers,
            long status,
            long lostBeyond,
            long lostHere) {}

    /**
     * A call that somebody should look at.
     *
     * @param pddMs -1 when there is none
     * @param finalStatus 0 when there is none
     */
    public record WorstCall(
            String callId,
            Instant startedAt,
            String callee,
            String node,
            String trunk,
            long pddMs,
            String outcome,
            int finalStatus) {}

    /**
     * A stream of RTP that somebody should look at.
     *
     * @param by {@code rtp}: seen on the wire; {@code rtcp}: as its receiver reported, and then the
     *     sockets are those of RTCP
     * @param lossPct null when not known, as the jitter
     */
    public record WorstStream(
            String by,
            String callId,
            Instant startedAt,
            String source,
            String destination,
            String codec,
            double mos,
            Double lossPct,
            Double jitterMs) {}
}
