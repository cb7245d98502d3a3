package io.siphon.job.generate;

import io.siphon.job.ConfigurationException;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** Where {@code replay} and {@code generate} send datagrams to. */
public final class UdpTarget implements Closeable {

    private final DatagramChannel channel;
    private final InetSocketAddress address;
    private long sent;
    private long refused;

    private UdpTarget(DatagramChannel channel, InetSocketAddress address) {
        this.channel = channel;
        this.address = address;
    }

    /**
     * @param target {@code udp://host:port}
     * @throws ConfigurationException when it is not that, or the host is not known
     */
    public static UdpTarget open(String target) throws IOException {
        URI uri;
        try {
            uri = URI.create(target);
        } catch (IllegalArgumentException e) {
            uri = URI.create("");
        }
        if (!"udp".equals(uri.getScheme()) || uri.getHost() == null || uri.getPort() <= 0) {
            throw new ConfigurationException(
                    "--to: got " + target + ", expected udp://host:port like udp://127.0.0.1:9060");
        }
        String host = uri.getHost().replaceAll("[\\[\\]]", "");
        InetSocketAddress address = new InetSocketAddress(host, uri.getPort());
        if (address.isUnresolved()) {
            throw new ConfigurationException("--to: the host " + host + " is not known");
        }
        DatagramChannel channel = DatagramChannel.open();
        channel.connect(address);
        return new UdpTarget(channel, address);
    }

    public void send(byte[] datagram) throws IOException {
        send(ByteBuffer.wrap(datagram));
    }

    /** What is between the buffer's position and its limit. */
    public void send(ByteBuffer datagram) throws IOException {
        try {
            channel.write(datagram);
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
                + " to udp "
                + address.getAddress().getHostAddress()
                + ":"
                + address.getPort()
                + (refused == 0
                        ? ""
                        : "; nobody listens there: " + refused + " were answered by ICMP");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
