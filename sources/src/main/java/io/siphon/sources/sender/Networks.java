package io.siphon.sources.sender;

import io.siphon.schema.IpText;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Networks as CIDRs (RFC 4632; RFC 4291, 2.3). An address alone is a network of one; an IPv6
 * network of IPv4-mapped addresses is that of IPv4, since the kernel and Java know no other.
 */
public final class Networks {

    private static final int MAPPED = 96;
    private static final byte[] MAPPED_PREFIX = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

    private record Network(byte[] address, int prefix) {

        boolean contains(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            int whole = prefix / 8;
            if (!Arrays.equals(address, 0, whole, other, 0, whole)) {
                return false;
            }
            int rest = prefix % 8;
            return rest == 0 || ((address[whole] ^ other[whole]) & 0xff00 >> rest & 0xff) == 0;
        }
    }

    private final List<Network> networks;

    private Networks(List<Network> networks) {
        this.networks = networks;
    }

    /**
     * @param entries each one CIDR or address, or several with commas, semicolons or blanks between
     * @throws IllegalArgumentException naming the entry that is none
     */
    public static Networks of(List<String> entries) {
        List<Network> networks = new ArrayList<>();
        for (String some : entries) {
            for (String entry : some.split("[,;\\s]+")) {
                if (!entry.isEmpty()) {
                    networks.add(network(entry));
                }
            }
        }
        return new Networks(networks);
    }

    public boolean isEmpty() {
        return networks.isEmpty();
    }

    public boolean contain(InetAddress address) {
        byte[] bytes = address.getAddress();
        for (Network network : networks) {
            if (network.contains(bytes)) {
                return true;
            }
        }
        return false;
    }

    private static Network network(String entry) {
        int slash = entry.indexOf('/');
        byte[] address = IpText.parse(slash < 0 ? entry : entry.substring(0, slash));
        int bits = address == null ? 0 : 8 * address.length;
        int prefix = slash < 0 ? bits : prefix(entry.substring(slash + 1));
        if (address == null || prefix < 0 || prefix > bits) {
            throw new IllegalArgumentException(
                    "got "
                            + entry
                            + ", expected an address or CIDR, like 192.0.2.7, 192.0.2.0/24 or"
                            + " 2001:db8::/32");
        }
        boolean mapped = prefix >= MAPPED && Arrays.equals(MAPPED_PREFIX, 0, 12, address, 0, 12);
        return mapped
                ? new Network(Arrays.copyOfRange(address, 12, 16), prefix - MAPPED)
                : new Network(address, prefix);
    }

    private static int prefix(String text) {
        return text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : -1;
    }
}
