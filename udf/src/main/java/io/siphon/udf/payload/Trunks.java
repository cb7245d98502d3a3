package io.siphon.udf.payload;

import java.io.Serializable;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which configured trunk an address belongs to. Of several matches the narrowest wins. */
public final class Trunks implements Serializable {

    private static final long serialVersionUID = 1;
    private static final int MAX_REMEMBERED = 10_000;

    /** Any port. */
    private static final int ANY = 0;

    private record Network(String alias, byte[] address, int prefix, int port)
            implements Serializable {

        boolean contains(byte[] other, int otherPort) {
            if (other.length != address.length || (port != ANY && port != otherPort)) {
                return false;
            }
            for (int bit = 0; bit < prefix; bit += 8) {
                int mask = prefix - bit >= 8 ? 0xff : 0xff << (8 - (prefix - bit)) & 0xff;
                if (((other[bit / 8] ^ address[bit / 8]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }

        int width() {
            return 2 * prefix + (port == ANY ? 0 : 1);
        }
    }

    private final List<Network> networks;

    /** By address and port; at most {@link #MAX_REMEMBERED} in all. */
    private transient Map<String, Map<Integer, String>> remembered;

    private transient int count;

    private Trunks(List<Network> networks) {
        this.networks = networks;
    }

    /**
     * @param trunks alias → addresses or CIDRs, each with a port or without, separated by commas,
     *     semicolons or blanks; IPv6 with a port in brackets
     * @throws IllegalArgumentException naming the entry that is neither
     */
    public static Trunks of(Map<String, String> trunks) {
        List<Network> networks = new ArrayList<>();
        trunks.forEach(
                (alias, list) -> {
                    String entries = unlisted(list.replaceAll("['\"]", "").trim());
                    for (String entry : entries.split("[,;\\s]+")) {
                        if (!entry.isBlank()) {
                            networks.add(network(alias, entry));
                        }
                    }
                });
        return new Trunks(networks);
    }

    /** A YAML list arrives as its text: {@code [192.0.2.0/24, 198.51.100.7:5060]}. */
    private static String unlisted(String text) {
        int open = text.indexOf('[', 1);
        int close = text.indexOf(']');
        boolean list =
                text.startsWith("[")
                        && text.endsWith("]")
                        && (close == text.length() - 1 || open > 0 && open < close);
        return list ? text.substring(1, text.length() - 1) : text;
    }

    public boolean isEmpty() {
        return networks.isEmpty();
    }

    /**
     * @param ip in text, IPv6 without brackets
     * @return the alias, or empty
     */
    public String match(String ip, int port) {
        if (networks.isEmpty()) {
            return "";
        }
        if (remembered == null) {
            remembered = new HashMap<>();
        }
        String known = remembered.getOrDefault(ip, Map.of()).get(port);
        if (known != null) {
            return known;
        }
        if (count++ == MAX_REMEMBERED) {
            remembered.clear();
            count = 1;
        }
        String alias = lookUp(ip, port);
        remembered.computeIfAbsent(ip, any -> new HashMap<>()).put(port, alias);
        return alias;
    }

    int remembered() {
        return remembered.values().stream().mapToInt(Map::size).sum();
    }

    private String lookUp(String ip, int port) {
        byte[] address = address(ip);
        Network best = null;
        for (Network network : networks) {
            if (address != null
                    && network.contains(address, port)
                    && (best == null || network.width() > best.width())) {
                best = network;
            }
        }
        return best == null ? "" : best.alias;
    }

    private static Network network(String alias, String entry) {
        String host = entry;
        int port = ANY;
        int prefix = -1;
        try {
            int bracket = entry.indexOf(']');
            int colon = entry.lastIndexOf(':');
            boolean ported = entry.startsWith("[") ? colon > bracket : colon == entry.indexOf(':');
            if (colon > 0 && ported) {
                port = Integer.parseInt(entry.substring(colon + 1));
                host = entry.substring(0, colon);
            }
            host = host.replace("[", "").replace("]", "");
            int slash = host.indexOf('/');
            if (slash > 0) {
                prefix = Integer.parseInt(host.substring(slash + 1));
                host = host.substring(0, slash);
            }
        } catch (NumberFormatException e) {
            host = "";
        }
        byte[] address = address(host);
        int bits = address == null ? -1 : 8 * address.length;
        if (address == null || prefix > bits || port < 0 || port > 65_535) {
            throw new IllegalArgumentException(
                    "trunks."
                            + alias
                            + ": got "
                            + entry
                            + ", expected an address or CIDR with or without a port, like"
                            + " 192.0.2.0/24, 198.51.100.7:5060 or [2001:db8::/32]:5060");
        }
        return new Network(alias, address, prefix < 0 ? bits : prefix, port);
    }

    /** The bytes of an address in text; null when it is no literal: names are never looked up. */
    private static byte[] address(String literal) {
        if (!literal.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
            return null;
        }
        try {
            return InetAddress.getByName(literal).getAddress();
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
