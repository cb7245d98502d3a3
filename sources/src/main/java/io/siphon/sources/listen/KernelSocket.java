package io.siphon.sources.listen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A UDP socket of this machine, of any process, as the kernel lists it in /proc/net/udp and udp6
 * (proc(5)).
 *
 * @param port that it is bound to
 * @param drops datagrams that overran its receive buffer since it was opened
 */
public record KernelSocket(int port, long inode, long drops) {

    private static final List<Path> TABLES =
            List.of(Path.of("/proc/net/udp"), Path.of("/proc/net/udp6"));

    /** All sockets; none without /proc. */
    public static List<KernelSocket> all() {
        List<KernelSocket> sockets = new ArrayList<>();
        for (Path table : TABLES) {
            try (var lines = Files.lines(table)) {
                lines.skip(1).map(KernelSocket::of).forEach(sockets::add);
            } catch (IOException | RuntimeException absent) {
                // not Linux, or no IPv6
            }
        }
        return sockets;
    }

    public static List<KernelSocket> onPort(int port) {
        return all().stream().filter(socket -> socket.port == port).toList();
    }

    /** Datagrams that overran the receive buffers of all sockets of a port. */
    public static long drops(int port) {
        return onPort(port).stream().mapToLong(KernelSocket::drops).sum();
    }

    private static KernelSocket of(String line) {
        String[] fields = line.trim().split("\\s+");
        String local = fields[1];
        return new KernelSocket(
                Integer.parseInt(local.substring(local.lastIndexOf(':') + 1), 16),
                Long.parseLong(fields[9]),
                Long.parseLong(fields[fields.length - 1]));
    }
}
