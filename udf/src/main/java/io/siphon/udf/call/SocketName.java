package io.siphon.udf.call;

/** Compares {@code proto:ip:port} as far as agents can be believed. */
final class SocketName {

    /**
     * Whether two names may be the same socket: of streams, agents often do not know the port, or
     * give that of a listener for that of a connection; then the address alone counts.
     */
    static boolean same(String a, String b) {
        if (a.equals(b)) {
            return true;
        }
        boolean believed = isDatagram(a) && isDatagram(b) && !isPortless(a) && !isPortless(b);
        return !believed && address(a).equals(address(b));
    }

    private static boolean isDatagram(String name) {
        return name.startsWith("udp:");
    }

    private static boolean isPortless(String name) {
        return name.endsWith(":0");
    }

    private static String address(String name) {
        int start = name.indexOf(':') + 1;
        int end = name.lastIndexOf(':');
        return end < start ? name : name.substring(start, end);
    }

    private SocketName() {}
}
