package io.siphon.sources.listen.reader;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.ptr.IntByReference;

import java.lang.reflect.Method;
import java.nio.channels.DatagramChannel;

/**
 * System calls on sockets that Java lacks. Loaded at first use: if that fails, everything else
 * still works.
 */
final class LibC {

    static {
        Native.register(Platform.C_LIBRARY_NAME);
    }

    private LibC() {}

    /** Private in the JDK; Flink's scripts and Siphon's launcher open its package. */
    static int descriptor(DatagramChannel channel) throws ReflectiveOperationException {
        Method method = channel.getClass().getMethod("getFDVal");
        method.setAccessible(true);
        return (int) method.invoke(channel);
    }

    static native int setsockopt(
            int socket, int level, int option, IntByReference value, int length)
            throws LastErrorException;

    static native int connect(int socket, byte[] address, int length) throws LastErrorException;
}
