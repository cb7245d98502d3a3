package io.siphon.sources.udp.reader;

import io.siphon.sources.CaptureGap;
import io.siphon.sources.journal.Received;

import java.net.InetSocketAddress;
import java.util.List;

/** Whether somebody listened all the time; a gap is told as a message from nobody. */
final class Listening {

    /** No datagram comes from there: the kernel takes none from 0.0.0.0. */
    private static final InetSocketAddress NOBODY = new InetSocketAddress("0.0.0.0", 0);

    private Listening() {}

    static List<Received> gap(long fromMicros, long toMicros, String socket) {
        CaptureGap gap = new CaptureGap(fromMicros, toMicros, socket);
        return List.of(new Received(gap.message(), NOBODY, toMicros, null));
    }

    static boolean isGap(Received received) {
        return received.sender().getPort() == 0 && received.sender().equals(NOBODY);
    }
}
