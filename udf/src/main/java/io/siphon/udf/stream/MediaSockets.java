package io.siphon.udf.stream;

import io.siphon.schema.IpText;
import io.siphon.udf.sdp.Media;
import io.siphon.udf.sip.SipMessage;

import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

import java.util.Set;
import java.util.function.Consumer;

/** Finds the sockets that a message announces for media, or for their RTCP. */
public final class MediaSockets implements FlatMapFunction<SipMessage, MediaSocket> {

    private static final long serialVersionUID = 1L;

    /** Methods that carry offers and answers of a call (RFC 3264; RFC 6337, 2.2). */
    private static final Set<String> NEGOTIATING = Set.of("INVITE", "ACK", "PRACK", "UPDATE");

    private final boolean rtcp;

    private MediaSockets(boolean rtcp) {
        this.rtcp = rtcp;
    }

    /** Where RTP is to be sent. */
    public static MediaSockets ofRtp() {
        return new MediaSockets(false);
    }

    /**
     * Where RTCP is to be sent; with {@code a=rtcp-mux} or {@code a=rtcp} also the next port, where
     * those go that do not know of it.
     */
    public static MediaSockets ofRtcp() {
        return new MediaSockets(true);
    }

    @Override
    public void flatMap(SipMessage message, Collector<MediaSocket> out) {
        if (message.sdp() == null
                || message.callId().isEmpty()
                || !NEGOTIATING.contains(message.method())) {
            return;
        }
        for (Media media : message.sdp().media()) {
            if (media.port() != 0 && media.codecs().length > 0) {
                announce(message, media, out::collect);
            }
        }
    }

    private void announce(SipMessage message, Media media, Consumer<MediaSocket> out) {
        String ip = IpText.normalized(media.ip());
        if (ip == null) {
            return; // a name: packets do not have one
        }
        MediaSocket socket =
                new MediaSocket(
                        message.timeMicros(),
                        message.callId(),
                        name(ip, media.port()),
                        announcer(message),
                        media.codecs());
        if (!rtcp) {
            out.accept(socket);
            return;
        }
        out.accept(socket.at(name(ip, media.rtcpPort())));
        if (media.rtcpPort() != media.port() + 1) {
            out.accept(socket.at(name(ip, media.port() + 1)));
        }
    }

    /**
     * A call's first INVITE, which has no To tag, is the caller's, as is the ACK that answers an
     * offer; responses to an INVITE are the callee's. Of a renegotiation that announces a socket
     * for the first time it would take the whole dialog to tell: responses to those are rarely seen
     * first, requests are left open.
     */
    private static String announcer(SipMessage message) {
        if (message.method().equals("INVITE") && !message.isRequest()) {
            return MediaSocket.CALLEE;
        }
        boolean initial = message.method().equals("INVITE") && message.toTag().isEmpty();
        return initial || message.method().equals("ACK") ? MediaSocket.CALLER : "";
    }

    private static String name(String ip, int port) {
        return ip.indexOf(':') < 0 ? "udp:" + ip + ":" + port : "udp:[" + ip + "]:" + port;
    }
}
