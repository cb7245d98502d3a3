package io.siphon.job.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the kernel says of a port's UDP sockets, whosever they are (proc(5), /proc/net/udp). */
final class UdpDrops {

    private UdpDrops() {}

    static long dropped(int port) {
        return lines(port).stream()
                .mapToLong(fields -> Long.parseLong(fields[fields.length - 1]))
                .sum();
    }

    static int sockets(int port) {
        return lines(port).size();
    }

    private static List<String[]> lines(int port) {
        List<String[]> found = new ArrayList<>();
        String suffix = String.format(":%04X", port);
        for (String table : List.of("/proc/net/udp", "/proc/net/udp6")) {
            try {
                for (String line : Files.readAllLines(Path.of(table))) {
                    String[] fields = line.trim().split("\\s+");
                    if (fields[1].endsWith(suffix)) {
                        found.add(fields);
                    }
                }
            } catch (IOException e) {
                // no IPv6
            }
        }
        return found;
    }
}
