package io.siphon.udf.call;

import io.siphon.udf.payload.Endpoints;

/** Compares {@code proto:ip:port}, tolerating what agents report wrongly. */
public final class SocketName {

    /**
     * Whether two names may be the same socket: of streams, agents often do not know the port, or
     * give that of a listener for that of a connection; then the address alone counts.
     */
    public static boolean same(String a, String b) {
        if (a.equals(b)) {
            return true;
        }
        boolean believed = isDatagram(a) && isDatagram(b) && !isPortless(a) && !isPortless(b);
        return !believed && Endpoints.address(a).equals(Endpoints.address(b));
    }

    private static boolean isDatagram(String name) {
        return name.startsWith("udp:");
    }

    private static boolean isPortless(String name) {
        return name.endsWith(":0");
    }

    private SocketName() {}
}
