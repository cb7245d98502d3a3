package io.siphon.schema;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One RTP stream: the packets of one SSRC between two sockets, whoever saw them, from the first to
 * a silence of 30 s or to another call's SDP for the socket. It is emitted when it is over, and
 * once a minute before, whole each time; the key is {@code startedAt, node, source, destination,
 * ssrc}. When it goes on after the silence, in its call, it is emitted again when it is over. Times
 * are epoch µs. Figures that cannot be had are NaN.
 *
 * @param callId of the call whose SDP announced the receiving socket, else the sending one; empty
 *     when none did
 * @param ended whether it is over
 * @param mayGoOn whether it may go on all the same: its call is up, or is not known
 * @param reportedMicros when that was known
 * @param node who captured its first packet
 * @param trunk alias of the configured trunk at its source or destination; empty when none
 * @param source {@code udp:ip:port}
 * @param destination {@code udp:ip:port}
 * @param payloadType the first that carries the medium itself, else (DTMF or comfort noise alone)
 *     the first
 * @param codec its encoding name, by SDP or RFC 3551, 6, and those that followed, {@code
 *     G729>PCMA}; empty when unknown
 * @param clockRate of the codec, Hz; 0 when unknown, and then there is no jitter
 * @param bySdp false when no SDP told of either socket and only its headers look like RTP: five
 *     packets in sequence, with one payload type
 * @param direction {@code from_caller} or {@code from_callee}; empty when not known
 * @param packets packets seen, copies among them
 * @param octets of their payload
 * @param lost RFC 3550, A.3: expected less received, each packet once
 * @param outOfOrder that packets after one with a higher number
 * @param duplicates copies of packets that came before
 * @param lossPct lost, in percent of those expected
 * @param jitterMeanMs RFC 3550, A.8: mean of the estimate after each packet
 * @param jitterMaxMs its maximum
 * @param longestGapMs between two packets
 * @param burstRatio ITU-T G.107, 3.5: 1 for random loss, more for bursts
 * @param rFactor of the E-model (ITU-T G.107), of several codecs by their shares of the packets;
 *     NaN also for fewer than 50 packets
 * @param mos 1..4.5
 * @param rttMs mean round trip that RTCP reports for it, in {@code rFactor} and {@code mos} by
 *     half; NaN when none is known
 * @param clockOffset how far the clock of {@code node} is ahead, µs, whole ms; negative: behind.
 *     The times here are true; those of the row are that clock's
 */
public record RtpStream(
        String callId,
        boolean ended,
        boolean mayGoOn,
        long reportedMicros,
        String node,
        String trunk,
        String source,
        String destination,
        long ssrc,
        int payloadType,
        String codec,
        int clockRate,
        boolean bySdp,
        String direction,
        long startedAt,
        long endedAt,
        long packets,
        long octets,
        long lost,
        long outOfOrder,
        long duplicates,
        double lossPct,
        double jitterMeanMs,
        double jitterMaxMs,
        double longestGapMs,
        double burstRatio,
        double rFactor,
        double mos,
        double rttMs,
        long clockOffset) {

    public static final Table<RtpStream> TABLE =
            Table.of("streams", RtpStream::of)
                    .replacing()
                    .time("started_at")
                    .pointTime("ended_at")
                    .settledBy("ended_at")
                    .columns(
                            c ->
                                    List.of(
                                            c.id(
                                                    "call_id",
                                                    255,
                                                    RtpStream::callId,
                                                    "Call-ID of the call whose SDP announced the receiving socket, else the sending one; empty when none did"),
                                            c.text(
                                                    "source",
                                                    64,
                                                    RtpStream::source,
                                                    "`udp:192.0.2.1:4000`"),
                                            c.text(
                                                    "destination",
                                                    64,
                                                    RtpStream::destination,
                                                    "likewise"),
                                            c.number("ssrc", RtpStream::ssrc, "as a number"),
                                            c.integer(
                                                            "payload_type",
                                                            RtpStream::payloadType,
                                                            "the first that carries the medium itself")
                                                    .body(),
                                            c.text(
                                                            "codec",
                                                            64,
                                                            RtpStream::codec,
                                                            "its name by SDP or RFC 3551, and those that followed: `G729>PCMA`; empty when unknown")
                                                    .tag(64),
                                            c.integer(
                                                            "clock_rate",
                                                            0,
                                                            RtpStream::clockRate,
                                                            "Hz; NULL when unknown, and then there is no jitter")
                                                    .body(),
                                            c.flag(
                                                    "by_sdp",
                                                    RtpStream::bySdp,
                                                    "1; 0 when no SDP announced it and it was recognized as RTP by its headers"),
                                            c.text(
                                                            "direction",
                                                            16,
                                                            RtpStream::direction,
                                                            "`from_caller` or `from_callee`; empty when not known")
                                                    .tag(),
                                            c.text(
                                                            "node",
                                                            255,
                                                            RtpStream::node,
                                                            "who captured it first")
                                                    .tag(Column.AGENTS),
                                            c.text(
                                                            "trunk",
                                                            255,
                                                            RtpStream::trunk,
                                                            "alias of the configured trunk; empty when none")
                                                    .tag(),
                                            c.time(
                                                    "started_at",
                                                    s -> s.own(s.startedAt),
                                                    "first packet"),
                                            c.time(
                                                    "last_at",
                                                    s -> s.own(s.endedAt),
                                                    "last packet so far"),
                                            c.timeIfAny(
                                                    "ended_at",
                                                    s -> s.ended ? s.own(s.endedAt) : 0,
                                                    "last packet; NULL while it goes on"),
                                            c.number(
                                                    "packets",
                                                    RtpStream::packets,
                                                    "packets seen, duplicates included"),
                                            c.number(
                                                            "octets",
                                                            RtpStream::octets,
                                                            "of their payload, without padding")
                                                    .body(),
                                            c.number(
                                                    "lost",
                                                    RtpStream::lost,
                                                    "expected less received (A.3), each packet counted once"),
                                            c.number(
                                                    "out_of_order",
                                                    RtpStream::outOfOrder,
                                                    "packets after one with a higher number"),
                                            c.number(
                                                    "duplicates",
                                                    RtpStream::duplicates,
                                                    "copies of packets that came before: they are in `packets` and `octets`, and in nothing else"),
                                            c.real(
                                                    "loss_pct",
                                                    RtpStream::lossPct,
                                                    "lost, in percent of those expected"),
                                            c.real(
                                                    "jitter_mean_ms",
                                                    RtpStream::jitterMeanMs,
                                                    "mean of the jitter (A.8) after each packet"),
                                            c.real(
                                                    "jitter_max_ms",
                                                    RtpStream::jitterMaxMs,
                                                    "highest jitter"),
                                            c.real(
                                                    "longest_gap_ms",
                                                    RtpStream::longestGapMs,
                                                    "longest time between two packets"),
                                            c.real(
                                                    "burst_ratio",
                                                    RtpStream::burstRatio,
                                                    "BurstR of ITU-T G.107 as measured: 1 for random loss, more for bursts"),
                                            c.real(
                                                    "r_factor",
                                                    RtpStream::rFactor,
                                                    "R of the E-model, of several codecs by their shares of the packets; NULL if one has no Ie and Bpl in G.113, and for fewer than 50 packets"),
                                            c.real(
                                                    "mos",
                                                    RtpStream::mos,
                                                    "opinion score of that R, 1 to 4.5"),
                                            c.uid(
                                                    (uids, s) ->
                                                            uids.of(
                                                                    s.own(s.startedAt),
                                                                    s.node,
                                                                    s.source,
                                                                    s.destination,
                                                                    Long.toString(s.ssrc)),
                                                    "key: time of the first packet (µs), and a hash of node, sockets and SSRC"),
                                            c.real(
                                                    "rtt_ms",
                                                    RtpStream::rttMs,
                                                    "mean round trip from its sender to its receiver and back, by the RTCP reports about its SSRC in its call; NULL when there were none"),
                                            c.integer(
                                                            "clock_offset_ms",
                                                            s -> (int) (s.clockOffset / 1000),
                                                            "ms by which the clock of `node` was ahead (negative: behind): the times of the row are that clock's, the true ones less this; NULL in rows older than this column")
                                                    .since("0.2")))
                    .derived(
                            c ->
                                    List.of(
                                            c.number(
                                                    "duration_ms",
                                                    s -> (s.endedAt - s.startedAt) / 1000,
                                                    "from its first packet to its last")));

    private static RtpStream of(Row row) {
        long offset = row.number("clock_offset_ms", 0) * 1000;
        return new RtpStream(
                row.textOrEmpty("call_id"),
                row.time("ended_at") > 0,
                false,
                row.time("last_at") - offset,
                row.textOrEmpty("node"),
                row.textOrEmpty("trunk"),
                row.textOrEmpty("source"),
                row.textOrEmpty("destination"),
                row.number("ssrc", 0),
                (int) row.number("payload_type", 0),
                row.textOrEmpty("codec"),
                (int) row.number("clock_rate", 0),
                row.number("by_sdp", 0) == 1,
                row.textOrEmpty("direction"),
                row.time("started_at") - offset,
                row.time("last_at") - offset,
                row.number("packets", 0),
                row.number("octets", 0),
                row.number("lost", 0),
                row.number("out_of_order", 0),
                row.number("duplicates", 0),
                row.real("loss_pct"),
                row.real("jitter_mean_ms"),
                row.real("jitter_max_ms"),
                row.real("longest_gap_ms"),
                row.real("burst_ratio"),
                row.real("r_factor"),
                row.real("mos"),
                row.real("rtt_ms"),
                offset);
    }

    /**
     * Payloads that go along with a medium: events and tones (RFC 4733), RFC 3389, RFC 2198, RFC
     * 4588, RFC 5109; and Cisco's named signalling events, of faxes and modems.
     */
    private static final Set<String> COMPANIONS =
            Set.of(
                    "telephone-event",
                    "tone",
                    "nse",
                    "x-nse",
                    "cn",
                    "red",
                    "rtx",
                    "ulpfec",
                    "parityfec",
                    "flexfec",
                    "flexfec-03");

    /** After so long without a packet it is known to be over, µs: 30 s, to the next second. */
    private static final long SILENCE = 31_000_000;

    public static final String FROM_CALLER = "from_caller";
    public static final String FROM_CALLEE = "from_callee";

    /** The same stream, told to be of a call by the SDP of its sender. */
    public RtpStream of(String otherCallId, String otherDirection) {
        return with(otherCallId, true, otherDirection, rFactor, mos, rttMs);
    }

    /** The same stream, whose direction is only known from the SDP of its sender. */
    public RtpStream withDirection(String otherDirection) {
        return with(callId, bySdp, otherDirection, rFactor, mos, rttMs);
    }

    /** The same stream with the network's delay, and what it comes to with that. */
    public RtpStream withRoundTrip(double ms, double newRFactor, double newMos) {
        return with(callId, bySdp, direction, newRFactor, newMos, ms);
    }

    /** The same stream, known to be over only then, epoch µs. */
    public RtpStream toldAt(long micros) {
        return with(micros, callId, bySdp, direction, rFactor, mos, rttMs);
    }

    /** Of which time it is a sample: of its end, or of the time since which that is known. */
    public long measuredAt() {
        return Math.max(endedAt, reportedMicros - SILENCE);
    }

    /** The first of its codecs. */
    public String firstCodec() {
        int end = codec.indexOf('>');
        return end < 0 ? codec : codec.substring(0, end);
    }

    /** Whether a codec of that name goes along with a medium and does not carry it. */
    public static boolean isCompanion(String codec) {
        return COMPANIONS.contains(codec.toLowerCase(Locale.ROOT));
    }

    private RtpStream with(
            String newCallId,
            boolean newBySdp,
            String newDirection,
            double newR,
            double newMos,
            double newRtt) {
        return with(reportedMicros, newCallId, newBySdp, newDirection, newR, newMos, newRtt);
    }

    private RtpStream with(
            long newReported,
            String newCallId,
            boolean newBySdp,
            String newDirection,
            double newR,
            double newMos,
            double newRtt) {
        return new RtpStream(
                newCallId,
                ended,
                mayGoOn,
                newReported,
                node,
                trunk,
                source,
                destination,
                ssrc,
                payloadType,
                codec,
                clockRate,
                newBySdp,
                newDirection,
                startedAt,
                endedAt,
                packets,
                octets,
                lost,
                outOfOrder,
                duplicates,
                lossPct,
                jitterMeanMs,
                jitterMaxMs,
                longestGapMs,
                burstRatio,
                newR,
                newMos,
                newRtt,
                clockOffset);
    }

    /** As the agent's clock said. */
    private long own(long micros) {
        return micros + clockOffset;
    }
}
