package io.siphon.sources;

import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepProtocol;

import java.nio.charset.StandardCharsets;

/**
 * A time in which nobody listened. It travels like what is received, as a message of its own that
 * no agent can send, so that it is told once and in its place.
 *
 * @param fromMicros epoch µs
 * @param toMicros epoch µs, when somebody listened again
 * @param socket which one
 */
public record CaptureGap(long fromMicros, long toMicros, String socket) {

    private static final String SAYS = "siphon: nobody listened, epoch us: ";

    /** The message in text: for people who look into a capture, and for {@link #of}. */
    public byte[] message() {
        return (SAYS + fromMicros + " to " + toMicros).getBytes(StandardCharsets.US_ASCII);
    }

    public HepPacket packet() {
        return HepPacket.ofSiphon(HepProtocol.CAPTURE_GAP, toMicros, socket, message());
    }

    /**
     * @throws IllegalArgumentException when the message is none of {@link #message}
     */
    public static CaptureGap of(byte[] message, String socket) {
        String text = new String(message, StandardCharsets.US_ASCII);
        String[] times = text.startsWith(SAYS) ? text.substring(SAYS.length()).split(" to ") : null;
        if (times == null || times.length != 2) {
            throw new IllegalArgumentException("got " + text + ", expected " + SAYS + "N to N");
        }
        return new CaptureGap(Long.parseLong(times[0]), Long.parseLong(times[1]), socket);
    }
}
