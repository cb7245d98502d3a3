package io.siphon.sources.listen.tcp;

import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The port that agents connect to. When the process has no file descriptor left, it waits for a
 * second before it accepts again.
 */
final class ListeningSocket {

    private static final Logger LOG = LoggerFactory.getLogger(ListeningSocket.class);

    private static final int BACKLOG = 512;

    /** Connections accepted in a round. */
    private static final int ROUND_CONNECTIONS = 128;

    /** When no file descriptor is free: how long to wait for one. */
    private static final long NO_DESCRIPTOR_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final int KEEP_ALIVE_IDLE_S = 60;
    private static final int KEEP_ALIVE_INTERVAL_S = 15;
    private static final int KEEP_ALIVE_PROBES = 4;

    private final TcpSettings settings;
    private final ServerSocketChannel channel;

    private SelectionKey key;
    private boolean acceptable;

    /** When to accept again after an error; 0 for no error. */
    private long acceptAgainNanos;

    private ListeningSocket(TcpSettings settings, ServerSocketChannel channel) {
        this.settings = settings;
        this.channel = channel;
    }

    /**
     * @throws IOException naming the address, when it cannot be bound
     */
    static ListeningSocket open(TcpSettings settings) throws IOException {
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
            return new ListeningSocket(settings, channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw new IOException("cannot listen on " + settings + ": " + e.getMessage(), e);
        }
    }

    InetSocketAddress address() throws IOException {
        return (InetSocketAddress) channel.getLocalAddress();
    }

    void register(Selector selector) throws IOException {
        key = channel.register(selector, SelectionKey.OP_ACCEPT);
    }

    /** Takes note of a selected key; those of other channels are not its own. */
    void selected(SelectionKey selected) {
        acceptable |= selected.channel() == channel;
    }

    /** Accepts a round's worth of connections, if there are any. */
    void accept(Consumer<SocketChannel> accepted) {
        if (acceptAgainNanos != 0) {
            if (System.nanoTime() - acceptAgainNanos < 0) {
                return;
            }
            acceptAgainNanos = 0;
            key.interestOps(SelectionKey.OP_ACCEPT);
        } else if (!acceptable) {
            return;
        }
        acceptable = false;
        try {
            int taken = 0;
            while (taken < ROUND_CONNECTIONS && takeOne(accepted)) {
                taken++;
            }
        } catch (IOException e) {
            LOG.warn("{} cannot accept a connection: {}", settings, e.toString());
            acceptAgainNanos = System.nanoTime() + NO_DESCRIPTOR_NANOS;
            key.interestOps(0);
        }
    }

    /** Accepts all connections that the kernel has established, and closes the port. */
    void drain(Consumer<SocketChannel> accepted) {
        try {
            while (takeOne(accepted)) {
                // the next one
            }
        } catch (IOException e) {
            LOG.warn("{} cannot take all that have connected: {}", settings, e.toString());
        }
        acceptable = false;
        acceptAgainNanos = 0;
        close();
    }

    private boolean takeOne(Consumer<SocketChannel> accepted) throws IOException {
        SocketChannel connection = channel.accept();
        if (connection == null) {
            return false;
        }
        accepted.accept(connection);
        return true;
    }

    void close() {
        TcpListener.close(channel);
    }

    /** Finds an agent that is gone without a word in two minutes, not in two hours. */
    static void keepAlive(SocketChannel connection) throws IOException {
        connection.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        option(connection, ExtendedSocketOptions.TCP_KEEPIDLE, KEEP_ALIVE_IDLE_S);
        option(connection, ExtendedSocketOptions.TCP_KEEPINTERVAL, KEEP_ALIVE_INTERVAL_S);
        option(connection, ExtendedSocketOptions.TCP_KEEPCOUNT, KEEP_ALIVE_PROBES);
    }

    private static void option(SocketChannel channel, SocketOption<Integer> option, int value)
            throws IOException {
        if (channel.supportedOptions().contains(option)) {
            channel.setOption(option, value);
        }
    }
}
