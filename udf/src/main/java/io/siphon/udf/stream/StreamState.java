package io.siphon.udf.stream;

import io.siphon.schema.RtpStream;
import io.siphon.udf.emodel.EModel;
import io.siphon.udf.rtp.RtpPacket;
import io.siphon.udf.sdp.Codec;
import io.siphon.udf.sdp.StaticCodecs;

import javax.annotation.Nullable;

/** State: one stream while it goes on. */
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

    public int lastClockRate;
    public boolean lastMedium;

    /** Packets in sequence with one payload type; up to {@link #CONVINCING}. */
    public int streak;

    public long startedAt;
    public long lastAt;

    /** When it was last told of, epoch µs; 0 when never. */
    public long reportedAt;

    public long longestGap;
    public long octets;
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
        return stream;
    }

    boolean isOf(RtpPacket packet) {
        return ssrc == packet.ssrc()
                && source.equals(packet.source())
                && node.equals(packet.node());
    }

    /** Whether it is taken for RTP: by SDP, or by its looks. */
    boolean isCredible() {
        return bySdp || streak >= CONVINCING;
    }

    /**
     * Whether a packet is of this stream, and not of another that has the same sockets and SSRC:
     * after a long silence, or when another call has got the socket, unless it goes on as if
     * nothing had happened.
     */
    boolean goesOnWith(RtpPacket packet, @Nullable AnnouncedState owner) {
        long pause = packet.timeMicros() - lastAt;
        if (pause > StreamTracker.SILENCE) {
            return false;
        }
        return owner == null
                || owner.since == ownedSince
                || pause <= SEAMLESS && sequence.isNear(packet.sequence());
    }

    void apply(RtpPacket packet, AnnouncementsState announcements) {
        join(announcements.newest());
        longestGap = Math.max(longestGap, packet.timeMicros() - lastAt);
        lastAt = Math.max(lastAt, packet.timeMicros());
        octets += packet.payloadBytes();
        int ahead = sequence.accept(packet.sequence());
        if (!isCredible()) {
            streak = ahead == 1 && packet.payloadType() == lastPayloadType ? streak + 1 : 1;
        }
        if (packet.payloadType() != lastPayloadType) {
            look(packet.payloadType(), announcements.of(callId));
        }
        if (ahead == SequenceState.ELSEWHERE && sequence.packets > 1) {
            jitter.interrupt();
        } else if (lastMedium && lastClockRate > 0) {
            jitter.accept(packet.timeMicros(), packet.timestamp(), lastClockRate);
        }
    }

    /** Lets the next packet look up its codec anew. */
    void forgetCodec() {
        lastPayloadType = -1;
    }

    /** Whether it is time to emit it again. */
    boolean isDue(long timeMicros) {
        return timeMicros - Math.max(startedAt, reportedAt) >= StreamTracker.PERIOD;
    }

    RtpStream report(String destination, boolean ended, long reportedMicros) {
        reportedAt = reportedMicros;
        long expected = sequence.expected();
        LossRuns losses = sequence.lossRuns();
        double burstRatio = losses.burstRatio(expected);
        double missingPct = 100.0 * losses.missing() / expected;
        double r =
                sequence.packets < JUDGED
                        ? Double.NaN
                        : EModel.rFactor(codec, missingPct, burstRatio, Double.NaN);
        return new RtpStream(
                callId,
                ended,
                reportedMicros,
                node,
                trunk,
                source,
                destination,
                ssrc,
                payloadType,
                codec,
                clockRate,
                bySdp,
                directionTo(announcer),
                startedAt,
                lastAt,
                sequence.packets,
                octets,
                sequence.lost(),
                sequence.outOfOrder,
                sequence.duplicates,
                Math.max(0, 100.0 * sequence.lost() / expected),
                jitter.meanMs(),
                jitter.maxMs(),
                longestGap / 1000.0,
                burstRatio,
                r,
                EModel.mos(r),
                Double.NaN);
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
        lastClockRate = found.clockRate();
        lastMedium = !Codec.isCompanion(found.name());
        if (payloadType < 0 || payloadType == type || lastMedium && !medium) {
            payloadType = type;
            codec = found.clockRate() == 0 ? "" : found.name();
            clockRate = found.clockRate();
            medium = lastMedium;
        }
    }
}
