package io.siphon.console.report;

import io.siphon.console.store.Span;

import java.util.List;

/**
 * What is missing from the store, as far as the store itself can tell.
 *
 * @param recorded from the first to the last stored window with SIP requests in the span; null when
 *     there is none
 * @param gaps stretches without any SIP request between windows that have some
 * @param notListening times in which no socket, or not all of them, were open: Siphon was down. In
 *     order, none overlaps another; those that it has a journal for
 * @param undecodable messages that could not be decoded, by reason
 * @param refused rows that the database did not take
 */
public record Completeness(
        Span recorded,
        List<Gap> gaps,
        List<Span> notListening,
        List<Report.Share> undecodable,
        long refused) {

    /** What is counted in Flink's metrics only, and not stored. */
    public static final List<String> NOT_RECORDED =
            List.of("datagrams dropped by the kernel", "late data");

    /**
     * @param neighbourRequests SIP requests in a window, the mean of the one before and the one
     *     after: what may be missing of each
     */
    public record Gap(Span span, double neighbourRequests) {}

    public long gapMicros() {
        return gaps.stream().mapToLong(gap -> gap.span().lengthMicros()).sum();
    }

    public long notListeningMicros() {
        return notListening.stream().mapToLong(Span::lengthMicros).sum();
    }

    public long undecodableMessages() {
        return undecodable.stream().mapToLong(Report.Share::count).sum();
    }
}
