package io.siphon.sources.listen.reader;

import io.siphon.sources.ReplayTracker;
import io.siphon.sources.hep.HepDecoder;
import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.journal.RawMessage;
import io.siphon.sources.listen.split.UdpSplit;
import io.siphon.sources.listen.split.UdpSplitState;

import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.source.reader.SingleThreadMultiplexSourceReaderBase;
import org.apache.flink.connector.base.source.reader.SourceReaderOptions;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** One socket, one fetcher thread, one bounded queue of batches, one journal. */
public final class UdpSourceReader
        extends SingleThreadMultiplexSourceReaderBase<
                List<RawMessage>, HepPacket, UdpSplit, UdpSplitState> {

    private final UdpJournal journal;
    private final InFlightBudget way;

    private UdpSourceReader(
            SourceReaderContext context,
            Supplier<SplitReader<List<RawMessage>, UdpSplit>> reader,
            HepEmitter emitter,
            Configuration options,
            UdpJournal journal,
            InFlightBudget way) {
        super(reader, emitter, options, context);
        this.journal = journal;
        this.way = way;
    }

    public static UdpSourceReader create(
            SourceReaderContext context, UdpReaderSettings settings, HepDecoder decoder) {
        UdpReaderMetrics metrics =
                new UdpReaderMetrics(context.metricGroup(), decoder.counts(), settings.maxAgents());
        UdpJournal journal = new UdpJournal(settings.journal());
        if (journal.isKept()) {
            metrics.journal(journal.counts());
        }
        InFlightBudget way = new InFlightBudget(settings.queueBytes(), metrics);
        Configuration options = new Configuration();
        // with a journal the bytes on their way are the bound, else the fetcher waits for the queue
        options.set(
                SourceReaderOptions.ELEMENT_QUEUE_CAPACITY,
                journal.isKept()
                        ? InFlightBudget.MAX_BATCHES
                        : (int) Math.max(2, settings.queueBytes() / UdpReceiver.MAX_BATCH_BYTES));
        return new UdpSourceReader(
                context,
                () -> open(settings, metrics, journal, way),
                new HepEmitter(decoder, metrics),
                options,
                journal,
                way);
    }

    private static UdpSplitReader open(
            UdpReaderSettings settings,
            UdpReaderMetrics metrics,
            UdpJournal journal,
            InFlightBudget way) {
        try {
            return new UdpSplitReader(settings, metrics, journal, way);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void addSplits(List<UdpSplit> splits) {
        ReplayTracker.begin(this, way::isBehind);
        super.addSplits(splits.stream().map(journal::placed).toList());
    }

    @Override
    public List<UdpSplit> snapshotState(long checkpointId) {
        List<UdpSplit> splits = super.snapshotState(checkpointId);
        journal.snapshot(checkpointId, splits);
        return splits;
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) throws Exception {
        super.notifyCheckpointComplete(checkpointId);
        journal.completed(checkpointId);
    }

    /** Its socket is no more: the rest of its journal has gone into the job. */
    @Override
    protected void onSplitFinished(Map<String, UdpSplitState> finishedSplits) {}

    @Override
    protected UdpSplitState initializedState(UdpSplit split) {
        return new UdpSplitState(split);
    }

    @Override
    protected UdpSplit toSplitType(String splitId, UdpSplitState state) {
        return state.toSplit();
    }

    @Override
    public void close() throws Exception {
        ReplayTracker.end(this);
        super.close();
    }
}
