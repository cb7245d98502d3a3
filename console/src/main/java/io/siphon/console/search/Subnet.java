package io.siphon.console.search;

import io.siphon.schema.IpText;

import javax.annotation.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A subnet of IPv4: {@code 192.0.2.0/24}. Bits of the host do not count.
 *
 * @param octets of its address
 * @param bits of the network, 0 to 32
 */
record Subnet(List<Integer> octets, int bits) {

    private static final Pattern WRITTEN = Pattern.compile("([0-9.]{7,15})/([0-9]{1,2})");
    private static final int OCTET = 8;

    /** Null when it is none. */
    @Nullable
    static Subnet parse(String text) {
        Matcher written = WRITTEN.matcher(text);
        byte[] address = written.matches() ? IpText.parse(written.group(1)) : null;
        if (address == null || Integer.parseInt(written.group(2)) > address.length * OCTET) {
            return null;
        }
        List<Integer> octets = new ArrayList<>();
        for (byte octet : address) {
            octets.add(octet & 0xff);
        }
        return new Subnet(octets, Integer.parseInt(written.group(2)));
    }

    /** Whether the network ends with an octet: then LIKE finds its addresses. */
    boolean isOfOctets() {
        return bits % OCTET == 0;
    }

    /** For LIKE; {@code %:192.0.2.%}. */
    String like() {
        if (bits == 0) {
            return "%:%.%";
        }
        return "%:" + whole(".") + (bits == octets.size() * OCTET ? ":%" : "%");
    }

    /** For a regular expression: {@code :192[.]0[.](4|5|6|7)[.]}, of at most 128 values. */
    String pattern() {
        int last = bits / OCTET;
        int values = 1 << (OCTET - bits % OCTET);
        int first = octets.get(last) / values * values;
        List<String> any = new ArrayList<>();
        for (int value = first; value < first + values; value++) {
            any.add(String.valueOf(value));
        }
        String end = last == octets.size() - 1 ? ":" : "[.]";
        return ":" + whole("[.]") + "(" + String.join("|", any) + ")" + end;
    }

    /** Octets that are all of the network, with a dot behind each but the fourth. */
    private String whole(String dot) {
        StringBuilder whole = new StringBuilder();
        for (int i = 0; i < bits / OCTET; i++) {
            whole.append(octets.get(i)).append(i == octets.size() - 1 ? "" : dot);
        }
        return whole.toString();
    }
}
