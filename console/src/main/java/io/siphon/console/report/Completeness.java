package io.siphon.console.report;

import io.siphon.console.store.Span;

import java.util.List;

/**
 * Data missing from the store, as far as the store shows it.
 *
 * @param recorded from the first to the last stored window with SIP requests in the span; null when
 *     there is none
 * @param gaps stretches without any SIP request between windows that have some
 * @param notListening times in which no socket, or not all of them, were open: Siphon was down. In
 *     order, none overlaps another; those that it has a journal for
 * @param undecodable messages that could not be decoded, by reason
 * @param refused rows that the database did not take
 * @param kernelDrops datagrams that the kernel dropped, since a socket's buffer was full
 * @param dropping from the first to the last of those drops; null when there were none
 * @param late samples that came too late for their windows, by metric
 * @param openCalls calls begun in the span that have no end: up still, or longer than the capture
 */
public record Completeness(
        Span recorded,
        List<Gap> gaps,
        List<Span> notListening,
        List<Report.Share> undecodable,
        long refused,
        long kernelDrops,
        Span dropping,
        List<Report.Share> late,
        long openCalls) {

    /** What nobody can know: agents do not number what they send. */
    public static final List<String> NOT_RECORDED =
            List.of("datagrams lost between an agent and Siphon's socket");

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

    public long lateSamples() {
        return late.stream().mapToLong(Report.Share::count).sum();
    }

    /** Whether all that came was kept and measured, and somebody listened all the time. */
    public boolean isWhole() {
        return gaps.isEmpty()
                && notListening.isEmpty()
                && undecodable.isEmpty()
                && refused == 0
                && kernelDrops == 0
                && late.isEmpty();
    }
}
