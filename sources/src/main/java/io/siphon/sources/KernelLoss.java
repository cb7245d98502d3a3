package io.siphon.sources;

import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepProtocol;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the kernel dropped of a socket in some seconds, since its buffer was full. It travels as a
 * {@link CaptureGap} does.
 *
 * @param fromMicros epoch µs, when it was asked last
 * @param toMicros epoch µs, when it told this
 * @param socket which one
 * @param datagrams how many
 */
public record KernelLoss(long fromMicros, long toMicros, String socket, long datagrams) {

    private static final Pattern SAYS =
            Pattern.compile(
                    "siphon: the kernel dropped (\\d+) datagrams, epoch us: (\\d+) to (\\d+)");

    /** Whether a message is one of {@link #message}. */
    public static boolean is(byte[] message) {
        return SAYS.matcher(text(message)).matches();
    }

    /** In text, as the message of a gap. */
    public byte[] message() {
        return ("siphon: the kernel dropped %d datagrams, epoch us: %d to %d")
                .formatted(datagrams, fromMicros, toMicros)
                .getBytes(StandardCharsets.US_ASCII);
    }

    public HepPacket packet() {
        return HepPacket.ofSiphon(HepProtocol.KERNEL_LOSS, toMicros, socket, message());
    }

    /**
     * @throws IllegalArgumentException when the message is none of {@link #message}
     */
    public static KernelLoss of(byte[] message, String socket) {
        Matcher says = SAYS.matcher(text(message));
        if (!says.matches()) {
            throw new IllegalArgumentException("got " + text(message) + ", expected " + SAYS);
        }
        return new KernelLoss(
                Long.parseLong(says.group(2)),
                Long.parseLong(says.group(3)),
                socket,
                Long.parseLong(says.group(1)));
    }

    private static String text(byte[] message) {
        return new String(message, StandardCharsets.US_ASCII);
    }
}
