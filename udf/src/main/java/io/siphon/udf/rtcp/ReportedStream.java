package io.siphon.udf.rtcp;

/**
 * One RTP stream as its receiver's report blocks tell of it (RFC 3550, 6.4): those of one reporter
 * to one peer about one SSRC in one call, whoever captured them. It is emitted once, when {@link
 * RtcpTracker} forgets the call; the key is {@code startedAt, node, reporter, sender, ssrc}.
 * Figures that cannot be had are NaN.
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
public record ReportedStream(
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
        long scores) {}
