package io.siphon.udf.correlation;

import java.util.Comparator;

/**
 * One identifier of one call, or what happened to a call that had it; the key is the identifier.
 *
 * @param key see {@link Identifier#key}
 * @param timeMicros when it happened, epoch µs
 * @param reason of a link by it; empty where it is the Call-ID of the call itself, unless another
 *     leg has the same
 * @param score of that link
 * @param status of {@link LegStep#FAILED}, or of the response that had the identifier; else 0
 * @param startedAt first INVITE of the call, epoch µs
 * @param clockOffset of the agent that saw that
 * @param source of that
 * @param destination where this INVITE went: not every hop is the first; or where the response came
 *     from
 */
public record LegMark(
        String key,
        long timeMicros,
        LegStep step,
        String reason,
        double score,
        int status,
        String callId,
        long startedAt,
        long clockOffset,
        String source,
        String destination) {

    /** Order of marks of one identifier and the same microsecond. */
    static final Comparator<LegMark> ORDER =
            Comparator.comparingInt((LegMark m) -> m.step.ordinal())
                    .thenComparingLong(LegMark::startedAt)
                    .thenComparing(LegMark::callId)
                    .thenComparing(LegMark::reason)
                    .thenComparingInt(LegMark::status)
                    .thenComparing(LegMark::destination);

    boolean isOf(String otherCallId, long otherStart) {
        return startedAt == otherStart && callId.equals(otherCallId);
    }

    /** Whether the key is the Call-ID of the call itself. */
    boolean isOwn() {
        return key.length() == MarkKey.CALL.length() + callId.length()
                && key.startsWith(MarkKey.CALL)
                && key.endsWith(callId);
    }

    /** What the key says, without what kind of key it is. */
    String value() {
        return MarkKey.value(key);
    }
}
