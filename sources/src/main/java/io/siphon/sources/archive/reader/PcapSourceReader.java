package io.siphon.sources.archive.reader;

import io.siphon.sources.LiveWatermarks;
import io.siphon.sources.archive.ArchiveFigures;
import io.siphon.sources.archive.ArchiveProgress;
import io.siphon.sources.archive.Damage;
import io.siphon.sources.archive.split.PcapSplit;
import io.siphon.sources.clock.AgentClocks;
import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.pcap.PcapRecord;
import io.siphon.sources.pcap.WireCounts;
import io.siphon.sources.pcap.WireMessages;

import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.core.io.InputStatus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Reads on the task's own thread. So a checkpoint sees files and unfinished streams after a record
 * and all its packets: after a failure no packet is missing or emitted twice.
 */
public final class PcapSourceReader implements SourceReader<HepPacket, PcapSplit> {

    /** Records read before the task does other work. */
    private static final int RECORDS_PER_POLL = 64;

    /** Agents in captures of HEP whose clocks are followed. */
    private static final int MAX_AGENTS = 10_000;

    private final SourceReaderContext context;
    private final int recordsPerPoll;
    private final List<Damage> damages = new CopyOnWriteArrayList<>();
    private final CaptureMerge captures;
    private final WireMessages messages;
    private final AgentClocks clocks = new AgentClocks(MAX_AGENTS, this::emit);
    private ReaderOutput<HepPacket> output;
    private boolean allKnown;

    /** See {@link PcapSplit#until}. */
    private long until = Long.MIN_VALUE;

    private boolean ended;
    private long timeMicros;
    private long clockOffset; // of the file that is being read
    private volatile ArchiveFigures figures;
    private CompletableFuture<Void> available = new CompletableFuture<>();

    public PcapSourceReader(SourceReaderContext context, WireMessages.Settings settings) {
        this(context, settings, RECORDS_PER_POLL);
    }

    PcapSourceReader(
            SourceReaderContext context, WireMessages.Settings settings, int recordsPerPoll) {
        this.context = context;
        this.recordsPerPoll = recordsPerPoll;
        captures = new CaptureMerge(this::damaged, this::arrived);
        messages = new WireMessages(settings, this::take);
    }

    private void damaged(Damage damage) {
        if (damages.stream().noneMatch(damage::isToldBy)) {
            damages.add(damage);
        }
    }

    @Override
    public void start() {
        publish();
        ArchiveProgress.reading(context.getIndexOfSubtask(), () -> figures);
        ArchiveMetrics.register(context.metricGroup(), () -> figures);
    }

    @Override
    public void addSplits(List<PcapSplit> splits) {
        for (PcapSplit split : splits) {
            until = Math.max(until, split.until());
            if (split.isMemory()) {
                remember(split);
            } else {
                captures.add(split);
            }
        }
    }

    private void remember(PcapSplit split) {
        try {
            ReaderMemory memory = ReaderMemory.read(split, messages, clocks);
            captures.restore(memory.filesRead(), memory.bytesRead());
            damages.addAll(memory.damages());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void notifyNoMoreSplits() {
        allKnown = true;
        arrived();
    }

    @Override
    public InputStatus pollNext(ReaderOutput<HepPacket> to) {
        output = to;
        if (!allKnown) {
            return InputStatus.NOTHING_AVAILABLE;
        }
        for (int i = 0; i < recordsPerPoll; i++) {
            RecordInput input = captures.next();
            if (input == null) {
                return captures.isEmpty() ? end() : await();
            }
            PcapRecord record = input.peek();
            timeMicros = record.timeMicros();
            clockOffset = input.clockOffset();
            messages.accept(record);
            captures.advance(input);
        }
        publish();
        return InputStatus.MORE_AVAILABLE;
    }

    private InputStatus end() {
        if (!ended) {
            ended = true;
            messages.end();
            clocks.end();
            publish();
            if (until != Long.MIN_VALUE) {
                // so time ends at the same moment, whichever reader ends last
                output.emitWatermark(new Watermark(until / 1000 + LiveWatermarks.LAST_STEP_MS));
            }
        }
        return InputStatus.END_OF_INPUT;
    }

    private InputStatus await() {
        publish();
        synchronized (this) {
            if (available.isDone()) {
                available = new CompletableFuture<>();
            }
        }
        // a record that arrived before the future was made would not complete it
        return captures.next() == null && !captures.isEmpty()
                ? InputStatus.NOTHING_AVAILABLE
                : InputStatus.MORE_AVAILABLE;
    }

    /** What no agent sent is by the clock of its capture. */
    private void take(HepPacket packet) {
        boolean ofCapture = clockOffset != 0 && packet.timeMicros() == packet.receivedMicros();
        clocks.accept(ofCapture ? packet.byClock(clockOffset) : packet, 0);
    }

    private void emit(HepPacket packet, int ignored) {
        output.collect(packet, packet.orderMicros() / 1000);
    }

    private void publish() {
        WireCounts counts = new WireCounts();
        counts.add(messages.counts());
        figures =
                new ArchiveFigures(
                        captures.filesRead(), captures.bytesRead(), timeMicros, counts, damages);
    }

    private synchronized void arrived() {
        available.complete(null);
    }

    @Override
    public synchronized CompletableFuture<Void> isAvailable() {
        return available;
    }

    @Override
    public List<PcapSplit> snapshotState(long checkpointId) {
        List<PcapSplit> splits = captures.splits();
        try {
            splits.add(
                    new ReaderMemory(captures.filesRead(), captures.bytesOfClosed(), damages)
                            .write(messages, clocks));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return splits;
    }

    @Override
    public void close() {
        captures.close();
    }
}
