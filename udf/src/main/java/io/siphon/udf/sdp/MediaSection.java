package io.siphon.udf.sdp;

import io.siphon.schema.BoundedText;
import io.siphon.schema.IpText;
import io.siphon.udf.payload.Octets;
import io.siphon.udf.payload.Words;

import javax.annotation.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** One {@code m=} section while its lines are read (RFC 8866, 5.14). */
final class MediaSection {

    private static final int MAX_CODECS = 64;
    private static final int MAX_PORT = 65535;
    private static final int MAX_PAYLOAD_TYPE = 127;
    private static final long MAX_SSRC = 0xffff_ffffL;
    private static final int MAX_SSRCS = 16;
    private static final Candidate[] NO_CANDIDATES = {};
    private static final long[] NO_SSRCS = {};

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
                    "ulpfec",
                    "flexfec-03");

    private final String type;
    private final int port;
    private final String transport;
    private final Codec[] codecs;

    private String ip;
    private String direction;
    private String rtcpIp;
    private int rtcpPort = -1;
    private boolean rtcpMux;
    private boolean bundleOnly;
    private String mid = "";
    private List<Candidate> candidates = List.of();
    private long[] ssrcs = NO_SSRCS;

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

    boolean hasSocket() {
        return port != 0;
    }

    void bundleOnly() {
        bundleOnly = true;
    }

    /** Whether it has that {@code a=mid} (RFC 5888). */
    boolean isNamed(String name) {
        return !mid.isEmpty() && mid.equals(name);
    }

    void mid(byte[] octets, int from, int to) {
        mid = BoundedText.cut(WORDS.text(octets, from, to), BoundedText.NARROW);
    }

    /** Of {@code 53020 IN IP4 192.0.2.1}, the value of {@code a=rtcp} (RFC 3605). */
    void rtcp(byte[] octets, int from, int to) {
        int numberEnd = Octets.skipToBlank(octets, from, to);
        long number = Octets.number(octets, from, numberEnd);
        if (number > 0 && number <= MAX_PORT) {
            rtcpPort = (int) number;
            String address = Octets.text(octets, word(octets, numberEnd, to, 2), to);
            rtcpIp = IpText.normalized(address);
        }
    }

    /** Where the word begins that follows that many others, else {@code to}. */
    private static int word(byte[] octets, int from, int to, int others) {
        int at = Octets.skipBlanks(octets, from, to);
        for (int i = 0; i < others; i++) {
            at = Octets.skipBlanks(octets, Octets.skipToBlank(octets, at, to), to);
        }
        return at;
    }

    /**
     * Of {@code 1 1 udp 2130706431 192.0.2.1 4000 typ host}, the value of {@code a=candidate} (RFC
     * 8839, 5.1). What is not UDP, or has a name for an address, is passed over.
     *
     * @param room whether the description may have more
     * @return whether it was a candidate to keep, also where there is no room
     */
    boolean candidate(byte[] octets, int from, int to, boolean room) {
        int component = word(octets, from, to, 1);
        int protocol = word(octets, from, to, 2);
        int address = word(octets, from, to, 4);
        int number = word(octets, from, to, 5);
        if (!Octets.equals(octets, protocol, Octets.skipToBlank(octets, protocol, to), "udp")) {
            return false;
        }
        long of = Octets.number(octets, component, Octets.skipToBlank(octets, component, to));
        long at = Octets.number(octets, number, Octets.skipToBlank(octets, number, to));
        String numeric =
                IpText.normalized(
                        Octets.text(octets, address, Octets.skipToBlank(octets, address, to)));
        boolean known = of == Candidate.RTP || of == Candidate.RTCP;
        if (numeric == null || !known || at <= 0 || at > MAX_PORT) {
            return false;
        }
        if (candidates.isEmpty()) {
            candidates = new ArrayList<>(8);
        }
        Candidate candidate = new Candidate(numeric, (int) at, (int) of);
        return !candidates.contains(candidate) && (!room || candidates.add(candidate));
    }

    /** Of {@code 314159 cname:x}, the value of {@code a=ssrc} (RFC 5576, 4.1). */
    void ssrc(byte[] octets, int from, int to) {
        long number = Octets.number(octets, from, Octets.skipToBlank(octets, from, to));
        if (number < 0 || number > MAX_SSRC || ssrcs.length == MAX_SSRCS) {
            return;
        }
        for (long known : ssrcs) {
            if (known == number) {
                return;
            }
        }
        ssrcs = Arrays.copyOf(ssrcs, ssrcs.length + 1);
        ssrcs[ssrcs.length - 1] = number;
    }

    /**
     * Of {@code 63 111/111} or {@code 97 apt=96}, the value of {@code a=fmtp}: what a payload type
     * of redundancy (RFC 2198, 5) or retransmission (RFC 4588, 8.6) is about.
     */
    void fmtp(byte[] octets, int from, int to) {
        int typeEnd = Octets.skipToBlank(octets, from, to);
        long payloadType = Octets.number(octets, from, typeEnd);
        int value = Octets.skipBlanks(octets, typeEnd, to);
        if (Octets.startsWith(octets, value, to, "apt=")) {
            value += "apt=".length();
        }
        int end = value;
        while (end < to && Octets.isDigit(octets[end])) {
            end++;
        }
        boolean alone = end == to || octets[end] == '/' || octets[end] == ';';
        long primary = alone ? Octets.number(octets, value, end) : -1;
        if (primary < 0 || primary > MAX_PAYLOAD_TYPE || primary == payloadType) {
            return;
        }
        for (int i = 0; i < codecs.length; i++) {
            if (codecs[i].payloadType() == payloadType) {
                codecs[i] = codecs[i].carrying((int) primary);
            }
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

    /** As a token (RFC 8866, 9): what separates names where several stand is in none. */
    private static String name(byte[] octets, int from, int to) {
        String name = BoundedText.cut(NAMES.text(octets, from, to), BoundedText.NARROW);
        return name.indexOf(',') < 0 && name.indexOf('>') < 0
                ? name
                : name.replace(',', '_').replace('>', '_');
    }

    private static Codec mapped(Codec codec, String spelled, long clock) {
        int rate = clock < 0 || clock > Integer.MAX_VALUE ? 0 : (int) clock;
        String name = StaticCodecs.name(codec.payloadType(), spelled, rate);
        return codec.clockRate() == rate && codec.name().equals(name)
                ? codec
                : new Codec(codec.payloadType(), name, rate, codec.primary());
    }

    /**
     * @param bundle see {@link Media#bundle}
     * @param tagged that line; null when there is none
     */
    Media toMedia(
            String sessionIp, String sessionDirection, int bundle, @Nullable MediaSection tagged) {
        MediaSection socket = bundleOnly && port == 0 && tagged != null ? tagged : this;
        String address = socket.ip == null ? sessionIp : socket.ip;
        boolean apart = socket.rtcpIp != null && !socket.rtcpMux;
        return new Media(
                type,
                address,
                socket.port,
                socket.effectiveRtcpPort(),
                transport,
                direction == null ? sessionDirection : direction,
                codecs,
                apart ? socket.rtcpIp : address,
                bundle,
                candidates.toArray(NO_CANDIDATES),
                ssrcs);
    }

    private int effectiveRtcpPort() {
        if (port == 0 || rtcpMux) {
            return port;
        }
        return rtcpPort >= 0 ? rtcpPort : Math.min(port + 1, MAX_PORT);
    }
}
