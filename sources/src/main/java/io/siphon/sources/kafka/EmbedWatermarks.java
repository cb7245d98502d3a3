package io.siphon.sources.kafka;

import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepProtocol;

import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Puts watermarks among the packets, one a second for each partition, so that they travel through
 * the topic behind what they speak for. Only the capture can tell silence from an unavailable
 * broker: the analysis, which sees neither, need not guess.
 */
public final class EmbedWatermarks extends AbstractStreamOperator<HepPacket>
        implements OneInputStreamOperator<HepPacket, HepPacket> {

    private static final long serialVersionUID = 1L;

    private static final long STEP_MS = 1000;

    private final String capture;
    private final int partitions;
    private transient Counter told;
    private long toldMs;

    /**
     * @param capture name of this capture, that no other has
     * @param partitions of the topic
     */
    public EmbedWatermarks(String capture, int partitions) {
        this.capture = capture;
        this.partitions = partitions;
    }

    @Override
    public void open() throws Exception {
        super.open();
        told = getMetricGroup().counter("marksTold");
    }

    @Override
    public void processElement(StreamRecord<HepPacket> packet) {
        if (packet.getValue().protocol() != HepProtocol.RESUMED) {
            output.collect(packet);
        }
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        long ms = mark.getTimestamp();
        if (ms >= toldMs + STEP_MS && ms != Watermark.MAX_WATERMARK.getTimestamp()) {
            toldMs = ms;
            String socket =
                    capture + "/" + getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
            for (int partition = 0; partition < partitions; partition++) {
                output.collect(new StreamRecord<>(WatermarkRecord.of(socket, ms, partition), ms));
                told.inc();
            }
        }
        super.processWatermark(mark);
    }
}
