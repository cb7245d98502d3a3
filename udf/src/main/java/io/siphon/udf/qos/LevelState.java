package io.siphon.udf.qos;

import javax.annotation.Nullable;

/**
 * One series of {@link ConcurrentCalls}; there is none while the level is zero and nothing waits.
 */
public final class LevelState {

    /** Below zero when an answer is later than its call's end. */
    public long level;

    /** First µs after the last window measured; {@code Long.MIN_VALUE} when there is none. */
    public long nextMicros = Long.MIN_VALUE;

    /** {@link LevelChanges#tags}. */
    @Nullable public String[] tags;
}
