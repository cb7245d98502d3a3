package io.siphon.udf.rtcp;

import io.siphon.schema.BoundedText;
import io.siphon.udf.sdp.Codec;
import io.siphon.udf.sdp.Media;
import io.siphon.udf.sip.SipMessage;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Set;

/**
 * What RTCP needs of one {@link SipMessage}: where media goes, with which codec, and whether the
 * call is over.
 *
 * @param callId the key
 * @param timeMicros epoch µs
 * @param branch of the topmost Via: offer and answer of one hop share it
 * @param answer a response, or an ACK: its codecs are those agreed on
 * @param up a 2xx to an INVITE
 * @param failed a failure response to an INVITE
 * @param bye a BYE, or a 2xx to one: as an answer, that the call is over for good
 * @param lines one for each {@code m=} line, in order
 */
public record MediaEvent(
        String callId,
        long timeMicros,
        String branch,
        boolean answer,
        boolean up,
        boolean failed,
        boolean bye,
        Line[] lines)
        implements RtcpEvent {

    /**
     * One {@code m=} line.
     *
     * @param port 0 when refused
     * @param codec the first that carries the medium itself; empty when there is none
     * @param clockRate Hz; 0 when unknown
     */
    public record Line(
            String ip, int port, int rtcpPort, boolean audio, String codec, int clockRate) {}

    /** Methods that carry offers and answers of a call (RFC 3264; RFC 6337, 2.2). */
    private static final Set<String> NEGOTIATING = Set.of("INVITE", "ACK", "PRACK", "UPDATE");

    public static final Comparator<MediaEvent> ORDER =
            Comparator.comparing(MediaEvent::answer)
                    .thenComparing(MediaEvent::failed)
                    .thenComparing(MediaEvent::bye)
                    .thenComparing(MediaEvent::branch)
                    .thenComparing(e -> Arrays.toString(e.lines));

    /** Whether a message is about a call's media, or ends the call. */
    public static boolean concerns(SipMessage m) {
        return !m.callId().isEmpty()
                && (m.sdp() != null && NEGOTIATING.contains(m.method())
                        || m.method().equals("BYE")
                        || isFailure(m));
    }

    public static MediaEvent of(SipMessage m) {
        boolean invite = m.method().equals("INVITE");
        return new MediaEvent(
                m.callId(),
                m.timeMicros(),
                BoundedText.of(m.branch(), BoundedText.TAG),
                !m.isRequest() || m.method().equals("ACK"),
                invite && m.status() >= 200 && m.status() < 300,
                isFailure(m),
                m.method().equals("BYE") && m.status() < 300,
                m.sdp() == null
                        ? new Line[0]
                        : Arrays.stream(m.sdp().media())
                                .map(MediaEvent::line)
                                .toArray(Line[]::new));
    }

    @Override
    public String key() {
        return callId;
    }

    private static boolean isFailure(SipMessage m) {
        return m.method().equals("INVITE") && m.status() >= 300;
    }

    private static Line line(Media media) {
        boolean audio = media.type().equals("audio");
        for (Codec codec : media.codecs()) {
            if (!Codec.isCompanion(codec.name())) {
                return new Line(
                        media.ip(),
                        media.port(),
                        media.rtcpPort(),
                        audio,
                        codec.name(),
                        codec.clockRate());
            }
        }
        return new Line(media.ip(), media.port(), media.rtcpPort(), audio, "", 0);
    }
}
