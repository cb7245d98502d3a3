package io.siphon.udf.stream;

import io.siphon.schema.RtpStream;
import io.siphon.udf.emodel.EModel;
import io.siphon.udf.rtcp.IdentifiedStream;
import io.siphon.udf.rtp.RtpPacket;
import io.siphon.udf.sdp.Codec;
import io.siphon.udf.sdp.StaticCodecs;
import io.siphon.udf.session.MediaSocket;

import javax.annotation.Nullable;

/** State: one stream that has not ended. */
public class StreamState {

    /** Packets in sequence, with one payload type, that are believed to be RTP without an SDP. */
    static final int CONVINCING = 5;

    /** Fewer packets, not much more than a second of speech, get no opinion score. */
    static final int JUDGED = 50;

    /** How long a stream that goes on over another call's SDP may pause, µs. */
    private static final long SEAMLESS = 2_000_000;

    public String node = "";
    public String trunk = "";
    public String source = "";
    public long ssrc;
    public String callId = "";
    public String announcer = "";
    public boolean bySdp;

    /** {@link AnnouncedState#since} of the call that had the socket at the last packet; 0: none. */
    public long ownedSince;

    /** The first payload type that carries the medium; -1 before. */
    public int payloadType = -1;

    public String codec = "";
    public int clockRate;

    /** Whether {@link #payloadType} is of the medium itself. */
    public boolean medium;

    /** Of the packet before; -1 when it is to be looked up anew. */
    public int lastPayloadType = -1;

    public String lastCodec = "";
    public int lastClockRate;
    public boolean lastMedium;

    /** Packets in sequence with one payload type; up to {@link #CONVINCING}. */
    public int streak;

    public long startedAt;
    public long lastAt;

    /** Of {@link #node}, see {@link RtpStream#clockOffset}. */
    public long clockOffset;

    /** The last payload type of the medium that {@link #identified} told of; -1 before. */
    public int toldPayloadType = -1;

    /** When it was last told of, epoch µs; 0 when never. */
    public long reportedAt;

    public long longestGap;
    public long octets;

    /** Whether it was reported as ended, and may still go on. */
    public boolean dormant;

    public CodecSharesState codecs = new CodecSharesState();
    public SequenceState sequence = new SequenceState();
    public JitterState jitter = new JitterState();

    public StreamState() {}

    static StreamState of(RtpPacket first) {
        StreamState stream = new StreamState();
        stream.node = first.node();
        stream.trunk = first.trunk();
        stream.source = first.source();
        stream.ssrc = first.ssrc();
        stream.startedAt = first.timeMicros();
        stream.lastAt = first.timeMicros();
        stream.clockOffset = first.clockOffset();
        return stream;
    }

    boolean isOf(RtpPacket packet) {
        return ssrc == packet.ssrc() && source.equals(packet.source());
    }

    /**
     * When it is over if nothing more comes, or when it may no more go on, epoch µs.
     *
     * @param of the call that it is of, as this socket knows it; null when it does not
     */
    long silentAt(@Nullable AnnouncedState of) {
        return lastAt + (dormant ? patience(of) : StreamTracker.SILENCE);
    }

    /** A call on hold, or one of no media while it is recorded elsewhere, may be silent long. */
    private static long patience(@Nullable AnnouncedState of) {
        return of != null ? StreamTracker.DORMANCY_IN_CALL : StreamTracker.DORMANCY;
    }

    /** Whether nothing is known, or likely, to follow: its call is over. */
    boolean isFinished(@Nullable AnnouncedState of) {
        return of != null && of.overAt > 0;
    }

    /** Whether it is taken for RTP: by SDP, or by its looks. */
    boolean isCredible() {
        return bySdp || streak >= CONVINCING;
    }

    /**
     * Whether a packet is of this stream, and not of another that has the same sockets and SSRC:
     * not when another call has got the socket, unless it goes on as if nothing had happened, and
     * that call did not begin after the end of its own: a phone may count on from call to call.
     * However long it was silent, it is the same while its call lives; without one, while its
     * numbers go on.
     *
     * @param owner who has the socket now; null when nobody has
     * @param announcements of the socket
     */
    boolean goesOnWith(
            RtpPacket packet, @Nullable AnnouncedState owner, AnnouncementsState announcements) {
        long pause = packet.timeMicros() - lastAt;
        if (owner != null && owner.since != ownedSince && !owner.callId.equals(callId)) {
            AnnouncedState own = announcements.of(callId);
            boolean next = own != null && own.overAt > 0 && owner.began > own.overAt;
            return !next && pause <= SEAMLESS && isNear(packet);
        }
        return pause <= StreamTracker.SILENCE || owner != null || isNear(packet);
    }

    private boolean isNear(RtpPacket packet) {
        return sequence.isNear(
                packet.sequence(), packet.timestamp(), packet.timeMicros(), lastClockRate);
    }

    /** A copy of a packet changes nothing but how many there were. */
    void apply(RtpPacket packet, AnnouncementsState announcements) {
        migrate();
        join(announcements.newest(packet.source()));
        octets += packet.payloadBytes();
        if (lastPayloadType < 0) {
            look(packet.payloadType(), announcements.of(callId));
        }
        int ahead =
                sequence.accept(
                        packet.sequence(), packet.timestamp(), packet.timeMicros(), lastClockRate);
        if (ahead == SequenceState.DUPLICATE && medium) {
            return;
        }
        dormant = false;
        longestGap = Math.max(longestGap, packet.timeMicros() - lastAt);
        lastAt = Math.max(lastAt, packet.timeMicros());
        if (!isCredible()) {
            streak = ahead == 1 && packet.payloadType() == lastPayloadType ? streak + 1 : 1;
        }
        if (packet.payloadType() != lastPayloadType) {
            look(packet.payloadType(), announcements.of(callId));
        }
        codecs.count(packet.payloadBytes());
        if (ahead == SequenceState.ELSEWHERE && sequence.packets > 1) {
            jitter.interrupt();
        } else if (lastMedium && lastClockRate > 0) {
            jitter.accept(packet.timeMicros(), packet.timestamp(), lastClockRate);
        }
    }

    /** What it carries, if that is known and was not told; else null. */
    @Nullable
    IdentifiedStream identified(long timeMicros) {
        boolean companion = !lastMedium && medium;
        if (companion || lastPayloadType == toldPayloadType || callId.isEmpty()) {
            return null;
        }
        toldPayloadType = lastPayloadType;
        return lastClockRate == 0
                ? null
                : new IdentifiedStream(timeMicros, callId, ssrc, lastCodec, lastClockRate);
    }

    /** Lets the next packet look up its codec anew. */
    void forgetCodec() {
        lastPayloadType = -1;
    }

    /** Whether it is time to emit it again. */
    boolean isDue(long timeMicros) {
        return timeMicros - Math.max(startedAt, reportedAt) >= StreamTracker.PERIOD;
    }

    /**
     * @param mayGoOn see {@link RtpStream#mayGoOn}
     */
    RtpStream report(String destination, boolean ended, boolean mayGoOn, long reportedMicros) {
        migrate();
        reportedAt = reportedMicros;
        long expected = sequence.expected();
        LossRuns losses = sequence.lossRuns();
        // DTMF alone counts on with the speech of another SSRC, and repeats its last number itself
        long lost = medium ? losses.missing() : expected - sequence.packets + sequence.strays;
        double lossPct = Math.max(0, 100.0 * lost / expected);
        double burstRatio = losses.burstRatio(expected);
        double r = sequence.unique() < JUDGED ? Double.NaN : codecs.rFactor(lossPct, burstRatio);
        return new RtpStream(
                callId,
                ended,
                mayGoOn,
                reportedMicros,
                node,
                trunk,
                source,
                destination,
                ssrc,
                payloadType,
                codecs.isEmpty() ? codec : codecs.names(),
                clockRate,
                bySdp,
                directionTo(announcer),
                startedAt,
                lastAt,
                sequence.packets,
                octets,
                lost,
                sequence.outOfOrder,
                sequence.duplicates,
                lossPct,
                jitter.meanMs(),
                jitter.maxMs(),
                longestGap / 1000.0,
                burstRatio,
                r,
                EModel.mos(r),
                Double.NaN,
                clockOffset);
    }

    /** Of what is sent from a socket that this side announced. */
    static String directionFrom(String announcer) {
        return switch (announcer) {
            case MediaSocket.CALLER -> RtpStream.FROM_CALLER;
            case MediaSocket.CALLEE -> RtpStream.FROM_CALLEE;
            default -> "";
        };
    }

    /** Of what is sent to a socket that this side announced. */
    private static String directionTo(String announcer) {
        return switch (announcer) {
            case MediaSocket.CALLER -> RtpStream.FROM_CALLEE;
            case MediaSocket.CALLEE -> RtpStream.FROM_CALLER;
            default -> "";
        };
    }

    /** From 0.1, which knew one codec of a stream. */
    private void migrate() {
        if (medium && codecs.isEmpty()) {
            codecs.migrate(payloadType, codec, sequence.unique());
            forgetCodec();
        }
    }

    private void join(@Nullable AnnouncedState owner) {
        if (owner == null || owner.since == ownedSince) {
            return;
        }
        ownedSince = owner.since;
        if (callId.isEmpty()) {
            callId = owner.callId;
            announcer = owner.announcer;
            bySdp = true;
            forgetCodec();
        }
    }

    private void look(int type, @Nullable AnnouncedState announced) {
        Codec found = announced == null ? StaticCodecs.of(type) : announced.codec(type);
        lastPayloadType = type;
        lastCodec = found.name();
        lastClockRate = found.clockRate();
        Codec carried = Redundancy.primary(found, announced);
        lastMedium = carried != null || !found.isCompanion();
        String name = carried != null ? carried.name() : found.name();
        if (found.clockRate() == 0) {
            name = "";
        }
        if (lastMedium) {
            codecs.look(type, name, carried != null || Redundancy.isIn(found, announced));
        } else {
            codecs.none();
        }
        if (payloadType < 0 || payloadType == type || lastMedium && !medium) {
            payloadType = type;
            codec = name;
            clockRate = found.clockRate();
            medium = lastMedium;
        }
    }
}
