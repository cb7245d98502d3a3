package io.siphon.udf.order;

/**
 * A time in which a bound on state was reached: emitted again, whole, while it lasts.
 *
 * @param state which, with its subtask: {@code calls/0}; {@code order of calls/0} for events that
 *     did not wait for their turn; {@code ended calls/0} for what late messages are told by
 * @param fromMicros when that was first so in its minute, epoch µs of the watermark
 * @param toMicros when it was last so
 * @param count keys that were closed or forgotten early, or events that were applied early, since
 *     then
 */
public record StateLimit(String state, long fromMicros, long toMicros, long count) {}
