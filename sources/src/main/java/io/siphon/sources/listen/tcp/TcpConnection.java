package io.siphon.sources.listen.tcp;

import io.siphon.sources.hep.HepException;
import io.siphon.sources.sender.SenderGuard;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/** An agent's connection, with the part of a message that has not ended yet. */
final class TcpConnection {

    /** Bytes kept of data that is neither HEP nor SIP: enough to recognize it. */
    private static final int KEPT_BYTES = 4096;

    private final SocketChannel channel;
    private final InetSocketAddress sender;
    private final StreamCutter stream = new StreamCutter();
    private final long openedNanos;

    private SenderGuard guard;

    /** Whether it has sent a message, with a key where one is required. */
    private boolean proven;

    /** Whether the first message had no valid key. */
    private boolean rejected;

    /** When the message that has not ended began. */
    private long begunNanos;

    private boolean within; // a message, before this reading
    private boolean ended; // a message, in this reading

    /**
     * @param nowNanos of the clock that {@link #isOverdue} uses
     */
    TcpConnection(
            SocketChannel channel, InetSocketAddress sender, SenderGuard guard, long nowNanos) {
        this.channel = channel;
        this.sender = sender;
        this.guard = guard;
        this.openedNanos = nowNanos;
    }

    SocketChannel channel() {
        return channel;
    }

    InetSocketAddress sender() {
        return sender;
    }

    boolean isBetweenMessages() {
        return stream.pending() == 0;
    }

    /**
     * Whether it has sent a message, with a key where one is required. It may be silent from then
     * on.
     */
    boolean isProven() {
        return proven;
    }

    /** Replaces the guard that decides who may send. */
    void guardedBy(SenderGuard next) {
        if (next.needsKey() && !next.settings().equals(guard.settings())) {
            proven = false;
        }
        guard = next;
    }

    /** Whether the time to begin its first message, or to end the one it has begun, is over. */
    boolean isOverdue(long nowNanos, TcpSettings settings) {
        if (!isBetweenMessages()) {
            return nowNanos - begunNanos > settings.messageTimeout().toNanos();
        }
        return !proven && nowNanos - openedNanos > settings.firstBytesTimeout().toNanos();
    }

    /**
     * Reads once.
     *
     * @param buffer for what is read, with an array
     * @return octets read; 0 when there are none yet; -1 when the connection is over
     */
    int read(ByteBuffer buffer, TcpMessages sink, TcpCounts counts, long nowNanos) {
        int length = readOnce(buffer.clear());
        if (length <= 0) {
            return length;
        }
        counts.bytes.addAndGet(length);
        within = !isBetweenMessages();
        ended = false;
        try {
            stream.feed(
                    buffer.array(),
                    length,
                    (bytes, from, size) ->
                            message(Arrays.copyOfRange(bytes, from, from + size), sink, counts));
        } catch (HepException e) {
            counts.foreign.incrementAndGet();
            byte[] rest = stream.takeRest();
            keep(Arrays.copyOf(rest, Math.min(rest.length, KEPT_BYTES)), sink, counts);
            return -1;
        }
        if (!within || ended) {
            begunNanos = nowNanos;
        }
        return rejected ? -1 : length;
    }

    private int readOnce(ByteBuffer buffer) {
        try {
            return channel.read(buffer);
        } catch (IOException reset) {
            return -1;
        }
    }

    /** Closes the connection. An incomplete message is passed on as far as it was received. */
    void end(TcpMessages sink, TcpCounts counts) {
        if (!isBetweenMessages()) {
            counts.cutShort.incrementAndGet();
            keep(stream.takeRest(), sink, counts);
        }
        TcpListener.close(channel);
    }

    private void message(byte[] bytes, TcpMessages sink, TcpCounts counts) {
        ended = true;
        if (rejected) {
            return;
        }
        if (guard.authenticates(bytes, sender)) {
            proven = true;
            give(bytes, sink, counts);
        } else {
            rejected = !proven;
        }
    }

    /** Data that is no message has no key, but its sender may have sent a valid one before. */
    private void keep(byte[] bytes, TcpMessages sink, TcpCounts counts) {
        if (rejected) {
            return;
        }
        if (proven || !guard.needsKey()) {
            give(bytes, sink, counts);
        } else {
            guard.unauthenticated(sender);
        }
    }

    private void give(byte[] bytes, TcpMessages sink, TcpCounts counts) {
        counts.messages.incrementAndGet();
        sink.message(bytes, sender);
    }
}
