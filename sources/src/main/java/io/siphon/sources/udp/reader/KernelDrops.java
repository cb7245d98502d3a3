package io.siphon.sources.udp.reader;

import io.siphon.sources.udp.KernelSocket;

import java.util.Set;
import java.util.stream.Collectors;

/** Datagrams that the kernel dropped because one socket's buffer was full. */
final class KernelDrops {

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
            for (KernelSocket socket : KernelSocket.all()) {
                if (socket.inode() == inode) {
                    last = socket.drops();
                }
            }
        }
        return last;
    }

    /** Inodes of all UDP sockets that are bound to a port. */
    static Set<Long> inodes(int port) {
        return KernelSocket.onPort(port).stream()
                .map(KernelSocket::inode)
                .collect(Collectors.toSet());
    }
}
