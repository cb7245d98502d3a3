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
 * Receives from its one socket, and from connections to its TCP port, on the fetcher's own thread.
 * So the kernel's buffer is emptied whatever the job does. Each batch is written to the journal
 * first.
 *
 * <p>While the job is behind, after a failure or under backpressure, received messages go to the
 * journal only. The job reads them from there as it has room, in the same order. Without a journal
 * this thread waits for the job. TCP then holds the agents back, and the kernel counts the
 * datagrams that overrun its UDP buffer. There is no other place where a datagram can be lost.
 */
final class UdpSplitReader implements SplitReader<List<RawMessage>, UdpSplit> {

    private static final Logger LOG = LoggerFactory.getLogger(UdpSplitReader.class);

    private static final long SILENCE_MS = 100;

    /** How long to wait before asking again whether the job has room. */
    private static final long NO_ROOM_MS = 5;

    /**
     * How long to wait for the previous reader to leave the journal; it looks for a successor more
     * often.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final UdpReaderSettings settings;
    private final UdpReaderMetrics metrics;
    private final UdpJournal journal;
    private final InFlightBudget way;
    private final UdpReceiver receiver;

    /**
     * Messages received while behind that are not in the journal; emitted after all of the journal
     * is read.
     */
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

    /** Closes a socket that this reader cannot read, so that nobody sends to it. */
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

    /** Reads all journals up to the end of the one that this reader continues. */
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
            boolean waits = received.isEmpty() && hasNoRoom();
            if (replay == null && !waits && (way.hasRoom() || !isInJournal(received))) {
                ReceivedBatch gulp = new ReceivedBatch();
                gulp.add(splitId, received);
                return way.send(gulp);
            }
            if (replay == null && !waits) {
                fallBehind(before, received.get(0).behind());
            } else if (replay != null && !isInJournal(received)) {
                held.addAll(received);
            }
            if (replay != null && way.hasRoom()) {
                return fromJournal();
            }
            if (woken) {
                woken = false;
                return way.send(new ReceivedBatch());
            }
        }
    }

    /** Without a journal the queue of batches is the bound. */
    private boolean hasNoRoom() {
        return journal.isKept() && !way.hasRoom();
    }

    private List<RawMessage> receive() throws IOException {
        if (!receiver.isOpen()) {
            receiver.receive(replay == null ? SILENCE_MS : waitMs());
            return List.of();
        }
        if (replay != null && !journal.isWriting() && !held.isEmpty()) {
            // the kernel keeps datagrams meanwhile; no more than its buffer may wait on the heap
            receiver.pause(way.hasRoom() ? 0 : NO_ROOM_MS);
            return List.of();
        }
        if (replay == null && hasNoRoom() && !journal.isDue(receiver.nowMicros())) {
            receiver.pause(NO_ROOM_MS); // likewise; a batch at a time finds out about the journal
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

    /** Writes the messages, and a record of what the journal lacks once it can be written again. */
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
        // one split a reader: nothing to align it with
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
