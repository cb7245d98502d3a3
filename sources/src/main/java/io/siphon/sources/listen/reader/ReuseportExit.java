package io.siphon.sources.listen.reader;

import com.sun.jna.Platform;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.DatagramChannel;

/**
 * Closes a socket without loss while another one is bound to its address. The socket is connected
 * to itself: it receives nothing more, and keeps what it holds. The kernel (Linux, since 5.8) then
 * delivers everything to the other socket, so that nothing arrives between the last read and the
 * close. Java's own connect discards what is held.
 */
final class ReuseportExit {

    private static final Logger LOG = LoggerFactory.getLogger(ReuseportExit.class);

    private static final short AF_INET = 2;
    private static final short AF_INET6 = 10;

    private ReuseportExit() {}

    /** Whether nothing more arrives; if false, nothing has changed. */
    static boolean turn(DatagramChannel channel) {
        if (!Platform.isLinux()) {
            return false;
        }
        try {
            byte[] itself = structure((InetSocketAddress) channel.getLocalAddress());
            return LibC.connect(LibC.descriptor(channel), itself, itself.length) == 0;
        } catch (Exception | LinkageError e) {
            LOG.debug("a socket cannot be turned away", e);
            return false;
        }
    }

    /** struct sockaddr_in, or sockaddr_in6 (ip(7), ipv6(7)). */
    private static byte[] structure(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        boolean four = ip instanceof Inet4Address;
        ByteBuffer bytes = ByteBuffer.allocate(four ? 16 : 28);
        bytes.order(ByteOrder.nativeOrder()).putShort(four ? AF_INET : AF_INET6);
        bytes.order(ByteOrder.BIG_ENDIAN).putShort((short) address.getPort());
        if (!four) {
            bytes.putInt(0);
        }
        return bytes.put(ip.getAddress()).array();
    }
}
