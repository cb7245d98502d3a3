package io.siphon.sources;

import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepProtocol;

/**
 * A time in which received messages could not be written to the journal, because of its disk. It is
 * passed on like a {@link CaptureGap}; several times while it lasts, each with the same beginning.
 *
 * @param fromMicros epoch µs
 * @param toMicros epoch µs, when it was written again, or when this was reported
 * @param socket which one's journal
 * @param messages how many are not in it
 */
public record JournalGap(long fromMicros, long toMicros, String socket, long messages) {

    private static final CountedWords SAYS =
            new CountedWords("siphon: %d messages are not in the journal, epoch us: %d to %d");

    /** Whether a message is one of {@link #message}. */
    public static boolean is(byte[] message) {
        return SAYS.are(message);
    }

    /** In text, as the message of a gap. */
    public byte[] message() {
        return SAYS.message(messages, fromMicros, toMicros);
    }

    public HepPacket packet() {
        return HepPacket.ofSiphon(HepProtocol.JOURNAL_GAP, toMicros, socket, message());
    }

    /**
     * @throws IllegalArgumentException when the message is none of {@link #message}
     */
    public static JournalGap of(byte[] message, String socket) {
        CountedWords.Said said = SAYS.read(message);
        return new JournalGap(said.fromMicros(), said.toMicros(), socket, said.count());
    }
}
