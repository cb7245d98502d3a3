package io.siphon.sources.hep;

import io.siphon.schema.IpText;

import javax.annotation.Nullable;

import java.util.Locale;

/**
 * One end of a hop as Kamailio's siptrace writes it, in headers and in its table.
 *
 * @param transport IP protocol number, see {@link HepPacket#transport}; 0 when not said
 * @param ip IPv6 without brackets
 * @param port 0 when not said
 */
public record TracedAddress(int transport, String ip, int port) {

    /**
     * {@code proto:ip:port}, IPv6 with brackets or without; siptrace's trace_local_ip may stand for
     * it with an address alone.
     *
     * @return null when the text is neither
     */
    public static @Nullable TracedAddress of(String text) {
        String alone = IpText.normalized(text);
        if (alone != null) {
            return new TracedAddress(0, alone, 0);
        }
        int first = text.indexOf(':');
        int last = text.lastIndexOf(':');
        if (first < 0 || first == last) {
            return null;
        }
        String ip = IpText.normalized(text.substring(first + 1, last));
        int port = (int) PlainSipReader.number(text.substring(last + 1), 0xffff);
        int transport = transport(text.substring(0, first));
        return ip == null || port < 0 || transport < 0
                ? null
                : new TracedAddress(transport, ip, port);
    }

    /** IP protocol number; for TLS and WebSocket 22, as siptrace itself has it in HEP. */
    private static int transport(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "udp" -> 17;
            case "tcp" -> 6;
            case "tls", "ws", "wss" -> 22;
            case "sctp" -> 132;
            case "any" -> 0;
            default -> -1;
        };
    }
}
