package io.siphon.job.rest;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.shaded.netty4.io.netty.util.NetUtil;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The host names of this server. A request by DNS rebinding has the name of another site. Any port
 * is accepted, because {@code ssh -L} may use another.
 *
 * @param names in small letters
 */
record RestHosts(Set<String> names) {

    /** RFC 9110, section 7.2, without what nobody needs in a name. */
    private static final Pattern AUTHORITY =
            Pattern.compile("([A-Za-z0-9._-]{1,255}|\\[[0-9A-Fa-f:.]{2,45}])(?::\\d{1,5})?");

    static RestHosts of(Configuration configuration) {
        return new RestHosts(
                Stream.concat(
                                configuration.get(RestGuardOptions.HOSTS).stream(),
                                Stream.concat(
                                        configuration.getOptional(RestOptions.ADDRESS).stream(),
                                        configuration
                                                .getOptional(RestOptions.BIND_ADDRESS)
                                                .stream()))
                        .map(name -> name.strip().toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /**
     * @param authority of the header {@code Host}
     * @param local the address that the connection came in on
     */
    boolean include(String authority, InetAddress local) {
        Matcher parts = AUTHORITY.matcher(authority);
        if (!parts.matches()) {
            return false;
        }
        String name = parts.group(1).toLowerCase(Locale.ROOT);
        String bare = name.startsWith("[") ? name.substring(1, name.length() - 1) : name;
        return bare.equals("localhost")
                || (names.contains(bare) && !isWildcard(bare))
                || literal(bare)
                        .map(address -> address.isLoopbackAddress() || address.equals(local))
                        .orElse(false);
    }

    private static boolean isWildcard(String name) {
        return literal(name).map(InetAddress::isAnyLocalAddress).orElse(false);
    }

    /** The address that a name is by itself; no other is looked up. */
    private static Optional<InetAddress> literal(String name) {
        byte[] octets = NetUtil.createByteArrayFromIpAddressString(name);
        if (octets == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByAddress(octets));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
