package io.siphon.console.flow;

import java.util.regex.Pattern;

/**
 * A socket as it is stored: {@code udp:192.0.2.1:5060}, {@code tcp:[2001:db8::1]:5060}.
 *
 * @param transport lower case; empty when there is none
 * @param host address without brackets
 * @param port 0 when there is none
 */
public record Endpoint(String transport, String host, int port) {

    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

    public static Endpoint of(String stored) {
        int first = stored.indexOf(':');
        String transport = first > 0 ? stored.substring(0, first) : "";
        String rest = first > 0 ? stored.substring(first + 1) : stored;
        int colon = rest.lastIndexOf(':');
        String host = colon > 0 ? rest.substring(0, colon) : rest;
        String port = colon > 0 ? rest.substring(colon + 1) : "";
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        return new Endpoint(
                transport, host, PORT.matcher(port).matches() ? Integer.parseInt(port) : 0);
    }

    public boolean isIpv6() {
        return host.indexOf(':') >= 0;
    }

    /** {@code 192.0.2.1:5060}, IPv6 in brackets. */
    public String hostAndPort() {
        return (isIpv6() ? "[" + host + "]" : host) + ":" + port;
    }
}
