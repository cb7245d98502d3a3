package io.siphon.sources.listen.tcp;

import java.net.InetSocketAddress;

/** Receives the messages. */
public interface TcpMessages {

    /**
     * @param bytes a HEP frame, a SIP message, or neither; they belong to the callee
     */
    void message(byte[] bytes, InetSocketAddress sender);
}
