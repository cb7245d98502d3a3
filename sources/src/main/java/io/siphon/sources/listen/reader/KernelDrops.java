package io.siphon.sources.listen.reader;

import io.siphon.sources.KernelLoss;
import io.siphon.sources.listen.KernelSocket;

import javax.annotation.Nullable;

import java.util.Set;
import java.util.stream.Collectors;

/** Datagrams that the kernel dropped because one socket's buffer was full. */
final class KernelDrops {

    /** How often to look: each time the kernel lists all its sockets. */
    private static final long INTERVAL_MICROS = 5_000_000;

    private final long inode;
    private long last;
    private long told;
    private long askedMicros;

    /**
     * @param inode of the socket; -1 when unknown
     */
    KernelDrops(long inode) {
        this.inode = inode;
    }

    /**
     * Datagrams dropped since the socket was opened. The last known number after it is closed, and
     * 0 without /proc.
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

    /**
     * What was dropped since the last call, reported once: the next owner of the socket continues
     * from there.
     *
     * @param hurry looks even if the interval is not over
     * @return null when there is nothing to report
     */
    @Nullable
    KernelLoss loss(String socket, long nowMicros, boolean hurry) {
        if (askedMicros == 0) {
            askedMicros = nowMicros;
        }
        if (!hurry && nowMicros - askedMicros < INTERVAL_MICROS) {
            return null;
        }
        long dropped = read() - told;
        KernelLoss loss =
                dropped > 0 ? new KernelLoss(askedMicros, nowMicros, socket, dropped) : null;
        told += dropped;
        askedMicros = nowMicros;
        return loss;
    }

    /** Inodes of all UDP sockets that are bound to a port. */
    static Set<Long> inodes(int port) {
        return KernelSocket.onPort(port).stream()
                .map(KernelSocket::inode)
                .collect(Collectors.toSet());
    }
}
