package io.siphon.sources.udp.reader;

import io.siphon.sources.Draining;
import io.siphon.sources.udp.split.UdpSplit;

import org.apache.flink.connector.base.source.reader.RecordsBySplits;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsChange;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Collection;
import java.util.concurrent.locks.LockSupport;

/**
 * Receives in batches from its one socket, on the fetcher's own thread, so that the kernel's buffer
 * is emptied whatever the job is doing; the bounded queue between the two is the source reader
 * base's. When that is full this thread waits, and what then overruns the kernel's buffer is
 * counted by the kernel: there is no other place where a datagram could go missing.
 */
final class UdpSplitReader implements SplitReader<Datagram, UdpSplit> {

    static final int MAX_BATCH_DATAGRAMS = 512;
    static final int MAX_BATCH_BYTES = 1 << 20;

    private static final int MAX_DATAGRAM = 65_535;
    private static final long SELECT_MS = 100;

    /**
     * A trickle is received in gulps: a wake-up of this thread and of the task's for each datagram
     * would cost more than the datagram. At rates where this many come in such a while, there is no
     * waiting, so that no buffer is strained.
     */
    private static final long GULP_NANOS = 2_000_000;

    private static final int GULP_DATAGRAMS = 32;

    private final int receiveBufferBytes;
    private final UdpReaderMetrics metrics;
    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(MAX_DATAGRAM);
    private final ReceiveClock clock = new ReceiveClock();

    private UdpSplit split;
    private UdpSocket socket;
    private int lastBatch;

    UdpSplitReader(int receiveBufferBytes, UdpReaderMetrics metrics) throws IOException {
        this.receiveBufferBytes = receiveBufferBytes;
        this.metrics = metrics;
        this.selector = Selector.open();
    }

    @Override
    public void handleSplitsChanges(SplitsChange<UdpSplit> change) {
        if (socket != null || change.splits().size() != 1) {
            throw new IllegalStateException(
                    "one socket a reader, got " + change.splits() + " with " + split + " open");
        }
        split = change.splits().get(0);
        try {
            socket = UdpSocket.open(split, receiveBufferBytes);
            socket.channel().register(selector, SelectionKey.OP_READ);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        metrics.opened(socket);
        Draining.opened(this, () -> !socket.channel().isOpen() && metrics.pending() == 0);
    }

    @Override
    public RecordsWithSplitIds<Datagram> fetch() throws IOException {
        RecordsBySplits.Builder<Datagram> batch = new RecordsBySplits.Builder<>();
        selector.select(SELECT_MS);
        selector.selectedKeys().clear();
        if (socket == null || !socket.channel().isOpen()) {
            return batch.build();
        }
        boolean draining = Draining.requested();
        if (lastBatch < GULP_DATAGRAMS && !draining) {
            LockSupport.parkNanos(GULP_NANOS);
        }
        boolean empty = receive(batch);
        if (draining && empty) {
            socket.close();
        }
        return batch.build();
    }

    /** Returns true when the kernel has no more. */
    private boolean receive(RecordsBySplits.Builder<Datagram> batch) throws IOException {
        int bytes = 0;
        for (lastBatch = 0;
                lastBatch < MAX_BATCH_DATAGRAMS && bytes < MAX_BATCH_BYTES;
                lastBatch++) {
            buffer.clear();
            InetSocketAddress sender = (InetSocketAddress) socket.channel().receive(buffer);
            if (sender == null) {
                return true;
            }
            byte[] copy = new byte[buffer.flip().remaining()];
            buffer.get(copy);
            bytes += copy.length;
            batch.add(split.splitId(), new Datagram(copy, sender, clock.micros()));
            metrics.received(copy.length);
        }
        return false;
    }

    @Override
    public void wakeUp() {
        selector.wakeup();
    }

    @Override
    public void pauseOrResumeSplits(
            Collection<UdpSplit> splitsToPause, Collection<UdpSplit> splitsToResume) {
        // one split a reader: there is nothing to align it with
    }

    @Override
    public void close() throws IOException {
        Draining.closed(this);
        if (socket != null) {
            socket.close();
        }
        selector.close();
    }
}
