package io.siphon.sources.listen.reader;

import io.siphon.sources.GracefulStop;
import io.siphon.sources.JournalGap;
import io.siphon.sources.KernelLoss;
import io.siphon.sources.journal.JournalLane;
import io.siphon.sources.journal.JournalPosition;
import io.siphon.sources.journal.JournalReader;
import io.siphon.sources.journal.RawMessage;
import io.siphon.sources.listen.split.UdpSplit;

import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsChange;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.annotation.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Receives from its one socket, and the connections to its TCP port, on the fetcher's own thread,
 * so that the kernel's buffer is emptied whatever the job is doing, and writes each batch to the
 * journal before it goes on.
 *
 * <p>While the job is behind, be it that it has come back from a failure or that it holds back,
 * what is received goes to the journal alone, and the job gets from there what it has room for, in
 * the same order. Without a journal this thread waits for the job; TCP then holds the agents, and
 * what overruns the kernel's buffer of UDP is counted by the kernel: there is no other place where
 * a datagram could go missing.
 */
final class UdpSplitReader implements SplitReader<List<RawMessage>, UdpSplit> {

    private static final Logger LOG = LoggerFactory.getLogger(UdpSplitReader.class);

    private static final long SILENCE_MS = 100;

    /** After this the job is asked again whether it has room. */
    private static final long NO_ROOM_MS = 5;

    /** For the reader before to leave the journal; it looks for another one far more often. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final UdpReaderSettings settings;
    private final UdpReaderMetrics metrics;
    private final UdpJournal journal;
    private final InFlightBudget way;
    private final UdpReceiver receiver;

    /** RawMessage while behind, and not in the journal: its turn comes when all of that is read. */
    private final List<RawMessage> held = new ArrayList<>();

    private String splitId;
    private List<RawMessage> gap = List.of();
    private volatile Replay replay;
    private volatile boolean woken;

    UdpSplitReader(
            UdpReaderSettings settings,
            UdpReaderMetrics metrics,
            UdpJournal journal,
            InFlightBudget way)
            throws IOException {
        this.settings = settings;
        this.metrics = metrics;
        this.journal = journal;
        this.way = way;
        this.receiver = new UdpReceiver(metrics);
    }

    @Override
    public void handleSplitsChanges(SplitsChange<UdpSplit> change) {
        List<UdpSplit> sockets = change.splits().stream().filter(UdpSplit::listens).toList();
        if (splitId != null || sockets.size() != 1) {
            throw new IllegalStateException(
                    "one socket a reader, got " + change.splits() + " with " + splitId + " open");
        }
        splitId = sockets.get(0).splitId();
        try {
            for (UdpSplit split : journal.isKept() ? change.splits() : List.<UdpSplit>of()) {
                journal.reserve(split.splitId(), PATIENCE);
            }
            boolean anew = receiver.listen(sockets.get(0), settings);
            if (journal.isKept()) {
                begin(change.splits(), anew);
            } else {
                way.caughtUp();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(closed(e));
        }
        GracefulStop.opened(
                this, () -> !receiver.isOpen() && replay == null && metrics.pending() == 0);
    }

    /** Of a socket that this reader cannot read; nobody is to send to it. */
    private IOException closed(IOException why) {
        try {
            if (receiver.isOpen()) {
                receiver.closeSocket();
            }
        } catch (IOException e) {
            why.addSuppressed(e);
        }
        return why;
    }

    /** All journals are read up to where this reader goes on with the one of its socket. */
    private void begin(List<UdpSplit> splits, boolean anew) throws IOException {
        long opened = receiver.nowMicros();
        for (UdpSplit split : splits) {
            journal.take(split.splitId(), PATIENCE);
        }
        JournalLane own = journal.lane(splitId);
        Long before = own.lastAlive();
        if (anew && before != null && before < opened) {
            gap = ControlRecords.gap(before, opened, splitId);
        }
        journal.begin(own, receiver.socket());
        Replay all = new Replay(splitId);
        for (UdpSplit split : splits) {
            all.add(split.splitId(), reader(split.splitId(), split.position()));
        }
        replay = all;
    }

    private JournalReader reader(String id, JournalPosition from) {
        return new JournalReader(journal.lane(id), from, journal.counts());
    }

    @Override
    public RecordsWithSplitIds<List<RawMessage>> fetch() throws IOException {
        while (true) {
            JournalPosition before = journal.position();
            List<RawMessage> received = receive();
            if (replay == null && (way.hasRoom() || !isInJournal(received))) {
                ReceivedBatch gulp = new ReceivedBatch();
                gulp.add(splitId, received);
                return way.send(gulp);
            }
            if (replay == null) {
                fallBehind(before, received.get(0).behind());
            } else if (!isInJournal(received)) {
                held.addAll(received);
            }
            if (way.hasRoom()) {
                return fromJournal();
            }
            if (woken) {
                woken = false;
                return way.send(new ReceivedBatch());
            }
        }
    }

    private List<RawMessage> receive() throws IOException {
        if (!receiver.isOpen()) {
            receiver.receive(replay == null ? SILENCE_MS : waitMs());
            return List.of();
        }
        if (replay != null && !journal.isWriting() && !held.isEmpty()) {
            // the kernel keeps it meanwhile; more than its buffer must not wait on the heap
            receiver.pause(way.hasRoom() ? 0 : NO_ROOM_MS);
            return List.of();
        }
        boolean draining = GracefulStop.requested();
        List<RawMessage> received = draining ? receiver.drain() : receiver.receive(waitMs());
        long now = receiver.nowMicros();
        journal.beat(now);
        if (!gap.isEmpty()) {
            received.addAll(0, gap);
            gap = List.of();
        }
        KernelLoss loss = receiver.socket().kernelDrops().loss(splitId, now, draining);
        if (loss != null) {
            received.add(ControlRecords.loss(loss));
        }
        if (draining && received.isEmpty() && receiver.isKernelEmpty()) {
            receiver.closeSocket();
        }
        return write(received, now, draining);
    }

    /** With a word on what is missing in the journal: written to it when it can be again. */
    private List<RawMessage> write(List<RawMessage> received, long now, boolean draining) {
        JournalGap missing = journal.gap(now, draining);
        boolean over = journal.isWriting();
        if (missing != null && over) {
            received.add(ControlRecords.missed(missing));
        }
        List<RawMessage> written = journal.write(received, now);
        if (missing != null && !over) {
            written.add(ControlRecords.missed(missing));
        }
        return written;
    }

    private long waitMs() {
        if (replay == null) {
            return SILENCE_MS;
        }
        return way.hasRoom() ? 0 : NO_ROOM_MS;
    }

    private static boolean isInJournal(List<RawMessage> received) {
        return !received.isEmpty() && received.get(0).behind() != null;
    }

    private void fallBehind(@Nullable JournalPosition before, JournalPosition first) {
        JournalPosition from = before == null ? new JournalPosition(first.segment(), 0) : before;
        LOG.debug("{}: the job holds back, goes on from the journal at {}", splitId, from);
        Replay own = new Replay(splitId);
        own.add(splitId, reader(splitId, from));
        replay = own;
    }

    private RecordsWithSplitIds<List<RawMessage>> fromJournal() throws IOException {
        ReceivedBatch gulp = new ReceivedBatch();
        boolean all = replay.read(gulp);
        if (all) {
            gulp.add(splitId, List.copyOf(held));
            held.clear();
        }
        RecordsWithSplitIds<List<RawMessage>> sent = way.send(gulp);
        if (all) {
            replay.close();
            replay = null;
            way.caughtUp();
        }
        return sent;
    }

    @Override
    public void wakeUp() {
        woken = true;
        receiver.wakeUp();
    }

    @Override
    public void pauseOrResumeSplits(
            Collection<UdpSplit> splitsToPause, Collection<UdpSplit> splitsToResume) {
        // one split a reader: there is nothing to align it with
    }

    @Override
    public void close() throws IOException {
        GracefulStop.closed(this);
        if (replay != null) {
            replay.close();
        }
        if (GracefulStop.requested()) {
            receiver.close();
            journal.close();
        } else {
            receiver.leave(journal, settings.linger());
        }
    }
}
