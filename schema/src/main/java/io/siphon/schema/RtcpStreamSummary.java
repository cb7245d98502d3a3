package io.siphon.schema;

import java.util.List;

/**
 * One RTP stream as its receiver reports it, by report blocks (RFC 3550, 6.4) or otherwise, see
 * {@code origin}: what one reporter told one peer about one SSRC in one call, whoever captured it.
 * It is emitted once, when its call is forgotten; the key is {@code startedAt, node, reporter,
 * sender, ssrc, callId, origin}. Figures that are not known are NaN.
 *
 * @param callId empty when the reports came without a correlation id
 * @param reporter {@code udp:ip:port} of the RTCP socket that sent the reports: of who received the
 *     stream
 * @param sender {@code udp:ip:port} that they were sent to: of who sent the stream
 * @param node who captured the first
 * @param trunk alias of the configured trunk; empty when none
 * @param ssrc of the stream
 * @param codec encoding name from SDP; empty when unknown
 * @param startedAt first report, epoch µs
 * @param endedAt last report, epoch µs
 * @param lost packets by the last report, signed
 * @param lossMeanPct mean of the fractions lost
 * @param rttMeanMs mean, from end to end, of the reports that answer a sender report
 * @param mosMean of each report's score (ITU-T G.107): codec, loss since the report before taken as
 *     random, round trip where known
 * @param roundTrips how many reports {@code rttMeanMs} is the mean of
 * @param scores how many reports {@code mosMean} is the mean of
 * @param origin how it was reported: {@link #RTCP}, {@link #XR}, {@link #VQ}, {@link #RTPAGENT},
 *     {@link #HORACLIFIX} or {@link #HEADER}; empty in rows of 0.1, which are of RTCP
 * @param direction {@link RtpStream#FROM_CALLER} or {@link RtpStream#FROM_CALLEE}; empty when SDP
 *     does not tell
 * @param clockOffset as {@link RtpStream#clockOffset}
 */
public record RtcpStreamSummary(
        String callId,
        String reporter,
        String sender,
        String node,
        String trunk,
        long ssrc,
        String codec,
        long startedAt,
        long endedAt,
        long reports,
        long lost,
        double lossMeanPct,
        double lossMaxPct,
        double jitterMeanMs,
        double jitterMaxMs,
        double rttMeanMs,
        double rttMaxMs,
        double mosMean,
        double mosMin,
        long roundTrips,
        long scores,
        String origin,
        String direction,
        long clockOffset) {

    /** Report blocks of RTCP (RFC 3550, 6.4). */
    public static final String RTCP = "rtcp";

    /** VoIP metrics of extended reports (RFC 3611, 4.7). */
    public static final String XR = "xr";

    /** {@code application/vq-rtcpxr} (RFC 6035), in SIP or by itself. */
    public static final String VQ = "vq";

    /** RTPAgent's JSON. */
    public static final String RTPAGENT = "rtpagent";

    /** JSON that horaclifix makes of an Oracle SBC's IPFIX. */
    public static final String HORACLIFIX = "horaclifix";

    /** X-RTP-Stat or P-RTP-Stat of a BYE or its 200. */
    public static final String HEADER = "header";

    public static final Table<RtcpStreamSummary> TABLE =
            Table.of("reported_streams", RtcpStreamSummary::of)
                    .replacing()
                    .time("started_at")
                    .pointTime("ended_at")
                    .roughBytes(stream -> 250)
                    .columns(
                            c ->
                                    List.of(
                                            c.id(
                                                    "call_id",
                                                    255,
                                                    RtcpStreamSummary::callId,
                                                    "of the call; empty when the reports came without a correlation id"),
                                            c.text(
                                                    "reporter",
                                                    64,
                                                    RtcpStreamSummary::reporter,
                                                    "`udp:192.0.2.1:4001`, of the receiver of the stream: the RTCP socket that sent the reports; of other origins, where its media went"),
                                            c.text(
                                                    "sender",
                                                    64,
                                                    RtcpStreamSummary::sender,
                                                    "likewise, of the sender of the stream: the socket that they went to"),
                                            c.text(
                                                            "node",
                                                            255,
                                                            RtcpStreamSummary::node,
                                                            "who captured the first")
                                                    .tag(Column.AGENTS),
                                            c.text(
                                                            "trunk",
                                                            255,
                                                            RtcpStreamSummary::trunk,
                                                            "alias of the configured trunk; empty when none")
                                                    .tag(),
                                            c.number(
                                                    "ssrc",
                                                    RtcpStreamSummary::ssrc,
                                                    "of the stream, as a number"),
                                            c.text(
                                                            "codec",
                                                            64,
                                                            RtcpStreamSummary::codec,
                                                            "its name by SDP; empty when unknown")
                                                    .tag(64),
                                            c.time(
                                                    "started_at",
                                                    s -> s.own(s.startedAt),
                                                    "first report"),
                                            c.time(
                                                    "ended_at",
                                                    s -> s.own(s.endedAt),
                                                    "last report"),
                                            c.number(
                                                    "reports",
                                                    RtcpStreamSummary::reports,
                                                    "number of report blocks"),
                                            c.number(
                                                    "lost",
                                                    RtcpStreamSummary::lost,
                                                    "packets by the last report; negative when duplicates outnumber the lost; 0 where the origin does not count them: `xr` and `vq` say the share only"),
                                            c.real(
                                                    "loss_mean_pct",
                                                    RtcpStreamSummary::lossMeanPct,
                                                    "mean of the fractions lost since the previous report"),
                                            c.real(
                                                    "loss_max_pct",
                                                    RtcpStreamSummary::lossMaxPct,
                                                    "highest of them"),
                                            c.real(
                                                    "jitter_mean_ms",
                                                    RtcpStreamSummary::jitterMeanMs,
                                                    "mean interarrival jitter"),
                                            c.real(
                                                    "jitter_max_ms",
                                                    RtcpStreamSummary::jitterMaxMs,
                                                    "highest"),
                                            c.real(
                                                    "rtt_mean_ms",
                                                    RtcpStreamSummary::rttMeanMs,
                                                    "mean round trip from end to end, of reports that answer a sender report; NULL when it is not known"),
                                            c.real(
                                                    "rtt_max_ms",
                                                    RtcpStreamSummary::rttMaxMs,
                                                    "longest"),
                                            c.real(
                                                    "mos_mean",
                                                    RtcpStreamSummary::mosMean,
                                                    "mean of each report's opinion score; NULL for codecs without Ie and Bpl in G.113"),
                                            c.real("mos_min", RtcpStreamSummary::mosMin, "lowest"),
                                            c.uid(
                                                    (uids, s) ->
                                                            uids.of(
                                                                    s.own(s.startedAt),
                                                                    4,
                                                                    s.node,
                                                                    s.reporter,
                                                                    s.sender,
                                                                    Long.toString(s.ssrc),
                                                                    s.isOfRtcp()
                                                                            ? s.callId
                                                                            : s.callId + ' '
                                                                                    + s.origin),
                                                    "key: time of the first report (µs), and a hash of node, sockets, SSRC, Call-ID and origin"),
                                            c.number(
                                                    "round_trips",
                                                    RtcpStreamSummary::roundTrips,
                                                    "reports that `rtt_mean_ms` is the mean of; NULL in rows older than this column"),
                                            c.number(
                                                    "scores",
                                                    RtcpStreamSummary::scores,
                                                    "reports that `mos_mean` is the mean of; NULL likewise"),
                                            c.text(
                                                            "origin",
                                                            16,
                                                            RtcpStreamSummary::origin,
                                                            "how it was reported: `rtcp`, `xr` (RFC 3611), `vq` (RFC 6035), `rtpagent`, `horaclifix`, `header` (X-RTP-Stat); NULL in rows of 0.1, which are of RTCP")
                                                    .tag()
                                                    .since("0.2"),
                                            c.text(
                                                            "direction",
                                                            16,
                                                            RtcpStreamSummary::direction,
                                                            "`from_caller` or `from_callee`; empty when SDP does not tell")
                                                    .tag()
                                                    .since("0.2"),
                                            c.integer(
                                                            "clock_offset_ms",
                                                            s -> (int) (s.clockOffset / 1000),
                                                            "ms by which the clock of `node` was ahead (negative: behind): the times of the row are that clock's, the true ones less this; NULL in rows older than this column")
                                                    .since("0.2")));

    /** Whether it comes from report blocks of RTCP. */
    public boolean isOfRtcp() {
        return origin.isEmpty() || origin.equals(RTCP);
    }

    private static RtcpStreamSummary of(Row row) {
        long offset = row.number("clock_offset_ms", 0) * 1000;
        return new RtcpStreamSummary(
                row.textOrEmpty("call_id"),
                row.textOrEmpty("reporter"),
                row.textOrEmpty("sender"),
                row.textOrEmpty("node"),
                row.textOrEmpty("trunk"),
                row.number("ssrc", 0),
                row.textOrEmpty("codec"),
                row.time("started_at") - offset,
                row.time("ended_at") - offset,
                row.number("reports", 0),
                row.number("lost", 0),
                row.real("loss_mean_pct"),
                row.real("loss_max_pct"),
                row.real("jitter_mean_ms"),
                row.real("jitter_max_ms"),
                row.real("rtt_mean_ms"),
                row.real("rtt_max_ms"),
                row.real("mos_mean"),
                row.real("mos_min"),
                row.number("round_trips", 0),
                row.number("scores", 0),
                row.textOrEmpty("origin"),
                row.textOrEmpty("direction"),
                offset);
    }

    /** As the agent's clock said. */
    private long own(long micros) {
        return micros + clockOffset;
    }
}
