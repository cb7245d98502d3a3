package io.siphon.udf.session;

import io.siphon.schema.BoundedText;
import io.siphon.udf.sdp.Media;
import io.siphon.udf.sip.SipMessage;

import javax.annotation.Nullable;

import java.util.Arrays;
import java.util.Comparator;

/**
 * What following the media of a call needs of one {@link SipMessage}.
 *
 * @param callId the key
 * @param timeMicros epoch µs
 * @param status 0 for a request
 * @param branch of the topmost Via
 * @param hop see {@link Signal#hop}
 * @param media of its session description; null when it has none
 */
public record SessionEvent(
        String callId,
        long timeMicros,
        String method,
        int status,
        long cseq,
        String branch,
        int hop,
        String fromTag,
        String toTag,
        @Nullable Media[] media)
        implements Signal {

    /** Of events of the same microsecond: requests first, then by all that makes a difference. */
    public static final Comparator<SessionEvent> ORDER =
            Comparator.comparingInt(SessionEvent::status)
                    .thenComparingLong(SessionEvent::cseq)
                    .thenComparing(SessionEvent::method)
                    .thenComparing(SessionEvent::branch)
                    .thenComparingInt(SessionEvent::hop)
                    .thenComparing(SessionEvent::fromTag)
                    .thenComparing(SessionEvent::toTag)
                    .thenComparing(e -> text(e.media));

    /** Whether a message is about a call's media, or ends the call. */
    public static boolean concerns(SipMessage m) {
        if (m.callId().isEmpty()) {
            return false;
        }
        return switch (m.method()) {
            case "INVITE" -> m.sdp() != null || m.isRequest() || m.status() >= 200;
            case "BYE" -> true;
            case "ACK", "PRACK", "UPDATE" -> m.sdp() != null;
            default -> false;
        };
    }

    public static SessionEvent of(SipMessage m) {
        return new SessionEvent(
                m.callId(),
                m.timeMicros(),
                m.method(),
                m.status(),
                m.cseq(),
                BoundedText.of(m.branch(), BoundedText.TAG),
                Signal.hop(m.source(), m.destination()),
                m.fromTag(),
                m.toTag(),
                m.sdp() == null ? null : m.sdp().media());
    }

    @Override
    public boolean hasDescription() {
        return media != null;
    }

    public boolean isRequest() {
        return status == 0;
    }

    /** A 2xx to an INVITE. */
    public boolean isUp() {
        return method.equals("INVITE") && status >= 200 && status < 300;
    }

    /** A failure response to an INVITE. */
    public boolean isFailure() {
        return method.equals("INVITE") && status >= 300;
    }

    /** A BYE, or a 2xx to one. */
    public boolean isBye() {
        return method.equals("BYE") && status < 300;
    }

    /** A 2xx to a BYE. */
    public boolean isByeDone() {
        return isBye() && !isRequest();
    }

    /** Hash of the description. */
    int content() {
        int hash = 0;
        for (int i = 0; media != null && i < media.length; i++) {
            Media m = media[i];
            hash = 31 * hash + m.ip().hashCode();
            hash = 31 * hash + m.port();
            hash = 31 * hash + m.rtcpPort();
            hash = 31 * hash + m.direction().hashCode();
            hash = 31 * hash + Arrays.hashCode(m.codecs());
            hash = 31 * hash + Arrays.hashCode(m.candidates());
            hash = 31 * hash + Arrays.hashCode(m.ssrcs());
        }
        return hash;
    }

    /** A description as text, for those of one microsecond: arrays are not compared. */
    private static String text(@Nullable Media[] media) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; media != null && i < media.length; i++) {
            Media m = media[i];
            text.append(m.type()).append(m.ip()).append(' ').append(m.port()).append(' ');
            text.append(m.rtcpIp()).append(' ').append(m.rtcpPort()).append(m.transport());
            text.append(m.direction()).append(m.bundle()).append(Arrays.toString(m.codecs()));
            text.append(Arrays.toString(m.candidates())).append(Arrays.toString(m.ssrcs()));
        }
        return text.toString();
    }
}
