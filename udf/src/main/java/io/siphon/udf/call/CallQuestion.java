package io.siphon.udf.call;

/**
 * Whether a call is up; and the answer that it is not.
 *
 * @param timeMicros at that time, epoch µs
 * @param about what is asked for; comes back with the answer
 */
public record CallQuestion(String callId, long timeMicros, String about) {}
