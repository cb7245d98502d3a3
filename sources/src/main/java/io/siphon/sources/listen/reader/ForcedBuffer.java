package io.siphon.sources.listen.reader;

import com.sun.jna.Platform;
import com.sun.jna.ptr.IntByReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.channels.DatagramChannel;

/**
 * A receive buffer larger than {@code net.core.rmem_max}, by SO_RCVBUFFORCE (socket(7)), which Java
 * lacks. Linux grants it to processes with CAP_NET_ADMIN.
 */
final class ForcedBuffer {

    private static final Logger LOG = LoggerFactory.getLogger(ForcedBuffer.class);

    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVBUFFORCE = 33;

    private ForcedBuffer() {}

    /** Whether the socket has the buffer now. */
    static boolean grant(DatagramChannel channel, int bytes) {
        if (!Platform.isLinux()) {
            return false;
        }
        try {
            LibC.setsockopt(
                    LibC.descriptor(channel),
                    SOL_SOCKET,
                    SO_RCVBUFFORCE,
                    new IntByReference(bytes),
                    Integer.BYTES);
            return true;
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.debug("SO_RCVBUFFORCE is not permitted", e);
        } catch (LinkageError e) {
            LOG.debug("SO_RCVBUFFORCE cannot be called", e);
        }
        return false;
    }
}
