package io.siphon.sources.listen.tcp;

import java.io.Serializable;
import java.time.Duration;

/**
 * @param host address to bind, IPv6 without brackets
 * @param port 1..65535
 * @param maxConnections maximum number of open connections. Beyond it the oldest one that has sent
 *     no message is closed for the new one; if there is none, the new one is refused.
 * @param maxConnectionsPerAddress the same for one address, or one /64 of IPv6
 * @param firstBytesTimeout a connection that has not begun its first message by then is closed
 * @param messageTimeout a connection that has not ended a message by then is closed
 */
public record TcpSettings(
        String host,
        int port,
        int maxConnections,
        int maxConnectionsPerAddress,
        Duration firstBytesTimeout,
        Duration messageTimeout)
        implements Serializable {

    private static final Duration FIRST_BYTES = Duration.ofMinutes(1);
    private static final Duration MESSAGE = Duration.ofSeconds(30);

    /** Without a limit per address, and with the default timeouts. */
    public TcpSettings(String host, int port, int maxConnections) {
        this(host, port, maxConnections, Integer.MAX_VALUE, FIRST_BYTES, MESSAGE);
    }

    /** {@code tcp 0.0.0.0:9060}. */
    @Override
    public String toString() {
        return "tcp " + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
