package io.siphon.sources.listen.reader;

import io.siphon.schema.EpochMicros;
import io.siphon.sources.GracefulStop;
import io.siphon.sources.ReplayTracker;
import io.siphon.sources.hep.HepDecoder;
import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.journal.RawMessage;
import io.siphon.sources.listen.split.UdpSplit;
import io.siphon.sources.listen.split.UdpSplitState;

import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.source.reader.SingleThreadMultiplexSourceReaderBase;
import org.apache.flink.connector.base.source.reader.SourceReaderOptions;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;
import org.apache.flink.core.io.InputStatus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** One socket, one fetcher thread, one bounded queue of batches, one journal. */
public final class UdpSourceReader
        extends SingleThreadMultiplexSourceReaderBase<
                List<RawMessage>, HepPacket, UdpSplit, UdpSplitState> {

    /** Behind the receipt of what is held, in silence: more than a batch waits in a queue. */
    private static final long SILENCE_MICROS = 500_000;

    /** After a restore: longer than what waits in the kernel's buffer takes to be read. */
    private static final long RESUMED_AFTER_MICROS = 2_000_000;

    private final UdpJournal journal;
    private final InFlightBudget way;
    private final HepEmitter emitter;
    private final UdpReaderMetrics metrics;
    private String listening;
    private boolean isRestored;
    private long quietSince = Long.MAX_VALUE;

    private UdpSourceReader(
            SourceReaderContext context,
            Supplier<SplitReader<List<RawMessage>, UdpSplit>> reader,
            HepEmitter emitter,
            Configuration options,
            UdpJournal journal,
            InFlightBudget way,
            UdpReaderMetrics metrics) {
        super(reader, emitter, options, context);
        this.journal = journal;
        this.way = way;
        this.emitter = emitter;
        this.metrics = metrics;
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
        // with a journal the bytes in flight are bounded, else the fetcher waits for the queue
        options.set(
                SourceReaderOptions.ELEMENT_QUEUE_CAPACITY,
                journal.isKept()
                        ? InFlightBudget.MAX_BATCHES
                        : (int) Math.max(2, settings.queueBytes() / UdpReceiver.MAX_BATCH_BYTES));
        return new UdpSourceReader(
                context,
                () -> open(settings, metrics, journal, way),
                new HepEmitter(decoder, metrics, settings.maxAgents()),
                options,
                journal,
                way,
                metrics);
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
        for (UdpSplit split : splits) {
            if (split.clocks() != null) {
                emitter.restore(split.clocks());
                isRestored = true;
            }
            listening = split.listens() ? split.splitId() : listening;
        }
        super.addSplits(splits.stream().map(journal::placed).toList());
    }

    @Override
    public InputStatus pollNext(ReaderOutput<HepPacket> output) throws Exception {
        if (emitter.held() > 0
                && listening != null
                && !way.isBehind()
                && metrics.pending() <= emitter.held()) {
            emitter.silentUntil(
                    output.createOutputForSplit(listening),
                    GracefulStop.requested() // nothing follows
                            ? Long.MAX_VALUE
                            : EpochMicros.now() - SILENCE_MICROS);
        }
        if (isRestored && emitter.hasTime()) {
            isRestored = false;
        } else if (isRestored && isQuiet()) {
            isRestored = false;
            emitter.resume(output.createOutputForSplit(listening), listening, EpochMicros.now());
        }
        return super.pollNext(output);
    }

    /** Whether all that was received before is read, and nothing has come for a while. */
    private boolean isQuiet() {
        if (listening == null || way.isBehind() || metrics.pending() > 0) {
            quietSince = Long.MAX_VALUE;
            return false;
        }
        long now = EpochMicros.now();
        quietSince = Math.min(quietSince, now);
        return now - quietSince > RESUMED_AFTER_MICROS;
    }

    @Override
    public List<UdpSplit> snapshotState(long checkpointId) {
        byte[] clocks = emitter.clocks();
        List<UdpSplit> splits =
                super.snapshotState(checkpointId).stream()
                        .map(split -> split.withClocks(split.listens() ? clocks : null))
                        .toList();
        journal.snapshot(checkpointId, splits);
        return splits;
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) throws Exception {
        super.notifyCheckpointComplete(checkpointId);
        journal.completed(checkpointId);
    }

    /** Its socket is gone, and the rest of its journal was emitted. */
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
