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
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a program of the lab listens: an IPv4 address of loopback, and a port. */
public record UdpEndpoint(String ip, int port) {

    /** Columns of /proc/net/udp. */
    private static final int LOCAL = 1;

    private static final int INODE = 9;

    /**
     * A port of that address that nobody has at the moment, of UDP and of TCP; none that the kernel
     * could give to a client before the program listens there.
     */
    public static UdpEndpoint free(String ip) {
        while (true) {
            UdpEndpoint endpoint = new UdpEndpoint(ip, ServerProcess.freePort());
            if (endpoint.isFree()) {
                return endpoint;
            }
        }
    }

    /** Whether nobody has this port at the moment, neither of UDP nor of TCP. */
    boolean isFree() {
        try (DatagramSocket udp = new DatagramSocket(address());
                ServerSocket tcp = new ServerSocket()) {
            tcp.bind(address());
            return true;
        } catch (BindException taken) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
        return inode().isPresent();
    }

    /** Whether this process, of the same user, listens here. */
    boolean isBoundBy(long pid) throws IOException {
        Optional<String> inode = inode();
        if (inode.isEmpty()) {
            return false;
        }
        Path socket = Path.of("socket:[" + inode.get() + "]");
        try (Stream<Path> files = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (Files.readSymbolicLink(file).equals(socket)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Of the socket that is bound here. */
    private Optional<String> inode() throws IOException {
        byte[] ip4 = InetAddress.getByName(ip).getAddress();
        String local =
                String.format(
                        Locale.ROOT, "%02X%02X%02X%02X:%04X", ip4[3], ip4[2], ip4[1], ip4[0], port);
        return Files.readAllLines(Path.of("/proc/net/udp")).stream()
                .map(line -> line.trim().split(" +"))
                .filter(columns -> columns[LOCAL].equals(local))
                .map(columns -> columns[INODE])
                .findFirst();
    }

    /** {@code 127.0.0.1:9060}. */
    @Override
    public String toString() {
        return ip + ":" + port;
    }
}
