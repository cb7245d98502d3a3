package io.siphon.console.flow;

import io.siphon.schema.PlainText;

/** What hosts are called: aliases of trunks as the job has them. Called by many threads. */
@FunctionalInterface
public interface HostNames {

    HostNames NONE = (host, port) -> "";

    /**
     * @param host address without brackets
     * @param port 0 when there is none
     * @return its alias; empty when it has none
     */
    String alias(String host, int port);

    /**
     * @param socket as it is stored, {@code udp:192.0.2.1:5060}
     * @return plain text of one line; the address where there is no alias
     */
    default String of(String socket) {
        Endpoint endpoint = Endpoint.of(socket);
        String alias = alias(endpoint.host(), endpoint.port());
        return PlainText.line(alias.isEmpty() ? endpoint.host() : alias);
    }
}
