package io.siphon.udf.rtcp;

import io.siphon.udf.sdp.Codec;
import io.siphon.udf.sdp.Media;
import io.siphon.udf.session.SessionEvent;
import io.siphon.udf.sip.SipMessage;

import java.util.Arrays;
import java.util.Comparator;

/**
 * What 0.1 took of one {@link SipMessage} for RTCP: where media goes, with which codec, and whether
 * the call is over. Its savepoints hold them; {@link SessionSignal} has come in its place.
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

    public static final Comparator<MediaEvent> ORDER =
            Comparator.comparing(MediaEvent::answer)
                    .thenComparing(MediaEvent::failed)
                    .thenComparing(MediaEvent::bye)
                    .thenComparing(MediaEvent::branch)
                    .thenComparing(e -> Arrays.toString(e.lines));

    /** In today's form, of a dialog that is not known. */
    SessionEvent event() {
        String method = bye ? "BYE" : "INVITE";
        int status = failed ? 300 : up || answer ? 200 : 0;
        Media[] media = new Media[lines.length];
        for (int i = 0; i < media.length; i++) {
            media[i] = media(lines[i]);
        }
        return new SessionEvent(
                callId,
                timeMicros,
                method,
                status,
                -1,
                branch,
                0,
                "",
                "",
                media.length == 0 ? null : media);
    }

    private static Media media(Line line) {
        return new Media(
                line.audio ? "audio" : "",
                line.ip,
                line.port,
                line.rtcpPort,
                "RTP/AVP",
                "sendrecv",
                line.codec.isEmpty()
                        ? new Codec[0]
                        : new Codec[] {new Codec(0, line.codec, line.clockRate)});
    }

    @Override
    public String key() {
        return callId;
    }
}
