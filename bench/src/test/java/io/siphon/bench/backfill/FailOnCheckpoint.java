package io.siphon.bench.backfill;

import io.siphon.sources.hep.HepPacket;

import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;

import java.util.concurrent.atomic.AtomicInteger;

/** Fails on the first packet behind a checkpoint, so many times. */
final class FailOnCheckpoint extends RichMapFunction<HepPacket, HepPacket>
        implements CheckpointListener {

    private static final long serialVersionUID = 1;

    static final AtomicInteger LEFT = new AtomicInteger();

    private transient boolean completed;

    @Override
    public HepPacket map(HepPacket packet) {
        if (completed && LEFT.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new IllegalStateException("asked to fail");
        }
        return packet;
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) {
        completed = true;
    }
}
