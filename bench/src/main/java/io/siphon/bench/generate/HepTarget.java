package io.siphon.bench.generate;

import io.siphon.job.config.ConfigurationException;
import io.siphon.sources.hep.HepContent;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;

/** Where {@code replay} and {@code generate} send to: datagrams, or HEP 3 frames over TCP. */
public final class HepTarget implements Closeable {

    private static final String EXPECTED =
            "expected udp://host:port or tcp://host:port like udp://127.0.0.1:9060";

    private final ByteChannel channel;
    private final String address;
    private final boolean isTcp;
    private long sent;
    private long refused;

    private HepTarget(ByteChannel channel, String address, boolean isTcp) {
        this.channel = channel;
        this.address = address;
        this.isTcp = isTcp;
    }

    /**
     * @param target {@code udp://host:port} or {@code tcp://host:port}
     * @throws ConfigurationException when it is not that, or the host is not known, or nobody
     *     listens on TCP there
     */
    public static HepTarget open(String target) throws IOException {
        URI uri;
        try {
            uri = URI.create(target);
        } catch (IllegalArgumentException e) {
            uri = URI.create("");
        }
        boolean isTcp = "tcp".equals(uri.getScheme());
        boolean known = isTcp || "udp".equals(uri.getScheme());
        if (!known || uri.getHost() == null || uri.getPort() <= 0) {
            throw new ConfigurationException("--to: got " + target + ", " + EXPECTED);
        }
        String host = uri.getHost().replaceAll("[\\[\\]]", "");
        InetSocketAddress address = new InetSocketAddress(host, uri.getPort());
        if (address.isUnresolved()) {
            throw new ConfigurationException("--to: the host " + host + " is not known");
        }
        String name = address.getAddress().getHostAddress() + ":" + address.getPort();
        return isTcp
                ? new HepTarget(connect(address, target), "tcp " + name, true)
                : new HepTarget(DatagramChannel.open().connect(address), "udp " + name, false);
    }

    private static SocketChannel connect(InetSocketAddress address, String target) {
        try {
            return SocketChannel.open(address);
        } catch (IOException e) {
            throw new ConfigurationException(
                    "--to: cannot connect to " + target + ": " + e.getMessage(), e);
        }
    }

    /**
     * @throws ConfigurationException when it cannot go over TCP
     */
    public void send(byte[] datagram) throws IOException {
        if (isTcp && !HepContent.isHep3(datagram, 0, datagram.length)) {
            throw new ConfigurationException(
                    "--to: got a message that is not HEP 3, expected HEP 3 for TCP: use udp://");
        }
        send(ByteBuffer.wrap(datagram));
    }

    /** What is between the buffer's position and its limit. */
    public void send(ByteBuffer datagram) throws IOException {
        try {
            do {
                channel.write(datagram);
            } while (datagram.hasRemaining());
        } catch (PortUnreachableException e) {
            // said of an earlier datagram: nobody listens there
            refused++;
            channel.write(datagram);
        }
        sent++;
    }

    public long sent() {
        return sent;
    }

    /** One line of what was sent, and a warning where nobody seems to listen. */
    public String summary(String what) {
        return "sent "
                + what
                + " to "
                + address
                + (refused == 0
                        ? ""
                        : "; nobody listens there: " + refused + " were answered by ICMP");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
