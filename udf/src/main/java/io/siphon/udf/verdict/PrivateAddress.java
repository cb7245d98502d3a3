package io.siphon.udf.verdict;

import io.siphon.udf.payload.Endpoints;

/** Addresses that only their own network reaches. */
public final class PrivateAddress {

    private PrivateAddress() {}

    /**
     * Whether a Contact cannot be reached by those who see its sender: it is private, and the
     * sender comes from a public address.
     *
     * @param contact host of the Contact; a name is no address
     * @param source {@code proto:ip:port} that it came from
     */
    public static boolean hides(String contact, String source) {
        if (!is(contact)) {
            return false;
        }
        String sender = Endpoints.address(source);
        return !sender.isEmpty() && !is(sender) && !isLoopback(sender);
    }

    /** RFC 1918, RFC 6598 (carrier-grade NAT), RFC 3927 (link-local), RFC 4193, RFC 4291, 2.5.6. */
    static boolean is(String address) {
        if (address.startsWith("10.")
                || address.startsWith("192.168.")
                || address.startsWith("169.254.")) {
            return isNumeric(address);
        }
        if (address.startsWith("172.") || address.startsWith("100.")) {
            int second = second(address);
            return address.charAt(0) == '1' && address.charAt(1) == '7'
                    ? second >= 16 && second < 32
                    : second >= 64 && second < 128;
        }
        return address.indexOf(':') > 0
                && (address.startsWith("fc")
                        || address.startsWith("fd")
                        || address.startsWith("fe8")
                        || address.startsWith("fe9")
                        || address.startsWith("fea")
                        || address.startsWith("feb"));
    }

    private static boolean isLoopback(String address) {
        return address.startsWith("127.") || address.equals("::1");
    }

    /** Of {@code 172.16.0.1}: 16; -1 where it is no address. */
    private static int second(String address) {
        int end = address.indexOf('.', 4);
        return !isNumeric(address) || end < 5 || end > 7
                ? -1
                : Integer.parseInt(address, 4, end, 10);
    }

    private static boolean isNumeric(String address) {
        for (int i = 0; i < address.length(); i++) {
            char c = address.charAt(i);
            if (c != '.' && (c < '0' || c > '9')) {
                return false;
            }
        }
        return true;
    }
}
