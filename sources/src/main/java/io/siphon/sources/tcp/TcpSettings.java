package io.siphon.sources.tcp;

import java.io.Serializable;

/**
 * @param host address to bind, IPv6 without brackets
 * @param port 1..65535
 * @param maxConnections that are open at once; more are refused
 */
public record TcpSettings(String host, int port, int maxConnections) implements Serializable {

    /** {@code tcp 0.0.0.0:9060}. */
    @Override
    public String toString() {
        return "tcp " + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
