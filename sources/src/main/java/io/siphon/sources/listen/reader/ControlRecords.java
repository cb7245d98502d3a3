package io.siphon.sources.listen.reader;

import io.siphon.sources.CaptureGap;
import io.siphon.sources.JournalGap;
import io.siphon.sources.JournalNote;
import io.siphon.sources.KernelLoss;
import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.journal.RawMessage;

import javax.annotation.Nullable;

import java.net.InetSocketAddress;
import java.util.List;

/** Records about missing messages (gaps, kernel drops), passed on as messages without a sender. */
final class ControlRecords {

    /** No datagram has this sender: the kernel accepts none from 0.0.0.0. */
    private static final InetSocketAddress NOBODY = new InetSocketAddress(JournalNote.SENDER, 0);

    private ControlRecords() {}

    static List<RawMessage> gap(long fromMicros, long toMicros, String socket) {
        CaptureGap gap = new CaptureGap(fromMicros, toMicros, socket);
        return List.of(received(gap.message(), socket, toMicros));
    }

    static RawMessage loss(KernelLoss loss) {
        return received(loss.message(), loss.socket(), loss.toMicros());
    }

    static RawMessage missed(JournalGap gap) {
        return received(gap.message(), gap.socket(), gap.toMicros());
    }

    private static RawMessage received(byte[] message, String socket, long micros) {
        return new RawMessage(JournalNote.write(message, socket), NOBODY, micros, null);
    }

    /** Whether Siphon wrote the message itself. */
    static boolean isOfSiphon(RawMessage received) {
        return received.sender().getPort() == 0 && received.sender().equals(NOBODY);
    }

    /**
     * Decodes such a message.
     *
     * @return null when it is not a control record that Siphon wrote
     */
    @Nullable
    static HepPacket packet(RawMessage received, String socket) {
        byte[] message = received.bytes();
        return JournalNote.read(message, 0, message.length, socket);
    }
}
