package io.siphon.udf.qos;

import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Lets watermarks lag. Trackers emit by timers that are coarsened to a second, so an event may be
 * up to a second older than the watermark that it follows: behind this, it is not late.
 */
final class HoldBackWatermarks<T> extends AbstractStreamOperator<T>
        implements OneInputStreamOperator<T, T> {

    private static final long serialVersionUID = 1L;

    private final long lagMs;

    HoldBackWatermarks(long lagMs) {
        this.lagMs = lagMs;
    }

    @Override
    public void processElement(StreamRecord<T> element) {
        output.collect(element);
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        boolean last = mark.getTimestamp() == Watermark.MAX_WATERMARK.getTimestamp();
        boolean none = mark.getTimestamp() < Long.MIN_VALUE + lagMs;
        super.processWatermark(last || none ? mark : new Watermark(mark.getTimestamp() - lagMs));
    }
}
