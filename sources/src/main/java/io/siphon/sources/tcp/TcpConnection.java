package io.siphon.sources.tcp;

import io.siphon.sources.hep.HepException;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/** An agent's connection, with the part of a message that has not ended yet. */
final class TcpConnection {

    /** How much is kept of what is neither HEP nor SIP: enough to see what it is. */
    private static final int KEPT_BYTES = 4096;

    private final SocketChannel channel;
    private final InetSocketAddress sender;
    private final StreamCutter stream = new StreamCutter();

    TcpConnection(SocketChannel channel, InetSocketAddress sender) {
        this.channel = channel;
        this.sender = sender;
    }

    SocketChannel channel() {
        return channel;
    }

    boolean isBetweenMessages() {
        return stream.pending() == 0;
    }

    /**
     * Reads once.
     *
     * @param buffer for what is read, with an array
     * @return octets read; 0 when there are none yet; -1 when the connection is over
     */
    int read(ByteBuffer buffer, TcpMessages sink, TcpCounts counts) {
        int length = readOnce(buffer.clear());
        if (length <= 0) {
            return length;
        }
        counts.bytes.addAndGet(length);
        try {
            stream.feed(
                    buffer.array(),
                    length,
                    (bytes, from, size) ->
                            give(Arrays.copyOfRange(bytes, from, from + size), sink, counts));
            return length;
        } catch (HepException e) {
            counts.foreign.incrementAndGet();
            byte[] rest = stream.takeRest();
            give(Arrays.copyOf(rest, Math.min(rest.length, KEPT_BYTES)), sink, counts);
            return -1;
        }
    }

    private int readOnce(ByteBuffer buffer) {
        try {
            return channel.read(buffer);
        } catch (IOException reset) {
            return -1;
        }
    }

    /** Closes; a message that was not received whole is given as far as it was. */
    void end(TcpMessages sink, TcpCounts counts) {
        if (!isBetweenMessages()) {
            counts.cutShort.incrementAndGet();
            give(stream.takeRest(), sink, counts);
        }
        TcpListener.close(channel);
    }

    private void give(byte[] bytes, TcpMessages sink, TcpCounts counts) {
        counts.messages.incrementAndGet();
        sink.message(bytes, sender);
    }
}
