package io.siphon.sources.udp.reader;

import io.siphon.sources.journal.Received;
import io.siphon.sources.udp.split.UdpSplit;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Takes datagrams from a socket, in batches; for one thread, but for {@link #wakeUp}. */
final class UdpReceiver implements Closeable {

    static final int MAX_BATCH_DATAGRAMS = 512;
    static final int MAX_BATCH_BYTES = 1 << 20;

    private static final int MAX_DATAGRAM = 65_535;

    /**
     * Datagrams are received in gulps: a wake-up of this thread and of the task's for each would
     * cost more than the datagram. Where a gulp was this large there is no waiting for the next.
     */
    private static final int LARGE_GULP = MAX_BATCH_DATAGRAMS / 2;

    private static final long GULP_NANOS = 10_000_000;

    /** A buffer that holds 10 ms of a burst of 150,000/s: the kernel charges 2.3 kB for 700 B. */
    private static final int ROOMY_BUFFER_BYTES = 4 << 20;

    private static final int LARGE_GULP_OF_SMALL_BUFFER = 32;

    private static final long GULP_NANOS_OF_SMALL_BUFFER = 2_000_000;

    private final Selector selector;
    private final UdpReaderMetrics metrics;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(MAX_DATAGRAM);
    private final ReceiveClock clock = new ReceiveClock();
    private String name;
    private UdpSocket socket;
    private int lastBatch;
    private boolean empty;

    UdpReceiver(UdpReaderMetrics metrics) throws IOException {
        this.metrics = metrics;
        selector = Selector.open();
    }

    /**
     * Opens the socket, or takes the one that the reader before has left open.
     *
     * @return whether nobody listened before
     */
    boolean listen(UdpSplit split, int receiveBufferBytes) throws IOException {
        name = split.host() + " " + split.splitId();
        UdpSocket parked = ParkedSockets.take(name);
        socket = parked == null ? UdpSocket.open(split, receiveBufferBytes) : parked;
        socket.channel().register(selector, SelectionKey.OP_READ);
        metrics.opened(socket);
        return parked == null;
    }

    UdpSocket socket() {
        return socket;
    }

    boolean isOpen() {
        return socket != null && socket.channel().isOpen();
    }

    /** Epoch µs. */
    long nowMicros() {
        return clock.micros();
    }

    /**
     * What there is, or comes before the time is over.
     *
     * @param waitMs 0 does not wait at all
     */
    List<Received> receive(long waitMs) throws IOException {
        if (waitMs > 0) {
            selector.select(waitMs);
        } else {
            selector.selectNow();
        }
        selector.selectedKeys().clear();
        List<Received> batch = new ArrayList<>();
        if (!isOpen()) {
            return batch;
        }
        if (waitMs > 0) {
            gather();
        }
        fill(batch);
        lastBatch = batch.size();
        return batch;
    }

    private void gather() {
        boolean roomy = socket.receiveBufferBytes() >= ROOMY_BUFFER_BYTES;
        if (lastBatch < (roomy ? LARGE_GULP : LARGE_GULP_OF_SMALL_BUFFER)) {
            LockSupport.parkNanos(roomy ? GULP_NANOS : GULP_NANOS_OF_SMALL_BUFFER);
        }
    }

    private void fill(List<Received> batch) throws IOException {
        empty = false;
        for (int bytes = 0; batch.size() < MAX_BATCH_DATAGRAMS && bytes < MAX_BATCH_BYTES; ) {
            buffer.clear();
            InetSocketAddress sender = (InetSocketAddress) socket.channel().receive(buffer);
            if (sender == null) {
                empty = true;
                return;
            }
            byte[] copy = new byte[buffer.flip().remaining()];
            buffer.get(copy);
            bytes += copy.length;
            batch.add(new Received(copy, sender, clock.micros(), null));
            metrics.received(copy.length);
        }
    }

    /** Waits without receiving; {@link #wakeUp} ends it. */
    void pause(long millis) throws IOException {
        SelectionKey key = socket.channel().keyFor(selector);
        key.interestOps(0);
        if (millis > 0) {
            selector.select(millis);
        }
        key.interestOps(SelectionKey.OP_READ);
    }

    /** Whether the kernel had no more when it was asked last. */
    boolean isKernelEmpty() {
        return empty;
    }

    void wakeUp() {
        selector.wakeup();
    }

    void closeSocket() throws IOException {
        socket.close();
    }

    /** Leaves the socket open for the reader that follows, for a while, and the journal with it. */
    void leave(UdpJournal journal, Duration linger) throws IOException {
        if (isOpen()) {
            ParkedSockets.park(name, this, journal, linger);
        } else {
            selector.close();
            journal.close();
        }
    }

    /** Ends this, but not the socket. */
    void detach() throws IOException {
        selector.close();
    }

    @Override
    public void close() throws IOException {
        selector.close();
        if (socket != null) {
            socket.close();
        }
    }
}
