package io.siphon.sources.listen.tcp;

import java.net.InetSocketAddress;

/** Takes what is received. */
public interface TcpMessages {

    /**
     * @param bytes a HEP frame, a SIP message, or what is neither; the callee's own
     */
    void message(byte[] bytes, InetSocketAddress sender);
}
