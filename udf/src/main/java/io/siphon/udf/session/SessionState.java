package io.siphon.udf.session;

import io.siphon.udf.sdp.Codec;
import io.siphon.udf.sdp.Media;

import javax.annotation.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * State: the media of a call: each {@code m=} line of each side at each hop, and what was agreed of
 * it. Apply events in order.
 *
 * <p>A line is announced by an offer, and agreed on by its answer. A renegotiation takes effect
 * with its answer; one that fails has none. A line that an answer refuses is no medium, unless one
 * had been agreed there before: that may be heard of still.
 */
public class SessionState {

    /** Lines of both sides and all hops; the oldest makes place. */
    static final int LIMIT = 64;

    /** Octets of all lines, with their payload types. */
    public static final int ROOM = 16_000;

    private static final int CALLERS_LIMIT = 4;
    private static final int SSRCS_LIMIT = 32;
    private static final int NO_PAYLOAD_TYPE = -1;

    public NegotiationState negotiation = new NegotiationState();

    /** Oldest description first. */
    public List<LineState> lines = new ArrayList<>();

    /** What SSRCs carry, as seen on the wire; the oldest makes place. */
    public List<SsrcState> ssrcs = new ArrayList<>();

    /** Hashes of the From tags of initial INVITEs. */
    public List<Integer> callers = new ArrayList<>();

    /** Lines that made place for others since the state was read. */
    public transient int displaced;

    public SessionState() {}

    /**
     * Applies one event.
     *
     * @return the lines that it told something of; empty when it was about none
     */
    public List<LineState> apply(SessionEvent e) {
        if (e.isInitial() && callers.size() < CALLERS_LIMIT) {
            int tag = e.fromTag().hashCode();
            if (!callers.contains(tag)) {
                callers.add(tag);
            }
        }
        NegotiationState.Turn turn = negotiation.see(e, e.content());
        return switch (turn.role()) {
            case OFFER -> describe(e, turn.exchange(), true);
            case ANSWER -> describe(e, turn.exchange(), false);
            case NONE, REPEATED -> List.of();
        };
    }

    public boolean isEmpty() {
        return lines.isEmpty();
    }

    /** RTP with that SSRC was seen. */
    public void identify(long ssrc, String codec, int clockRate) {
        ssrcs.removeIf(known -> known.ssrc == ssrc);
        if (ssrcs.size() == SSRCS_LIMIT) {
            ssrcs.remove(0);
        }
        ssrcs.add(SsrcState.of(ssrc, codec, clockRate));
    }

    /** Takes over a line as 0.1 knew it. */
    public void restore(
            String ip,
            int port,
            int rtcpPort,
            int index,
            boolean audio,
            Codec codec,
            boolean agreed) {
        LineState line = new LineState();
        line.ip = ip;
        line.port = port;
        line.rtcpPort = rtcpPort;
        line.index = index;
        line.audio = audio;
        line.codec = codec.name();
        line.clockRate = codec.clockRate();
        line.agreed = agreed;
        lines.add(line);
    }

    /**
     * Whether the last attempt failed: a failure response where no other hop or fork is open.
     *
     * @param failed whether it had before the event, which has been applied
     */
    public boolean isFailed(SessionEvent e, boolean failed) {
        return e.isFailure() && negotiation.exchanges.isEmpty()
                || failed && e.media() == null && !e.isInitial();
    }

    /** Where only sockets and codecs are asked for: payload types take most of the room. */
    public void forgetPayloadTypes() {
        lines.forEach(LineState::forgetPayloadTypes);
    }

    private List<LineState> describe(SessionEvent e, ExchangeState exchange, boolean offer) {
        List<LineState> touched = new ArrayList<>();
        int side = sender(e);
        Media[] media = e.media();
        for (int i = 0; i < media.length; i++) {
            LineState offered = offer ? null : offered(exchange, i);
            if (media[i].isRefused()) {
                if (offered != null && !offered.agreed) {
                    lines.remove(offered);
                }
                continue;
            }
            if (media[i].codecs().length == 0) {
                continue;
            }
            Codec[] common =
                    offered == null ? media[i].codecs() : common(offered, media[i].codecs());
            LineState line = line(media[i], i, side);
            if (line != null) {
                line.describe(media[i], exchange, offer, side);
                touched.add(line);
            }
            if (!offer && line != null) {
                line.agreeOn(
                        common,
                        offered == null ? new Codec[0] : offered.codecs.toArray(new Codec[0]));
            }
            if (offered != null) {
                offered.agreeOn(common, media[i].codecs());
                touched.add(offered);
            }
        }
        makeRoom(ROOM);
        return touched;
    }

    /** The line of the offer that an answer is about: at this hop, else at any. */
    @Nullable
    private LineState offered(ExchangeState exchange, int index) {
        LineState found = null;
        for (LineState line : lines) {
            boolean asked =
                    line.offer
                            && line.index == index
                            && exchange.isOf(line.dialog, line.cseq)
                            && (line.branch == exchange.branch || !line.agreed);
            if (asked && (found == null || line.branch == exchange.branch)) {
                found = line;
            }
        }
        return found;
    }

    /**
     * The line to describe, the latest now. Null where a side holds by an address of zeros: its
     * line stays what it was.
     */
    @Nullable
    private LineState line(Media media, int index, int side) {
        if (LineState.isHold(media.ip()) && media.candidates().length == 0) {
            return null;
        }
        LineState found = null;
        for (LineState line : lines) {
            if (line.isAt(media, index, side)) {
                found = line;
            }
        }
        if (found == null) {
            found = new LineState();
            found.index = index;
        } else {
            lines.remove(found);
        }
        lines.add(found);
        return found;
    }

    /**
     * @param room octets that all lines may take
     */
    public void makeRoom(int room) {
        int size = 0;
        for (LineState line : lines) {
            size += line.size();
        }
        while (lines.size() > LIMIT || size > room && lines.size() > 1) {
            size -= lines.remove(0).size();
            displaced++;
        }
    }

    /** What an answer takes of an offer, in its order (RFC 3264, 6.1). */
    private static Codec[] common(LineState offered, Codec[] answer) {
        List<Codec> common = new ArrayList<>();
        for (Codec codec : answer) {
            for (Codec other : offered.codecs) {
                if (codec.isSameFormat(other)) {
                    common.add(codec.isNamed() ? codec : other);
                    break;
                }
            }
        }
        boolean media = LineState.main(common.toArray(new Codec[0])) != null;
        return media ? common.toArray(new Codec[0]) : answer;
    }

    /**
     * Who sent a message. An initial INVITE, which has no To tag, is the caller's. Of a call that
     * was up when the capture began, responses to INVITE are taken for the callee's, ACKs for the
     * caller's.
     */
    private int sender(SessionEvent e) {
        boolean fromCaller = callers.contains(e.fromTag().hashCode());
        boolean toCaller = callers.contains(e.toTag().hashCode());
        boolean begun =
                callers.isEmpty()
                        && (e.method().equals("ACK")
                                || e.method().equals("INVITE") && !e.isRequest());
        if (!fromCaller && !toCaller && !begun) {
            return LineState.UNKNOWN;
        }
        boolean byFrom = e.isRequest();
        return (fromCaller || begun) == byFrom ? LineState.CALLER : LineState.CALLEE;
    }

    /** The lines whose RTP or RTCP goes to a socket, {@code udp:ip:port}; the oldest first. */
    List<LineState> at(String socket) {
        int start = socket.indexOf(':') + 1;
        int end = socket.lastIndexOf(':');
        if (start == 0 || end < start) {
            return List.of();
        }
        String ip = socket.substring(start, end).replace("[", "").replace("]", "");
        int port = number(socket, end + 1);
        List<LineState> found = new ArrayList<>();
        for (LineState line : lines) {
            if (line.takes(ip, port)) {
                found.add(line);
            }
        }
        return found;
    }

    private static int number(String text, int from) {
        int value = 0;
        for (int i = from; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9 || value > 0xffff) {
                return -2;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /**
     * Which side receives a stream: by its dialog tag, else by the socket where it receives, else
     * by that of the other.
     *
     * @param tag empty when it is not known
     * @return {@link LineState#CALLER}, {@link LineState#CALLEE} or {@link LineState#UNKNOWN}
     */
    public int sideOf(String tag, String receiver, String sender) {
        if (!tag.isEmpty() && !callers.isEmpty()) {
            return callers.contains(tag.hashCode()) ? LineState.CALLER : LineState.CALLEE;
        }
        int here = sideAt(receiver);
        if (here != LineState.UNKNOWN) {
            return here;
        }
        return switch (sideAt(sender)) {
            case LineState.CALLER -> LineState.CALLEE;
            case LineState.CALLEE -> LineState.CALLER;
            default -> LineState.UNKNOWN;
        };
    }

    /** Of the latest line there; unknown when both sides are. */
    private int sideAt(String socket) {
        int side = LineState.UNKNOWN;
        for (LineState line : at(socket)) {
            side = line.side == LineState.UNKNOWN ? side : line.side;
        }
        return side;
    }

    /**
     * The codec of a stream by its reports: that of its SSRC, as its RTP or SDP (RFC 5576) tells,
     * else of the socket of who reports, else of the other one of the hop, else any audio. Null
     * when none is known.
     */
    @Nullable
    public Codec mediumOf(long ssrc, String reporter, String sender) {
        for (SsrcState known : ssrcs) {
            if (known.ssrc == ssrc) {
                return new Codec(NO_PAYLOAD_TYPE, known.codec, known.clockRate);
            }
        }
        LineState line = lineOf(ssrc, reporter, sender);
        return line == null ? null : new Codec(NO_PAYLOAD_TYPE, line.codec, line.clockRate);
    }

    @Nullable
    private LineState lineOf(long ssrc, String reporter, String sender) {
        LineState best = best(only(line -> line.ssrcs.contains(ssrc)));
        if (best == null) {
            best = best(at(reporter));
        }
        if (best == null) {
            best = best(at(sender));
        }
        return best == null ? best(only(line -> line.audio)) : best;
    }

    private List<LineState> only(Predicate<LineState> some) {
        return lines.stream().filter(some).toList();
    }

    /** The latest that is agreed on, the first of its description. */
    @Nullable
    private static LineState best(List<LineState> of) {
        LineState best = null;
        for (LineState line : of) {
            boolean better =
                    best == null
                            || line.agreed && !best.agreed
                            || line.agreed == best.agreed && line.index <= best.index;
            if (better && !line.codec.isEmpty()) {
                best = line;
            }
        }
        return best;
    }

    /**
     * Payload types of a line, those of RED as what they carry (RFC 2198, 2): they are told by
     * {@link Codec#primary}.
     */
    static List<Codec> carried(List<Codec> codecs) {
        List<Codec> carried = new ArrayList<>(codecs.size());
        for (Codec codec : codecs) {
            Codec primary = codec.name().equalsIgnoreCase("red") ? primary(codec, codecs) : null;
            carried.add(
                    primary == null
                            ? codec
                            : new Codec(
                                    codec.payloadType(),
                                    primary.name(),
                                    primary.clockRate(),
                                    primary.payloadType()));
        }
        return carried;
    }

    /** By {@code a=fmtp}, which may have digits in it; else the first medium of the same clock. */
    @Nullable
    private static Codec primary(Codec red, List<Codec> codecs) {
        Codec first = null;
        for (Codec codec : codecs) {
            if (codec.payloadType() == red.primary()) {
                return codec;
            }
            boolean alike = codec.clockRate() == red.clockRate() && !codec.isCompanion();
            first = first == null && alike ? codec : first;
        }
        return first;
    }

    /** For tests: each line as {@code ip:port codec}. */
    @Override
    public String toString() {
        return Arrays.toString(
                lines.stream().map(l -> l.ip + ':' + l.port + ' ' + l.codec).toArray());
    }
}
