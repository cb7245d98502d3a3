package io.siphon.udf.qos;

import javax.annotation.Nullable;

/**
 * One series of {@link ConcurrentCalls}; there is none while the level is zero and nothing waits.
 */
public final class LevelState {

    /** Below zero when an answer is later than its call's end. */
    public long level;

    /** First µs of the first window not yet measured; means something while level is over zero. */
    public long nextMicros;

    /** {@link LevelChange#tags}. */
    @Nullable public String[] tags;
}
