package io.siphon.udf.payload;

import io.siphon.sources.hep.HepPacket;

import javax.annotation.Nullable;

/**
 * Writes addresses as Kamailio does in {@code fromip} and {@code toip}, {@code udp:127.0.0.1:5060},
 * with IPv6 in brackets. The texts made last are kept, 4096 at most, since few pairs of hosts
 * exchange most messages. One instance serves one thread.
 */
public final class Endpoints {

    private static final int SLOTS = 4096;

    private static final String[] TRANSPORTS = {"udp", "tcp", "tls", "ws", "wss", "sctp"};

    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int TLS_OR_WEBSOCKET = 22;
    private static final int SCTP = 132;

    private final String[] transports = new String[SLOTS];
    private final String[] addresses = new String[SLOTS];
    private final int[] ports = new int[SLOTS];
    private final String[] texts = new String[SLOTS];

    /**
     * The sender's {@code proto:ip:port}; empty when the packet has no source address.
     *
     * @param viaTransport transport of the topmost Via as written, which decides where HEP's number
     *     does not; empty for anything but SIP
     */
    public String source(HepPacket packet, String viaTransport) {
        return of(
                transport(packet.transport(), viaTransport),
                packet.sourceIp(),
                packet.sourcePort());
    }

    /** Whether the Via is needed: parsing it without need is expensive. */
    public static boolean asksVia(HepPacket packet) {
        return byNumber(packet.transport()) == null;
    }

    /** The receiver's, as {@link #source}. */
    public String destination(HepPacket packet, String viaTransport) {
        return of(
                transport(packet.transport(), viaTransport),
                packet.destinationIp(),
                packet.destinationPort());
    }

    /**
     * {@code udp}, {@code tcp}, {@code tls}, {@code sctp}, {@code ws}, {@code wss} or {@code any}.
     * The number 22 stands for TLS and WebSocket alike: Via says which, and it is TLS when Via does
     * not say. No number leaves it to Via altogether.
     *
     * @param number see {@link HepPacket#transport}
     */
    public static String transport(int number, String viaTransport) {
        String known = byNumber(number);
        if (known != null) {
            return known;
        }
        return number == TLS_OR_WEBSOCKET ? secured(viaTransport) : named(viaTransport);
    }

    /** Null where it is for Via to say. */
    private static @Nullable String byNumber(int number) {
        return switch (number) {
            case UDP -> "udp";
            case TCP -> "tcp";
            case SCTP -> "sctp";
            default -> null;
        };
    }

    private static String secured(String viaTransport) {
        String named = named(viaTransport);
        return named.equals("ws") || named.equals("wss") ? named : "tls";
    }

    private static String named(String viaTransport) {
        for (String name : TRANSPORTS) {
            if (name.equalsIgnoreCase(viaTransport)) {
                return name;
            }
        }
        return "any";
    }

    /** {@code udp:[2001:db8::1]:5060}; empty for an empty address. */
    public String of(String transport, String ip, int port) {
        if (ip.isEmpty()) {
            return "";
        }
        int slot = (ip.hashCode() * 31 + port * 7 + transport.length() * 131) * 0x9E3779B1 >>> 20;
        if (ports[slot] != port
                || !ip.equals(addresses[slot])
                || !transport.equals(transports[slot])) {
            transports[slot] = transport;
            addresses[slot] = ip;
            ports[slot] = port;
            texts[slot] =
                    ip.indexOf(':') < 0
                            ? transport + ":" + ip + ":" + port
                            : transport + ":[" + ip + "]:" + port;
        }
        return texts[slot];
    }

    /**
     * The address of {@code proto:ip:port}, without brackets; the text itself when it is none, so
     * empty for an empty one.
     */
    public static String address(String endpoint) {
        int start = endpoint.indexOf(':') + 1;
        int end = endpoint.lastIndexOf(':');
        if (end < start) {
            return endpoint;
        }
        boolean bracketed = end - start > 1 && endpoint.charAt(start) == '[';
        return bracketed ? endpoint.substring(start + 1, end - 1) : endpoint.substring(start, end);
    }
}
