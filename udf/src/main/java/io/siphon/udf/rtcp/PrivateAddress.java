package io.siphon.udf.rtcp;

/** Addresses that cannot be reached from elsewhere (RFC 1918, 3927, 4193, 4291, 6598). */
final class PrivateAddress {

    private static final int FIRST_OF_172 = 16;
    private static final int LAST_OF_172 = 31;
    private static final int FIRST_OF_100 = 64;
    private static final int LAST_OF_100 = 127;

    private PrivateAddress() {}

    /** Of {@code udp:ip:port}, IPv6 without brackets. */
    static String host(String socket) {
        int start = socket.indexOf(':') + 1;
        int end = socket.lastIndexOf(':');
        return end <= start ? "" : socket.substring(start, end).replace("[", "").replace("]", "");
    }

    static boolean is(String ip) {
        if (ip.indexOf(':') >= 0) {
            return ip.startsWith("fc") || ip.startsWith("fd") || ip.startsWith("fe8");
        }
        return ip.startsWith("10.")
                || ip.startsWith("192.168.")
                || ip.startsWith("169.254.")
                || ip.startsWith("172.") && isSecond(ip, FIRST_OF_172, LAST_OF_172)
                || ip.startsWith("100.") && isSecond(ip, FIRST_OF_100, LAST_OF_100);
    }

    /** Whether its second number is within these. */
    private static boolean isSecond(String ip, int least, int most) {
        int number = 0;
        for (int at = ip.indexOf('.') + 1; at < ip.length() && ip.charAt(at) != '.'; at++) {
            int digit = ip.charAt(at) - '0';
            if (digit < 0 || digit > 9 || number > most) {
                return false;
            }
            number = number * 10 + digit;
        }
        return number >= least && number <= most;
    }
}
