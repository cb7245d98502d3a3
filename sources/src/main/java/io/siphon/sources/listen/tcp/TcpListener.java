package io.siphon.sources.listen.tcp;

import io.siphon.sources.sender.SenderGuard;

import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.annotation.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
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
 * A port that agents connect to, and their connections. It is read in rounds, in turn from each
 * connection that has data, a share each time; what is not read waits in the kernel, and TCP then
 * holds the sender. Agents are silent at night: a connection that has sent a message stays until
 * its agent closes it, or the kernel finds that there is no agent any more. One that has sent none
 * has a minute for its first, and makes place for another one when there is no more; and whoever it
 * is, a message that was begun is to be ended in time.
 *
 * <p>For one thread at a time; it may go from one selector to another, half a message included.
 */
public final class TcpListener implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(TcpListener.class);

    /** Read of one connection before it is another's turn. */
    private static final int SHARE_BYTES = 32 << 10;

    /** Read of all connections in a round. */
    private static final int ROUND_BYTES = 512 << 10;

    private static final int BACKLOG = 512;

    /** Connections accepted in a round. */
    private static final int ROUND_CONNECTIONS = 128;

    /** How long a connection may take to end its message when it is to be closed. */
    private static final long LAST_MESSAGE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Agents that never pause are cut off when they have sent so much more, all together. */
    private static final long DRAIN_BYTES = 64 << 20;

    /** When no file descriptor is free: how long to wait for one. */
    private static final long NO_DESCRIPTOR_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** How often to look for connections whose time is over, if that is not far shorter. */
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** What is no reading is not the agents' fault: of a longer pause so much counts. */
    private static final long LONGEST_ROUND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long WARN_NANOS = TimeUnit.MINUTES.toNanos(1);

    private static final int KEEP_ALIVE_IDLE_S = 60;
    private static final int KEEP_ALIVE_INTERVAL_S = 15;

    private final TcpSettings settings;
    private final ServerSocketChannel listening;
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

    /** The time in which connections were read: their deadlines are of this. */
    private long readNanos;

    private long lastRoundNanos;
    private long nextLook;
    private long nextWarning;
    private boolean warned;
    private boolean acceptable;
    private long acceptAgainNanos;
    private boolean draining;
    private long drainUntilNanos;
    private long drainBytes = DRAIN_BYTES;

    private TcpListener(TcpSettings settings, ServerSocketChannel listening, LongSupplier nanos) {
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
        InetAddress host = InetAddress.getByName(settings.host());
        ServerSocketChannel channel =
                ServerSocketChannel.open(
                        host instanceof Inet6Address
                                ? StandardProtocolFamily.INET6
                                : StandardProtocolFamily.INET);
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            channel.configureBlocking(false);
            channel.bind(new InetSocketAddress(host, settings.port()), BACKLOG);
            return new TcpListener(settings, channel, nanos);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw new IOException("cannot listen on " + settings + ": " + e.getMessage(), e);
        }
    }

    public TcpSettings settings() {
        return settings;
    }

    public InetSocketAddress address() throws IOException {
        return (InetSocketAddress) listening.getLocalAddress();
    }

    /** From now on this selector says what is to be done, and this guard who may send. */
    public void register(Selector newSelector, TcpCounts newCounts, SenderGuard newGuard)
            throws IOException {
        selector = newSelector;
        counts = newCounts;
        guard = newGuard;
        ready.clear();
        listening.register(selector, SelectionKey.OP_ACCEPT);
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

    /** Takes note of what was selected; other keys are not its own. */
    public void selected(Set<SelectionKey> keys) {
        for (SelectionKey key : keys) {
            if (key.attachment() instanceof TcpConnection connection) {
                ready.add(connection);
            } else if (key.channel() == listening) {
                acceptable = true;
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
        if (acceptable || acceptAgainNanos != 0) {
            accept(sink);
        }
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

    /** What has come of a connection meanwhile is read first. */
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

    private void accept(TcpMessages sink) {
        if (acceptAgainNanos != 0) {
            if (System.nanoTime() - acceptAgainNanos < 0) {
                return;
            }
            acceptAgainNanos = 0;
            listening.keyFor(selector).interestOps(SelectionKey.OP_ACCEPT);
        }
        acceptable = false;
        try {
            int taken = 0;
            while (taken < ROUND_CONNECTIONS && take(listening.accept(), sink)) {
                taken++;
            }
        } catch (IOException e) {
            LOG.warn("{} cannot accept a connection: {}", settings, e.toString());
            acceptAgainNanos = System.nanoTime() + NO_DESCRIPTOR_NANOS;
            listening.keyFor(selector).interestOps(0);
        }
    }

    /**
     * @return whether there was one
     */
    private boolean take(@Nullable SocketChannel channel, TcpMessages sink) {
        if (channel == null) {
            return false;
        }
        try {
            InetSocketAddress sender = (InetSocketAddress) channel.getRemoteAddress();
            if (!isWelcome(sender, sink)) {
                close(channel);
                return true;
            }
            channel.configureBlocking(false);
            keepAlive(channel);
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
        return true;
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
     * Where there is no place, closes the oldest connection that has sent no message, also none
     * that waits to be read.
     *
     * @return whether there is one
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

    /** An agent that is gone without a word is found out in two minutes, not in two hours. */
    private static void keepAlive(SocketChannel channel) throws IOException {
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        option(channel, ExtendedSocketOptions.TCP_KEEPIDLE, KEEP_ALIVE_IDLE_S);
        option(channel, ExtendedSocketOptions.TCP_KEEPINTERVAL, KEEP_ALIVE_INTERVAL_S);
        option(channel, ExtendedSocketOptions.TCP_KEEPCOUNT, 4);
    }

    private static void option(SocketChannel channel, SocketOption<Integer> option, int value)
            throws IOException {
        if (channel.supportedOptions().contains(option)) {
            channel.setOption(option, value);
        }
    }

    /**
     * No new connections, but those that the kernel has established. Each is closed when it has
     * given what there is; within a message it has a second for the rest.
     */
    public void drain(TcpMessages sink) {
        if (draining) {
            return;
        }
        draining = true;
        drainUntilNanos = System.nanoTime() + LAST_MESSAGE_NANOS;
        try {
            while (take(listening.accept(), sink)) {
                // the next one
            }
        } catch (IOException e) {
            LOG.warn("{} cannot take all that have connected: {}", settings, e.toString());
        }
        acceptable = false;
        acceptAgainNanos = 0;
        close(listening);
    }

    public boolean isDrained() {
        return draining && open.isEmpty();
    }

    @Override
    public void close() {
        close(listening);
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
