package io.siphon.sources.listen.reader;

import io.siphon.sources.listen.tcp.TcpListener;

import javax.annotation.Nullable;

import java.io.Closeable;
import java.io.IOException;

/**
 * The open sockets of a reader.
 *
 * @param tcp null when it does not listen on TCP
 */
record OpenSockets(UdpSocket udp, @Nullable TcpListener tcp) implements Closeable {

    @Override
    public void close() throws IOException {
        if (tcp != null) {
            tcp.close();
        }
        udp.close();
    }
}
