package io.siphon.udf.correlation;

/**
 * A call: its Call-ID and its first INVITE, for a Call-ID may come again. The first of several legs
 * is the one that sorts first.
 *
 * @param startedAt epoch µs
 * @param clockOffset of the agent that saw it, µs
 */
public record LegId(String callId, long startedAt, long clockOffset) implements Comparable<LegId> {

    @Override
    public int compareTo(LegId other) {
        int byTime = Long.compare(startedAt, other.startedAt);
        return byTime == 0 ? callId.compareTo(other.callId) : byTime;
    }

    /** As the column has it: by that agent's clock. */
    long storedStart() {
        return startedAt + clockOffset;
    }
}
