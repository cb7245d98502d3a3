package io.siphon.udf.session;

import io.siphon.schema.IpText;
import io.siphon.udf.sdp.Candidate;
import io.siphon.udf.sdp.Codec;
import io.siphon.udf.sdp.Media;

import javax.annotation.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** State: one {@code m=} line of one side, where it takes its medium. */
public class LineState {

    public static final int UNKNOWN = 0;
    public static final int CALLER = 1;
    public static final int CALLEE = 2;

    private static final int MAX_CODECS = 64;

    /** Whose it is: {@link #CALLER}, {@link #CALLEE} or {@link #UNKNOWN}. */
    public int side;

    /** Which line of its description. */
    public int index;

    /** Of its last description, as in {@link ExchangeState}. */
    public int branch;

    public int dialog;
    public long cseq;
    public boolean offer;

    public String ip = "";
    public int port;
    public String rtcpIp = "";
    public int rtcpPort;
    public boolean audio;

    /** See {@link Media#bundle}. */
    public int bundle = -1;

    /** The first codec that carries the medium: of both sides, or of the offer before. */
    public String codec = "";

    public int clockRate;

    /** Whether an answer took it. */
    public boolean agreed;

    /** What it takes, by payload type; empty where nobody asks. */
    public List<Codec> codecs = new ArrayList<>();

    /** What the other side takes. */
    public List<Codec> peers = new ArrayList<>();

    public List<Candidate> candidates = new ArrayList<>();

    /** What its side sends with. */
    public List<Long> ssrcs = new ArrayList<>();

    public LineState() {}

    /**
     * Whether a description of a side is of this line. Two sides may have one address: that of ICE
     * without a default candidate (RFC 8839, 4.3.1), or a private one in networks of their own.
     */
    boolean isAt(Media media, int line, int of) {
        boolean same = side == of || side == UNKNOWN || of == UNKNOWN;
        return same && index == line && port == media.port() && ip.equals(media.ip());
    }

    /** Whether both are of one description. */
    boolean isBeside(LineState other) {
        return side == other.side
                && offer == other.offer
                && branch == other.branch
                && cseq == other.cseq
                && dialog == other.dialog;
    }

    /** Takes a new description of the same socket. What is agreed stays until it is answered. */
    void describe(Media media, ExchangeState exchange, boolean offered, int of) {
        side = of == UNKNOWN ? side : of;
        branch = exchange.branch;
        dialog = exchange.dialog;
        cseq = exchange.cseq;
        offer = offered;
        ip = media.ip();
        port = media.port();
        rtcpIp = media.rtcpIp().equals(ip) ? "" : media.rtcpIp();
        rtcpPort = media.rtcpPort();
        audio = media.type().equalsIgnoreCase("audio");
        bundle = media.bundle();
        codecs = merged(Arrays.asList(media.codecs()), codecs);
        if (media.candidates().length > 0) {
            candidates = new ArrayList<>(Arrays.asList(media.candidates()));
        }
        if (media.ssrcs().length > 0) {
            ssrcs = new ArrayList<>();
            for (long ssrc : media.ssrcs()) {
                ssrcs.add(ssrc);
            }
        }
        if (!agreed) {
            carry(media.codecs());
        }
    }

    /** Its codec is the first of these that carries the medium. */
    void carry(Codec[] from) {
        Codec main = main(from);
        if (main != null) {
            codec = main.name();
            clockRate = main.clockRate();
        }
    }

    void agreeOn(Codec[] common, Codec[] others) {
        agreed = true;
        carry(common);
        peers = merged(Arrays.asList(others), List.of());
    }

    /** Only sockets and the codec are asked for. */
    void forgetPayloadTypes() {
        if (agreed) {
            codecs = new ArrayList<>();
        }
        peers = new ArrayList<>();
    }

    /** A payload type stands for one format for as long as a session lasts (RFC 3264, 8.3.2). */
    private static List<Codec> merged(List<Codec> now, List<Codec> before) {
        List<Codec> all = new ArrayList<>(now);
        for (Codec codec : before) {
            boolean known = false;
            for (int i = 0; i < now.size(); i++) {
                if (now.get(i).payloadType() == codec.payloadType()) {
                    known = true;
                    all.set(i, now.get(i).isNamed() ? now.get(i) : codec);
                }
            }
            if (!known && all.size() < MAX_CODECS) {
                all.add(codec);
            }
        }
        return all;
    }

    /** The first that carries the medium, also within RED; null when none does. */
    @Nullable
    static Codec main(Codec[] codecs) {
        for (Codec codec : codecs) {
            if (!codec.isCompanion()) {
                return codec;
            }
        }
        return null;
    }

    /** Whether its RTP, or its RTCP, goes there. */
    boolean takes(String address, int number) {
        if (number == port || number == port + 1 || number == rtcpPort) {
            String wanted = number == rtcpPort && !rtcpIp.isEmpty() ? rtcpIp : ip;
            if (address.equals(wanted) || address.equals(ip)) {
                return true;
            }
        }
        for (Candidate candidate : candidates) {
            boolean here = number == candidate.port() || number == candidate.port() + 1;
            if (here && address.equals(candidate.ip())) {
                return true;
            }
        }
        return false;
    }

    /** Where its RTP is to be sent: a name, or an address that holds, is none. */
    void rtpSockets(List<String> to) {
        add(ip, port, to);
        for (Candidate candidate : candidates) {
            if (candidate.component() == Candidate.RTP) {
                add(candidate.ip(), candidate.port(), to);
            }
        }
    }

    /**
     * Where its RTCP is to be sent, also by who knows nothing of rtcp-mux or a=rtcp, and by who
     * multiplexes without asking.
     */
    void rtcpSockets(List<String> to) {
        add(rtcpIp.isEmpty() ? ip : rtcpIp, rtcpPort, to);
        add(ip, port + 1, to);
        add(ip, port, to);
        boolean apart =
                rtcpPort != port
                        && candidates.stream().anyMatch(c -> c.component() == Candidate.RTCP);
        for (Candidate candidate : candidates) {
            if (!apart || candidate.component() == Candidate.RTCP) {
                add(candidate.ip(), candidate.port(), to);
            }
        }
    }

    private static void add(String address, int number, List<String> to) {
        String numeric = IpText.normalized(address);
        if (numeric == null || isHold(numeric) || number <= 0 || number > 0xffff) {
            return;
        }
        String socket =
                numeric.indexOf(':') < 0
                        ? "udp:" + numeric + ":" + number
                        : "udp:[" + numeric + "]:" + number;
        if (!to.contains(socket)) {
            to.add(socket);
        }
    }

    /** RFC 3264, 8.4: how RFC 2543 put a side on hold; also an ICE side that knows none yet. */
    public static boolean isHold(String address) {
        return address.equals("0.0.0.0") || address.equals("::");
    }

    /** Octets, about. */
    int size() {
        int size = 40 + ip.length() + rtcpIp.length() + codec.length() + 9 * ssrcs.size();
        for (Codec each : codecs) {
            size += 8 + each.name().length();
        }
        for (Codec each : peers) {
            size += 8 + each.name().length();
        }
        for (Candidate candidate : candidates) {
            size += 6 + candidate.ip().length();
        }
        return size;
    }
}
