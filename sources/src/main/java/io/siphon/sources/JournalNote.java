package io.siphon.sources;

import io.siphon.sources.hep.HepPacket;

import javax.annotation.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A record in a journal about missing messages: a {@link CaptureGap}, {@link KernelLoss} or {@link
 * JournalGap}, and of which socket. It comes from 0.0.0.0, port 0, which no datagram does.
 */
public final class JournalNote {

    public static final String SENDER = "0.0.0.0";

    private static final byte[] OF_SIPHON = "siphon: ".getBytes(StandardCharsets.US_ASCII);
    private static final String AT = ", at ";
    private static final int LONGEST = 300;

    private JournalNote() {}

    /**
     * @param message of a gap or a loss
     */
    public static byte[] write(byte[] message, String socket) {
        return (text(message, 0, message.length) + AT + socket).getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * The word of Siphon's own that such a message is.
     *
     * @param otherwise the socket where the message names none: those of version 0.1 do not
     * @return null when it is none
     */
    @Nullable
    public static HepPacket read(byte[] bytes, int from, int end, String otherwise) {
        int begins = from + OF_SIPHON.length;
        if (end - from > LONGEST
                || end < begins
                || !Arrays.equals(bytes, from, begins, OF_SIPHON, 0, OF_SIPHON.length)) {
            return null;
        }
        String text = text(bytes, from, end - from);
        int at = text.lastIndexOf(AT);
        String socket = at < 0 ? otherwise : text.substring(at + AT.length());
        String said = at < 0 ? text : text.substring(0, at);
        byte[] message = said.getBytes(StandardCharsets.US_ASCII);
        if (KernelLoss.is(message)) {
            return KernelLoss.of(message, socket).packet();
        }
        if (JournalGap.is(message)) {
            return JournalGap.of(message, socket).packet();
        }
        return CaptureGap.is(message) ? CaptureGap.of(message, socket).packet() : null;
    }

    private static String text(byte[] bytes, int from, int length) {
        return new String(bytes, from, length, StandardCharsets.US_ASCII);
    }
}
