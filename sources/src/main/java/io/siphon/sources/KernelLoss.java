package io.siphon.sources;

import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepProtocol;

/**
 * Datagrams of a socket that the kernel dropped in a few seconds because its buffer was full. It is
 * passed on like a {@link CaptureGap}.
 *
 * @param fromMicros epoch µs, when it was asked last
 * @param toMicros epoch µs, when it told this
 * @param socket which one
 * @param datagrams how many
 */
public record KernelLoss(long fromMicros, long toMicros, String socket, long datagrams) {

    private static final CountedWords SAYS =
            new CountedWords("siphon: the kernel dropped %d datagrams, epoch us: %d to %d");

    /** Whether a message is one of {@link #message}. */
    public static boolean is(byte[] message) {
        return SAYS.are(message);
    }

    /** In text, as the message of a gap. */
    public byte[] message() {
        return SAYS.message(datagrams, fromMicros, toMicros);
    }

    public HepPacket packet() {
        return HepPacket.ofSiphon(HepProtocol.KERNEL_LOSS, toMicros, socket, message());
    }

    /**
     * @throws IllegalArgumentException when the message is none of {@link #message}
     */
    public static KernelLoss of(byte[] message, String socket) {
        CountedWords.Said said = SAYS.read(message);
        return new KernelLoss(said.fromMicros(), said.toMicros(), socket, said.count());
    }
}
