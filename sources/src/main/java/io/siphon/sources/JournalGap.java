package io.siphon.sources;

import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepProtocol;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A time in which what was received could not be written to the journal, for want of a disk. It
 * travels as a {@link CaptureGap} does; several times while it lasts, each with the same beginning.
 *
 * @param fromMicros epoch µs
 * @param toMicros epoch µs, when it was written again, or when this was told
 * @param socket which one's journal
 * @param messages how many are not in it
 */
public record JournalGap(long fromMicros, long toMicros, String socket, long messages) {

    private static final Pattern SAYS =
            Pattern.compile(
                    "siphon: (\\d+) messages are not in the journal, epoch us: (\\d+) to (\\d+)");

    /** Whether a message is one of {@link #message}. */
    public static boolean is(byte[] message) {
        return SAYS.matcher(text(message)).matches();
    }

    /** In text, as the message of a gap. */
    public byte[] message() {
        return "siphon: %d messages are not in the journal, epoch us: %d to %d"
                .formatted(messages, fromMicros, toMicros)
                .getBytes(StandardCharsets.US_ASCII);
    }

    public HepPacket packet() {
        return HepPacket.ofSiphon(HepProtocol.JOURNAL_GAP, toMicros, socket, message());
    }

    /**
     * @throws IllegalArgumentException when the message is none of {@link #message}
     */
    public static JournalGap of(byte[] message, String socket) {
        Matcher says = SAYS.matcher(text(message));
        if (!says.matches()) {
            throw new IllegalArgumentException("got " + text(message) + ", expected " + SAYS);
        }
        return new JournalGap(
                Long.parseLong(says.group(2)),
                Long.parseLong(says.group(3)),
                socket,
                Long.parseLong(says.group(1)));
    }

    private static String text(byte[] message) {
        return new String(message, StandardCharsets.US_ASCII);
    }
}
