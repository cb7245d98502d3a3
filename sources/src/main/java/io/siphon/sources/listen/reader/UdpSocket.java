package io.siphon.sources.listen.reader;

import io.siphon.sources.listen.split.UdpSplit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.Closeable;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.util.HashSet;
import java.util.Set;

/** A bound, non-blocking socket with its granted buffer and its drop counter in the kernel. */
final class UdpSocket implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(UdpSocket.class);

    private final DatagramChannel channel;
    private final int receiveBufferBytes;
    private final KernelDrops kernelDrops;

    private UdpSocket(DatagramChannel channel, int receiveBufferBytes, KernelDrops kernelDrops) {
        this.channel = channel;
        this.receiveBufferBytes = receiveBufferBytes;
        this.kernelDrops = kernelDrops;
    }

    /**
     * @throws IOException naming the address, when it cannot be bound
     */
    static UdpSocket open(UdpSplit split, int askedBufferBytes) throws IOException {
        InetAddress host = InetAddress.getByName(split.host());
        DatagramChannel channel =
                DatagramChannel.open(
                        host instanceof Inet6Address
                                ? StandardProtocolFamily.INET6
                                : StandardProtocolFamily.INET);
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            if (!ForcedBuffer.grant(channel, askedBufferBytes)) {
                channel.setOption(StandardSocketOptions.SO_RCVBUF, askedBufferBytes);
            }
            int granted = channel.getOption(StandardSocketOptions.SO_RCVBUF);
            channel.configureBlocking(false);
            KernelDrops drops = bind(channel, new InetSocketAddress(host, split.port()));
            if (granted < askedBufferBytes) {
                LOG.warn(
                        "{} asked for a receive buffer of {} bytes, was granted {}: a burst may"
                                + " overrun it. Raise it with sysctl -w net.core.rmem_max={}, or grant CAP_NET_ADMIN",
                        channel.getLocalAddress(),
                        askedBufferBytes,
                        granted,
                        askedBufferBytes);
            } else {
                LOG.info("{} has a receive buffer of {} bytes", channel.getLocalAddress(), granted);
            }
            return new UdpSocket(channel, granted, drops);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw new IOException(
                    "cannot listen on udp "
                            + split.host()
                            + ":"
                            + split.port()
                            + ": "
                            + e.getMessage(),
                    e);
        }
    }

    /** Binds, and finds the socket in the kernel's list: the one that was not listed before. */
    private static KernelDrops bind(DatagramChannel channel, InetSocketAddress address)
            throws IOException {
        synchronized (UdpSocket.class) {
            Set<Long> before = KernelDrops.inodes(address.getPort());
            channel.bind(address);
            Set<Long> added =
                    new HashSet<>(
                            KernelDrops.inodes(
                                    ((InetSocketAddress) channel.getLocalAddress()).getPort()));
            added.removeAll(before);
            return new KernelDrops(added.size() == 1 ? added.iterator().next() : -1);
        }
    }

    DatagramChannel channel() {
        return channel;
    }

    InetSocketAddress address() throws IOException {
        return (InetSocketAddress) channel.getLocalAddress();
    }

    /** Whether only this machine can reach it. */
    boolean isLoopback() throws IOException {
        return address().getAddress().isLoopbackAddress();
    }

    int receiveBufferBytes() {
        return receiveBufferBytes;
    }

    KernelDrops kernelDrops() {
        return kernelDrops;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
