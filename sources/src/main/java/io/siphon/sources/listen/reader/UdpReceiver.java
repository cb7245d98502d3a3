package io.siphon.sources.listen.reader;

import io.siphon.sources.hep.HepContent;
import io.siphon.sources.journal.RawMessage;
import io.siphon.sources.listen.split.UdpSplit;
import io.siphon.sources.listen.tcp.TcpListener;
import io.siphon.sources.listen.tcp.TcpMessages;
import io.siphon.sources.listen.tcp.TcpSettings;
import io.siphon.sources.sender.SenderGuard;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.annotation.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Receives datagrams of a socket, and messages over TCP, in batches. For one thread, except {@link
 * #wakeUp}.
 */
final class UdpReceiver implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(UdpReceiver.class);

    static final int MAX_BATCH_DATAGRAMS = 512;
    static final int MAX_BATCH_BYTES = 1 << 20;

    private static final int MAX_DATAGRAM = 65_535;

    /** A buffer that holds 10 ms of a burst of 150,000/s: the kernel charges 2.3 kB for 700 B. */
    private static final int ROOMY_BUFFER_BYTES = 4 << 20;

    private static final long BATCH_NANOS_OF_ROOMY_BUFFER = 10_000_000;

    /** Limit for any buffer: received messages must reach the job soon. */
    private static final long LONGEST_BATCH_NANOS = 40_000_000;

    /**
     * A batch with fewer than one datagram for this many bytes of the buffer is small; the next may
     * take twice as long.
     */
    private static final int SMALL_BATCH_BUFFER_BYTES = 64 << 10;

    /** After a batch of this size the next begins without waiting. */
    private static final int LARGE_BATCH_OF_SMALL_BUFFER = 32;

    /** For a small buffer, and for messages that have no time but that of receipt. */
    private static final long SHORT_BATCH_NANOS = 2_000_000;

    /** Over TCP an agent waits for its window, which is small: 64 kB at first. */
    private static final int BUSY_TCP_BYTES = 8 << 10;

    private final Selector selector;
    private final UdpReaderMetrics metrics;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(MAX_DATAGRAM);
    private final ReceiveClock clock = new ReceiveClock();
    private String name;
    private UdpSocket socket;
    private SenderGuard guard;
    @Nullable private TcpListener tcp;
    private int lastBatch;
    private int lastTcpBytes;
    private boolean empty;

    /** Whether all messages of the last non-empty batch carry their capture time. */
    private boolean timed;

    UdpReceiver(UdpReaderMetrics metrics) throws IOException {
        this.metrics = metrics;
        selector = Selector.open();
    }

    /**
     * Opens the sockets, or takes those that the previous reader has left open.
     *
     * @return whether nobody listened before
     */
    boolean listen(UdpSplit split, UdpReaderSettings settings) throws IOException {
        name = split.host() + " " + split.splitId();
        guard = SenderGuard.of(settings.senders(), metrics.refused());
        OpenSockets parked = SocketKeeper.take(name);
        if (parked != null) {
            socket = parked.udp();
            tcp = parked.tcp();
        }
        listenToTcp(settings.tcp());
        if (parked == null) {
            socket = UdpSocket.open(split, settings.receiveBufferBytes());
        }
        socket.channel().register(selector, SelectionKey.OP_READ);
        metrics.opened(socket);
        if (settings.senders().isEverybody() && !socket.isLoopback()) {
            LOG.info(
                    "{}: every host that reaches it may send: neither hep.allow nor hep.auth-keys-file is"
                            + " set",
                    socket.address());
        }
        return parked == null;
    }

    private void listenToTcp(@Nullable TcpSettings settings) throws IOException {
        if (tcp != null && !tcp.settings().equals(settings)) {
            tcp.close();
            tcp = null;
        }
        if (tcp == null && settings != null) {
            tcp = TcpListener.open(settings);
        }
        if (tcp != null) {
            tcp.register(selector, metrics.tcp(), guard);
        }
    }

    UdpSocket socket() {
        return socket;
    }

    OpenSockets sockets() {
        return new OpenSockets(socket, tcp);
    }

    boolean isOpen() {
        return socket != null && socket.channel().isOpen();
    }

    /** Epoch µs. */
    long nowMicros() {
        return clock.micros();
    }

    /**
     * Returns messages that have arrived, or arrive within the time.
     *
     * @param waitMs 0 does not wait
     */
    List<RawMessage> receive(long waitMs) throws IOException {
        List<RawMessage> batch = new ArrayList<>();
        if (waitMs > 0 && lastBatch > 0) {
            // after a batch more will come: do not wake up for its first datagram alone
            gather();
            take(batch, 0);
        }
        if (batch.isEmpty()) {
            take(batch, waitMs);
        }
        lastBatch = batch.size();
        if (lastBatch > 0) {
            timed = batch.stream().allMatch(UdpReceiver::isTimed);
        }
        return batch;
    }

    private void take(List<RawMessage> batch, long waitMs) throws IOException {
        if (waitMs > 0) {
            selector.select(waitMs);
        } else {
            selector.selectNow();
        }
        Set<SelectionKey> selected = selector.selectedKeys();
        if (tcp != null) {
            tcp.selected(selected);
        }
        selected.clear();
        if (!isOpen()) {
            return;
        }
        if (waitMs > 0) {
            gather();
        }
        fill(batch);
        lastTcpBytes = tcp == null ? 0 : tcp.receive(into(batch));
    }

    private TcpMessages into(List<RawMessage> batch) {
        return (bytes, from) -> batch.add(received(bytes, from));
    }

    private static boolean isTimed(RawMessage message) {
        return HepContent.isTimed(message.bytes(), 0, message.bytes().length);
    }

    private RawMessage received(byte[] bytes, InetSocketAddress sender) {
        return new RawMessage(bytes, sender, clock.micros(bytes), null);
    }

    /**
     * Waits so that datagrams are received in batches: a wake-up of this thread and of the task's
     * for each costs more than the datagram.
     */
    private void gather() {
        boolean roomy =
                lastTcpBytes < BUSY_TCP_BYTES && socket.receiveBufferBytes() >= ROOMY_BUFFER_BYTES;
        if (roomy ? empty : lastBatch < LARGE_BATCH_OF_SMALL_BUFFER) {
            LockSupport.parkNanos(roomy && timed ? batchNanos() : SHORT_BATCH_NANOS);
        }
    }

    private long batchNanos() {
        long bytes = socket.receiveBufferBytes();
        long nanos =
                Math.min(
                        LONGEST_BATCH_NANOS,
                        BATCH_NANOS_OF_ROOMY_BUFFER * bytes / ROOMY_BUFFER_BYTES);
        return lastBatch < bytes / SMALL_BATCH_BUFFER_BYTES ? 2 * nanos : nanos;
    }

    private void fill(List<RawMessage> batch) throws IOException {
        empty = false;
        int bytes = 0;
        for (int n = 0; n < MAX_BATCH_DATAGRAMS && bytes < MAX_BATCH_BYTES; n++) {
            buffer.clear();
            InetSocketAddress sender = (InetSocketAddress) socket.channel().receive(buffer);
            if (sender == null) {
                empty = true;
                return;
            }
            bytes += buffer.flip().remaining();
            if (!guard.allows(sender)) {
                continue;
            }
            byte[] copy = new byte[buffer.remaining()];
            buffer.get(copy);
            if (guard.authenticates(copy, sender)) {
                batch.add(received(copy, sender));
                metrics.received(copy.length);
            }
        }
    }

    /** Waits without receiving; arriving messages do not end it. */
    void pause(long millis) {
        LockSupport.parkNanos(millis * 1_000_000);
    }

    /**
     * Returns what the kernel still holds. Connections end, those within a message a little later.
     */
    List<RawMessage> drain() throws IOException {
        if (tcp == null) {
            return receive(0);
        }
        List<RawMessage> displaced = new ArrayList<>();
        tcp.drain(into(displaced));
        List<RawMessage> batch = receive(tcp.isDrained() ? 0 : 1);
        batch.addAll(0, displaced);
        return batch;
    }

    /** Whether the kernel had no more at the last read. */
    boolean isKernelEmpty() {
        return empty && (tcp == null || tcp.isDrained());
    }

    void wakeUp() {
        selector.wakeup();
    }

    void closeSocket() throws IOException {
        sockets().close();
    }

    /** Leaves the sockets and the journal to the next reader for a while. */
    void leave(UdpJournal journal, Duration linger) throws IOException {
        if (isOpen()) {
            SocketKeeper.park(name, this, journal, linger);
        } else {
            close();
            journal.close();
        }
    }

    /** Closes this and keeps the sockets open. */
    void detach() throws IOException {
        selector.close();
    }

    @Override
    public void close() throws IOException {
        selector.close();
        if (tcp != null) {
            tcp.close();
        }
        if (socket != null) {
            socket.close();
        }
    }
}
