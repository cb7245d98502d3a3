package io.siphon.udf.qos;

import io.siphon.schema.Distribution;

import org.apache.flink.api.common.functions.AggregateFunction;

import javax.annotation.Nullable;

/** Adds up what the subtasks saw of a series; in any order, the result is the same. */
final class GlobalAggregate
        implements AggregateFunction<Partial, MeasureAccumulator, MeasureAccumulator> {

    private static final long serialVersionUID = 1L;

    @Override
    public MeasureAccumulator createAccumulator() {
        return new MeasureAccumulator();
    }

    @Override
    public MeasureAccumulator add(Partial partial, MeasureAccumulator all) {
        all.metric = partial.metric();
        all.tags = partial.tags();
        all.count += partial.count();
        all.distribution = merge(all.distribution, partial.distribution());
        return all;
    }

    @Override
    public MeasureAccumulator getResult(MeasureAccumulator all) {
        return all;
    }

    @Override
    public MeasureAccumulator merge(MeasureAccumulator one, MeasureAccumulator other) {
        one.metric = one.metric == null ? other.metric : one.metric;
        one.tags = one.tags == null ? other.tags : one.tags;
        one.count += other.count;
        one.distribution = merge(one.distribution, other.distribution);
        return one;
    }

    @Nullable
    private static byte[] merge(@Nullable byte[] one, @Nullable byte[] other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        Distribution merged = Distribution.fromBytes(one);
        merged.merge(Distribution.fromBytes(other));
        return merged.toBytes();
    }
}
