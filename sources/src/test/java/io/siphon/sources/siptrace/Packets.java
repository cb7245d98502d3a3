package io.siphon.sources.siptrace;

import io.siphon.sources.hep.HepPacket;

import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What a reader gave out: the messages. */
final class Packets implements ReaderOutput<HepPacket> {

    final List<String> messages = new ArrayList<>();

    @Override
    public void collect(HepPacket packet, long timestamp) {
        messages.add(new String(packet.payload(), StandardCharsets.UTF_8));
    }

    @Override
    public void collect(HepPacket packet) {
        throw new AssertionError("without a time");
    }

    @Override
    public void emitWatermark(Watermark watermark) {}

    @Override
    public void markIdle() {}

    @Override
    public void markActive() {}

    @Override
    public SourceOutput<HepPacket> createOutputForSplit(String splitId) {
        return this;
    }

    @Override
    public void releaseOutputForSplit(String splitId) {}
}
