package io.siphon.sources.hep;

/**
 * What one {@link HepDecoder} has met since it was made. Written by the decoder's thread alone; a
 * metric reporter that reads from another thread may see a slightly old number.
 */
public final class HepCounts {

    /** Packets without a time, or with time 0 (HEP 1, plain SIP): they got the time of receipt. */
    public long timeAbsent;

    /** Packets whose byte-swapped seconds and µs were put right (rtpengine 13 and later). */
    public long timeRepaired;

    /** Packets whose time was outside the {@link ClockWindow}: they got the time of receipt. */
    public long timeReplaced;

    /** Payloads and frames unpacked. */
    public long inflated;

    /** Datagrams with bytes after the end of their frame; those bytes are ignored. */
    public long trailing;

    private final long[] failures = new long[HepException.Reason.values().length];

    /** Datagrams that failed for this reason. */
    public long failures(HepException.Reason reason) {
        return failures[reason.ordinal()];
    }

    void failed(HepException.Reason reason) {
        failures[reason.ordinal()]++;
    }
}
