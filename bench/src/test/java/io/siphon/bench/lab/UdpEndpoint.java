package io.siphon.bench.lab;

import io.siphon.bench.server.ServerProcess;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Where a program of the lab listens: an IPv4 address of loopback, and a port. */
public record UdpEndpoint(String ip, int port) {

    /**
     * A port of that address that nobody has at the moment, of UDP and of TCP; none that the kernel
     * could give to a client before the program listens there.
     */
    public static UdpEndpoint free(String ip) {
        while (true) {
            int port = ServerProcess.freePort();
            try (DatagramSocket udp = new DatagramSocket(port, InetAddress.getByName(ip));
                    ServerSocket tcp = new ServerSocket()) {
                tcp.bind(new InetSocketAddress(ip, port));
                return new UdpEndpoint(ip, port);
            } catch (BindException taken) {
                // another one, then
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    public static UdpEndpoint of(InetSocketAddress address) {
        return new UdpEndpoint(address.getAddress().getHostAddress(), address.getPort());
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(ip, port);
    }

    /** Whether a program listens here, as the kernel has it: asks nobody, disturbs nobody. */
    public boolean isBound() throws IOException {
        byte[] ip4 = InetAddress.getByName(ip).getAddress();
        String local =
                String.format(
                        Locale.ROOT,
                        " %02X%02X%02X%02X:%04X ",
                        ip4[3],
                        ip4[2],
                        ip4[1],
                        ip4[0],
                        port);
        List<String> sockets = Files.readAllLines(Path.of("/proc/net/udp"));
        return sockets.stream().anyMatch(line -> line.contains(local));
    }

    /** {@code 127.0.0.1:9060}. */
    @Override
    public String toString() {
        return ip + ":" + port;
    }
}
