package io.siphon.schema;

import java.util.List;

/**
 * One RTP stream as its receiver's report blocks describe it (RFC 3550, 6.4): those of one reporter
 * to one peer about one SSRC in one call, whoever captured them. It is emitted once, when its call
 * is forgotten; the key is {@code startedAt, node, reporter, sender, ssrc}. Figures that cannot be
 * had are NaN.
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
 * @param rttMeanMs mean of the reports that answer a sender report
 * @param mosMean of each report's score (ITU-T G.107): codec, loss since the report before taken as
 *     random, round trip where known
 * @param roundTrips how many reports {@code rttMeanMs} is the mean of
 * @param scores how many reports {@code mosMean} is the mean of
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
        long scores) {

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
                                                    "`udp:192.0.2.1:4001`, the RTCP socket that sent the reports, of the receiver of the stream"),
                                            c.text(
                                                    "sender",
                                                    64,
                                                    RtcpStreamSummary::sender,
                                                    "the socket that they went to, of the sender of the stream"),
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
                                                    RtcpStreamSummary::startedAt,
                                                    "first report"),
                                            c.time(
                                                    "ended_at",
                                                    RtcpStreamSummary::endedAt,
                                                    "last report"),
                                            c.number(
                                                    "reports",
                                                    RtcpStreamSummary::reports,
                                                    "number of report blocks"),
                                            c.number(
                                                    "lost",
                                                    RtcpStreamSummary::lost,
                                                    "packets by the last report; negative when duplicates outnumber the lost"),
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
                                                    "mean round trip, of reports that answer a sender report; NULL when none did"),
                                            c.real(
                                                    "rtt_max_ms",
                                                    RtcpStreamSummary::rttMaxMs,
                                                    "longest"),
                                            c.real(
                                                    "mos_mean",
                                                    RtcpStreamSummary::mosMean,
                                                    "mean of each report's opinion score; NULL for codecs without figures in G.113"),
                                            c.real("mos_min", RtcpStreamSummary::mosMin, "lowest"),
                                            c.uid(
                                                    (uids, s) ->
                                                            uids.of(
                                                                    s.startedAt,
                                                                    4,
                                                                    s.node,
                                                                    s.reporter,
                                                                    s.sender,
                                                                    Long.toString(s.ssrc),
                                                                    s.callId),
                                                    "key: time of the first report (µs), and a hash of node, sockets, SSRC and Call-ID"),
                                            c.number(
                                                    "round_trips",
                                                    RtcpStreamSummary::roundTrips,
                                                    "reports that `rtt_mean_ms` is the mean of; NULL in rows older than this column"),
                                            c.number(
                                                    "scores",
                                                    RtcpStreamSummary::scores,
                                                    "reports that `mos_mean` is the mean of; NULL likewise")));

    private static RtcpStreamSummary of(Row row) {
        return new RtcpStreamSummary(
                row.textOrEmpty("call_id"),
                row.textOrEmpty("reporter"),
                row.textOrEmpty("sender"),
                row.textOrEmpty("node"),
                row.textOrEmpty("trunk"),
                row.number("ssrc", 0),
                row.textOrEmpty("codec"),
                row.time("started_at"),
                row.time("ended_at"),
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
                row.number("scores", 0));
    }
}
