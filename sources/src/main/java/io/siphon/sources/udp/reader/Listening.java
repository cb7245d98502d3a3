package io.siphon.sources.udp.reader;

import io.siphon.sources.CaptureGap;
import io.siphon.sources.JournalGap;
import io.siphon.sources.KernelLoss;
import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.journal.Received;

import java.net.InetSocketAddress;
import java.util.List;

/** What is missing of what agents sent, told as messages from nobody. */
final class Listening {

    /** No datagram comes from there: the kernel takes none from 0.0.0.0. */
    private static final InetSocketAddress NOBODY = new InetSocketAddress("0.0.0.0", 0);

    private Listening() {}

    static List<Received> gap(long fromMicros, long toMicros, String socket) {
        CaptureGap gap = new CaptureGap(fromMicros, toMicros, socket);
        return List.of(new Received(gap.message(), NOBODY, toMicros, null));
    }

    static Received loss(KernelLoss loss) {
        return new Received(loss.message(), NOBODY, loss.toMicros(), null);
    }

    static Received missed(JournalGap gap) {
        return new Received(gap.message(), NOBODY, gap.toMicros(), null);
    }

    /** Whether it is a message from nobody. */
    static boolean isOfSiphon(Received received) {
        return received.sender().getPort() == 0 && received.sender().equals(NOBODY);
    }

    /** What such a message says. */
    static HepPacket packet(Received received, String socket) {
        byte[] message = received.bytes();
        if (KernelLoss.is(message)) {
            return KernelLoss.of(message, socket).packet();
        }
        return JournalGap.is(message)
                ? JournalGap.of(message, socket).packet()
                : CaptureGap.of(message, socket).packet();
    }
}
