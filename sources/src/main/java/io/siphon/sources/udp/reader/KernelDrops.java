package io.siphon.sources.udp.reader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Datagrams that the kernel dropped because a socket's buffer was full: the last column of
 * /proc/net/udp and udp6 (proc(5)).
 */
final class KernelDrops {

    private static final List<Path> TABLES =
            List.of(Path.of("/proc/net/udp"), Path.of("/proc/net/udp6"));

    private final long inode;
    private long last;

    /**
     * @param inode the socket's; -1 when unknown
     */
    KernelDrops(long inode) {
        this.inode = inode;
    }

    /**
     * Dropped since the socket was opened; the last known figure when it is closed; 0 without
     * /proc.
     */
    long read() {
        if (inode >= 0) {
            forEachLine(
                    fields -> {
                        if (Long.parseLong(fields[9]) == inode) {
                            last = Long.parseLong(fields[fields.length - 1]);
                        }
                    });
        }
        return last;
    }

    /** Inodes of all UDP sockets that are bound to a port. */
    static Set<Long> inodes(int port) {
        Set<Long> inodes = new HashSet<>();
        forEachLine(
                fields -> {
                    String local = fields[1];
                    if (Integer.parseInt(local.substring(local.lastIndexOf(':') + 1), 16) == port) {
                        inodes.add(Long.parseLong(fields[9]));
                    }
                });
        return inodes;
    }

    private static void forEachLine(Consumer<String[]> line) {
        for (Path table : TABLES) {
            try (var lines = Files.lines(table)) {
                lines.skip(1).map(text -> text.trim().split("\\s+")).forEach(line);
            } catch (IOException | RuntimeException absent) {
                // not Linux, or no IPv6: nothing to tell
            }
        }
    }
}
