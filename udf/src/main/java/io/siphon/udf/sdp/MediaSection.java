package io.siphon.udf.sdp;

import io.siphon.schema.BoundedText;
import io.siphon.udf.payload.Octets;
import io.siphon.udf.payload.Words;

import java.util.Arrays;
import java.util.Locale;

/** One {@code m=} section while its lines are read (RFC 8866, 5.14). */
final class MediaSection {

    private static final int MAX_CODECS = 64;
    private static final int MAX_PORT = 65535;
    private static final int MAX_PAYLOAD_TYPE = 127;

    private static final Words WORDS =
            Words.of(
                    "audio",
                    "video",
                    "image",
                    "application",
                    "text",
                    "message",
                    "RTP/AVP",
                    "RTP/SAVP",
                    "RTP/AVPF",
                    "RTP/SAVPF",
                    "UDP/TLS/RTP/SAVPF",
                    "UDP/TLS/RTP/SAVP",
                    "udptl");

    private static final Words NAMES =
            Words.of(
                    "PCMU",
                    "PCMA",
                    "G722",
                    "G729",
                    "GSM",
                    "telephone-event",
                    "opus",
                    "CN",
                    "speex",
                    "SPEEX",
                    "iLBC",
                    "AMR",
                    "AMR-WB",
                    "EVS",
                    "H264",
                    "VP8",
                    "VP9",
                    "rtx",
                    "red",
                    "ulpfec");

    private final String type;
    private final int port;
    private final String transport;
    private final Codec[] codecs;

    private String ip;
    private String direction;
    private int rtcpPort = -1;
    private boolean rtcpMux;

    private MediaSection(String type, int port, String transport, Codec[] codecs) {
        this.type = type;
        this.port = port;
        this.transport = transport;
        this.codecs = codecs;
    }

    /**
     * Of {@code audio 49170/2 RTP/AVP 0 8}, the value of an {@code m=} line; null when it is
     * damaged.
     */
    static MediaSection read(byte[] octets, int from, int to) {
        int typeStart = Octets.skipBlanks(octets, from, to);
        int typeEnd = Octets.skipToBlank(octets, typeStart, to);
        int portStart = Octets.skipBlanks(octets, typeEnd, to);
        int portEnd = Octets.skipToBlank(octets, portStart, to);
        int transportStart = Octets.skipBlanks(octets, portEnd, to);
        int transportEnd = Octets.skipToBlank(octets, transportStart, to);
        long port =
                Octets.number(octets, portStart, Octets.indexOf(octets, portStart, portEnd, '/'));
        if (port < 0 || port > MAX_PORT || transportStart == transportEnd) {
            return null;
        }
        String transport = WORDS.text(octets, transportStart, transportEnd);
        return new MediaSection(
                WORDS.text(octets, typeStart, typeEnd),
                (int) port,
                transport,
                transport.toUpperCase(Locale.ROOT).contains("RTP/")
                        ? codecs(octets, transportEnd, to)
                        : new Codec[0]);
    }

    private static Codec[] codecs(byte[] octets, int from, int to) {
        Codec[] codecs = new Codec[MAX_CODECS];
        int count = 0;
        int at = Octets.skipBlanks(octets, from, to);
        while (at < to && count < MAX_CODECS) {
            int end = Octets.skipToBlank(octets, at, to);
            long payloadType = Octets.number(octets, at, end);
            if (payloadType >= 0 && payloadType <= MAX_PAYLOAD_TYPE) {
                codecs[count++] = StaticCodecs.of((int) payloadType);
            }
            at = Octets.skipBlanks(octets, end, to);
        }
        return Arrays.copyOf(codecs, count);
    }

    void ip(String address) {
        ip = address;
    }

    void direction(String word) {
        direction = word;
    }

    void rtcpMux() {
        rtcpMux = true;
    }

    /** Of {@code 53020 IN IP4 192.0.2.1}, the value of {@code a=rtcp} (RFC 3605). */
    void rtcp(byte[] octets, int from, int to) {
        long number = Octets.number(octets, from, Octets.skipToBlank(octets, from, to));
        if (number > 0 && number <= MAX_PORT) {
            rtcpPort = (int) number;
        }
    }

    /** Of {@code 96 opus/48000/2}, the value of {@code a=rtpmap}. */
    void rtpmap(byte[] octets, int from, int to) {
        int typeEnd = Octets.skipToBlank(octets, from, to);
        long payloadType = Octets.number(octets, from, typeEnd);
        int nameStart = Octets.skipBlanks(octets, typeEnd, to);
        int stop = Octets.skipToBlank(octets, nameStart, to);
        int nameEnd = Octets.indexOf(octets, nameStart, stop, '/');
        if (nameStart == nameEnd) {
            return;
        }
        int clockStart = Math.min(stop, nameEnd + 1);
        long clock =
                Octets.number(octets, clockStart, Octets.indexOf(octets, clockStart, stop, '/'));
        for (int i = 0; i < codecs.length; i++) {
            if (codecs[i].payloadType() == payloadType) {
                codecs[i] = mapped(codecs[i], name(octets, nameStart, nameEnd), clock);
            }
        }
    }

    private static String name(byte[] octets, int from, int to) {
        return BoundedText.cut(NAMES.text(octets, from, to), BoundedText.NARROW);
    }

    private static Codec mapped(Codec codec, String name, long clock) {
        int rate = clock < 0 || clock > Integer.MAX_VALUE ? 0 : (int) clock;
        return codec.clockRate() == rate && codec.name().equals(name)
                ? codec
                : new Codec(codec.payloadType(), name, rate);
    }

    Media toMedia(String sessionIp, String sessionDirection) {
        return new Media(
                type,
                ip == null ? sessionIp : ip,
                port,
                effectiveRtcpPort(),
                transport,
                direction == null ? sessionDirection : direction,
                codecs);
    }

    private int effectiveRtcpPort() {
        if (port == 0 || rtcpMux) {
            return port;
        }
        return rtcpPort >= 0 ? rtcpPort : Math.min(port + 1, MAX_PORT);
    }
}
