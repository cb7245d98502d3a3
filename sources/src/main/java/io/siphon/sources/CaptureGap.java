package io.siphon.sources;

import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepProtocol;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A time in which nobody listened. It is passed on like a received message, in a form that no agent
 * can send, so that it is reported once and in its place.
 *
 * @param fromMicros epoch µs
 * @param toMicros epoch µs, when somebody listened again
 * @param socket which one
 */
public record CaptureGap(long fromMicros, long toMicros, String socket) {

    private static final String SAYS = "siphon: nobody listened, epoch us: ";
    private static final Pattern MESSAGE = Pattern.compile(SAYS + "(\\d{1,18}) to (\\d{1,18})");

    /** The message in text: for people who look into a capture, and for {@link #of}. */
    public byte[] message() {
        return (SAYS + fromMicros + " to " + toMicros).getBytes(StandardCharsets.US_ASCII);
    }

    public HepPacket packet() {
        return HepPacket.ofSiphon(HepProtocol.CAPTURE_GAP, toMicros, socket, message());
    }

    /** Whether a message is one of {@link #message}. */
    public static boolean is(byte[] message) {
        return matcher(message).matches();
    }

    /**
     * @throws IllegalArgumentException when the message is none of {@link #message}
     */
    public static CaptureGap of(byte[] message, String socket) {
        Matcher times = matcher(message);
        if (!times.matches()) {
            throw new IllegalArgumentException(
                    "got "
                            + new String(message, StandardCharsets.US_ASCII)
                            + ", expected "
                            + MESSAGE);
        }
        return new CaptureGap(
                Long.parseLong(times.group(1)), Long.parseLong(times.group(2)), socket);
    }

    private static Matcher matcher(byte[] message) {
        return MESSAGE.matcher(new String(message, StandardCharsets.US_ASCII));
    }
}
