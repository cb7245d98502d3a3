package io.siphon.sources.listen.tcp;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The open connections of one address, or of one /64, because an IPv6 host has 2^64 addresses. */
final class ConnectionsOfAddress {

    private static final int NETWORK_OCTETS = 8;

    private int open;

    /** Those that have sent no message yet, the oldest first. */
    private final Set<TcpConnection> unproven = new LinkedHashSet<>();

    int open() {
        return open;
    }

    Set<TcpConnection> unproven() {
        return unproven;
    }

    /** Those of all addresses. */
    static final class Addresses {

        private final Map<Long, ConnectionsOfAddress> addresses = new HashMap<>();

        ConnectionsOfAddress of(InetAddress address) {
            return addresses.getOrDefault(key(address), new ConnectionsOfAddress());
        }

        void opened(TcpConnection connection) {
            ConnectionsOfAddress of =
                    addresses.computeIfAbsent(
                            key(connection.sender().getAddress()),
                            none -> new ConnectionsOfAddress());
            of.open++;
            of.unproven.add(connection);
        }

        void unproven(TcpConnection connection) {
            of(connection.sender().getAddress()).unproven.add(connection);
        }

        void proven(TcpConnection connection) {
            of(connection.sender().getAddress()).unproven.remove(connection);
        }

        void closed(TcpConnection connection) {
            long key = key(connection.sender().getAddress());
            ConnectionsOfAddress of = addresses.get(key);
            of.unproven.remove(connection);
            if (--of.open == 0) {
                addresses.remove(key);
            }
        }

        void clear() {
            addresses.clear();
        }
    }

    /** The first 64 bits of IPv6, where no network begins with 32 bits of 0 as IPv4 does here. */
    private static long key(InetAddress address) {
        byte[] bytes = address.getAddress();
        long key = 0;
        for (int i = 0; i < Math.min(bytes.length, NETWORK_OCTETS); i++) {
            key = key << 8 | bytes[i] & 0xff;
        }
        return key;
    }
}
