package io.siphon.sources.listen.tcp;

import io.siphon.sources.sender.SenderGuard;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * A port that agents connect to, and their connections. It is read in rounds: each connection that
 * has data is read in turn, a share each time. What is not read waits in the kernel, and TCP then
 * holds the sender back.
 *
 * <p>Agents are silent at night, so a connection that has sent a message stays until its agent
 * closes it, or the kernel finds that the agent is gone. A connection that has sent none has a
 * minute for its first message, and is closed earlier when a new one needs its place. A message
 * that was begun must end in time, on any connection.
 *
 * <p>For one thread at a time; it may go from one selector to another, half a message included.
 */
public final class TcpListener implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(TcpListener.class);

    /** Bytes read from one connection before the next has its turn. */
    private static final int SHARE_BYTES = 32 << 10;

    /** Bytes read from all connections in a round. */
    private static final int ROUND_BYTES = 512 << 10;

    /** How long a connection may take to end its message while draining. */
    private static final long LAST_MESSAGE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** While draining, bytes from all agents together before those that never pause are cut off. */
    private static final long DRAIN_BYTES = 64 << 20;

    /** How often to look for overdue connections, unless their timeouts are much shorter. */
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    /**
     * A longer pause between two rounds counts as this much of an agent's time: the agent did not
     * cause it.
     */
    private static final long LONGEST_ROUND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long WARN_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final TcpSettings settings;
    private final ListeningSocket listening;
    private final ByteBuffer buffer = ByteBuffer.allocate(SHARE_BYTES);
    private final LongSupplier nanos;
    private final Set<TcpConnection> open = new HashSet<>();
    private final ConnectionsOfAddress.Addresses addresses = new ConnectionsOfAddress.Addresses();

    /** Connections that have sent no message yet, the oldest first. */
    private final Set<TcpConnection> unproven = new LinkedHashSet<>();

    /** Connections that have something to read, the longest waiting first. */
    private final Set<TcpConnection> ready = new LinkedHashSet<>();

    private Selector selector;
    private TcpCounts counts;
    private SenderGuard guard;

    /** The time spent reading; deadlines of connections are measured in it. */
    private long readNanos;

    private long lastRoundNanos;
    private long nextLook;
    private long nextWarning;
    private boolean warned;
    private boolean draining;
    private long drainUntilNanos;
    private long drainBytes = DRAIN_BYTES;

    private TcpListener(TcpSettings settings, ListeningSocket listening, LongSupplier nanos) {
        this.settings = settings;
        this.listening = listening;
        this.nanos = nanos;
        this.lastRoundNanos = nanos.getAsLong();
    }

    /**
     * @throws IOException naming the address, when it cannot be bound
     */
    public static TcpListener open(TcpSettings settings) throws IOException {
        return open(settings, System::nanoTime);
    }

    static TcpListener open(TcpSettings settings, LongSupplier nanos) throws IOException {
        return new TcpListener(settings, ListeningSocket.open(settings), nanos);
    }

    public TcpSettings settings() {
        return settings;
    }

    public InetSocketAddress address() throws IOException {
        return listening.address();
    }

    /** Replaces the selector, and the guard that decides who may send. */
    public void register(Selector newSelector, TcpCounts newCounts, SenderGuard newGuard)
            throws IOException {
        selector = newSelector;
        counts = newCounts;
        guard = newGuard;
        ready.clear();
        listening.register(selector);
        for (TcpConnection connection : List.copyOf(open)) {
            if (!guard.allows(connection.sender())) {
                close(connection.channel());
                forget(connection);
                continue;
            }
            connection.guardedBy(guard);
            if (!connection.isProven()) {
                unproven.add(connection);
                addresses.unproven(connection);
            }
            register(connection);
        }
        counts.open = open.size();
    }

    private void register(TcpConnection connection) throws IOException {
        connection.channel().register(selector, SelectionKey.OP_READ, connection);
    }

    /** Takes note of selected keys, and ignores those of others. */
    public void selected(Set<SelectionKey> keys) {
        for (SelectionKey key : keys) {
            if (key.attachment() instanceof TcpConnection connection) {
                ready.add(connection);
            } else {
                listening.selected(key);
            }
        }
    }

    /**
     * Receives a round's worth.
     *
     * @return octets
     */
    public int receive(TcpMessages sink) {
        long now = nanos.getAsLong();
        readNanos += Math.min(now - lastRoundNanos, LONGEST_ROUND_NANOS);
        lastRoundNanos = now;
        listening.accept(channel -> take(channel, sink));
        if (draining) {
            ready.addAll(open);
        }
        int bytes = 0;
        while (bytes < ROUND_BYTES && !ready.isEmpty()) {
            Iterator<TcpConnection> first = ready.iterator();
            TcpConnection connection = first.next();
            first.remove();
            int length = read(connection, sink);
            if (length < 0 || draining && isLast(connection, length)) {
                end(connection, sink);
            } else if (length == SHARE_BYTES) {
                ready.add(connection);
            }
            bytes += Math.max(0, length);
        }
        if (!draining && readNanos >= nextLook) {
            endOverdue(sink);
        }
        return bytes;
    }

    private int read(TcpConnection connection, TcpMessages sink) {
        int length = connection.read(buffer, sink, counts, readNanos);
        if (connection.isProven() && unproven.remove(connection)) {
            addresses.proven(connection);
        }
        return length;
    }

    /** Reads what has arrived before it closes a connection. */
    private void endOverdue(TcpMessages sink) {
        long shortest =
                Math.min(
                        settings.firstBytesTimeout().toNanos(),
                        settings.messageTimeout().toNanos());
        nextLook = readNanos + Math.min(LOOK_NANOS, shortest / 4);
        for (TcpConnection connection : List.copyOf(open)) {
            if (ready.contains(connection) || !connection.isOverdue(readNanos, settings)) {
                continue;
            }
            boolean over = read(connection, sink) < 0;
            if (over || connection.isOverdue(readNanos, settings)) {
                if (!over) {
                    counts.timedOut.incrementAndGet();
                }
                end(connection, sink);
            }
        }
    }

    private boolean isLast(TcpConnection connection, int length) {
        drainBytes -= length;
        boolean late = System.nanoTime() - drainUntilNanos > 0;
        return drainBytes < 0 || length == 0 && (late || connection.isBetweenMessages());
    }

    private void end(TcpConnection connection, TcpMessages sink) {
        connection.end(sink, counts);
        forget(connection);
    }

    private void forget(TcpConnection connection) {
        if (open.remove(connection)) {
            addresses.closed(connection);
        }
        unproven.remove(connection);
        ready.remove(connection);
        counts.open = open.size();
    }

    private void take(SocketChannel channel, TcpMessages sink) {
        try {
            InetSocketAddress sender = (InetSocketAddress) channel.getRemoteAddress();
            if (!isWelcome(sender, sink)) {
                close(channel);
                return;
            }
            channel.configureBlocking(false);
            ListeningSocket.keepAlive(channel);
            TcpConnection connection = new TcpConnection(channel, sender, guard, readNanos);
            register(connection);
            open.add(connection);
            addresses.opened(connection);
            unproven.add(connection);
            ready.add(connection);
            counts.accepted.incrementAndGet();
            counts.open = open.size();
        } catch (IOException reset) {
            close(channel);
        }
    }

    private boolean isWelcome(InetSocketAddress sender, TcpMessages sink) {
        if (!guard.allows(sender)) {
            return false;
        }
        InetAddress address = sender.getAddress();
        ConnectionsOfAddress own = addresses.of(address);
        int most = settings.maxConnectionsPerAddress();
        if (!hasPlace(own::open, most, own.unproven(), sink)) {
            counts.refusedOfAddress.incrementAndGet();
            warn(address.getHostAddress() + " has " + most + " open");
            return false;
        }
        if (!hasPlace(open::size, settings.maxConnections(), unproven, sink)) {
            counts.refused.incrementAndGet();
            warn(open.size() + " are open");
            return false;
        }
        return true;
    }

    /**
     * Makes a place by closing the oldest connection that has sent no message. Reads what has
     * arrived of it first.
     *
     * @return whether there is a place
     */
    private boolean hasPlace(
            IntSupplier taken, int most, Set<TcpConnection> silent, TcpMessages sink) {
        while (taken.getAsInt() >= most && !silent.isEmpty()) {
            TcpConnection oldest = silent.iterator().next();
            if (read(oldest, sink) < 0) {
                end(oldest, sink);
            } else if (oldest.isProven()) {
                ready.add(oldest); // there may be more
            } else {
                counts.displaced.incrementAndGet();
                end(oldest, sink);
            }
        }
        return taken.getAsInt() < most;
    }

    private void warn(String why) {
        long now = nanos.getAsLong();
        if (!warned || now - nextWarning >= 0) {
            warned = true;
            nextWarning = now + WARN_NANOS;
            LOG.warn(
                    "{} refuses connections: {}; refused so far: {}",
                    settings,
                    why,
                    counts.refused.get() + counts.refusedOfAddress.get());
        }
    }

    /**
     * Accepts the connections that the kernel has established, and no more. Each is closed when it
     * has no more data; within a message it has a second for the rest.
     */
    public void drain(TcpMessages sink) {
        if (draining) {
            return;
        }
        draining = true;
        drainUntilNanos = System.nanoTime() + LAST_MESSAGE_NANOS;
        listening.drain(channel -> take(channel, sink));
    }

    public boolean isDrained() {
        return draining && open.isEmpty();
    }

    @Override
    public void close() {
        listening.close();
        open.forEach(connection -> close(connection.channel()));
        open.clear();
        unproven.clear();
        addresses.clear();
    }

    static void close(SelectableChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("cannot close {}", channel, e);
        }
    }
}
