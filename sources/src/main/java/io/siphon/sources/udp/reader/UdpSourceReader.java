package io.siphon.sources.udp.reader;

import io.siphon.sources.hep.HepDecoder;
import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.udp.split.UdpSplit;

import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.source.reader.SingleThreadMultiplexSourceReaderBase;
import org.apache.flink.connector.base.source.reader.SourceReaderOptions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** One socket, one fetcher thread, one bounded queue of batches. */
public final class UdpSourceReader
        extends SingleThreadMultiplexSourceReaderBase<Datagram, HepPacket, UdpSplit, UdpSplit> {

    private UdpSourceReader(
            SourceReaderContext context,
            int receiveBufferBytes,
            UdpReaderMetrics metrics,
            HepDecoder decoder,
            Configuration options) {
        super(
                () -> open(receiveBufferBytes, metrics),
                new HepEmitter(decoder, metrics),
                options,
                context);
    }

    public static UdpSourceReader create(
            SourceReaderContext context,
            int receiveBufferBytes,
            long queueBytes,
            int maxAgents,
            HepDecoder decoder) {
        Configuration options = new Configuration();
        options.set(
                SourceReaderOptions.ELEMENT_QUEUE_CAPACITY,
                (int) Math.max(2, queueBytes / UdpSplitReader.MAX_BATCH_BYTES));
        return new UdpSourceReader(
                context,
                receiveBufferBytes,
                new UdpReaderMetrics(context.metricGroup(), decoder.counts(), maxAgents),
                decoder,
                options);
    }

    private static UdpSplitReader open(int receiveBufferBytes, UdpReaderMetrics metrics) {
        try {
            return new UdpSplitReader(receiveBufferBytes, metrics);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** None: a restored split would bind the port beside the one that the enumerator assigns. */
    @Override
    public List<UdpSplit> snapshotState(long checkpointId) {
        super.snapshotState(checkpointId);
        return List.of();
    }

    @Override
    protected void onSplitFinished(Map<String, UdpSplit> finishedSplits) {}

    @Override
    protected UdpSplit initializedState(UdpSplit split) {
        return split;
    }

    @Override
    protected UdpSplit toSplitType(String splitId, UdpSplit split) {
        return split;
    }
}
