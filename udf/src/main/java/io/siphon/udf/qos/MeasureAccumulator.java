package io.siphon.udf.qos;

import io.siphon.schema.Distribution;

import javax.annotation.Nullable;

/** One window of one series while it is open; the state of the second stage. */
public final class MeasureAccumulator {

    /** {@link Partial#metric}; null until the first partial. */
    @Nullable public String metric;

    /** {@link Partial#tags}. */
    @Nullable public String[] tags;

    public long count;

    /** {@link Distribution#toBytes}; replaced, never written to. */
    @Nullable public byte[] distribution;
}
