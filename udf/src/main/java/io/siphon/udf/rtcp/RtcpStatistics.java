package io.siphon.udf.rtcp;

/**
 * The statistics summary block of an extended report (RFC 3611, 4.6), about some of a stream's
 * packets. Figures that the block leaves out are -1.
 *
 * @param timeMicros when it was captured, epoch µs
 * @param node who captured it
 * @param source {@code udp:ip:port} of the RTCP socket that sent the report
 * @param destination {@code udp:ip:port}
 * @param senderSsrc who sends this report
 * @param sourceSsrc the stream that it is about
 * @param beginSequence the first sequence number that it covers
 * @param endSequence the one after the last
 * @param lost packets
 * @param duplicates packets
 * @param minJitter relative transit time between two packets, in units of the RTP clock
 * @param jitterDeviation standard deviation of it
 */
public record RtcpStatistics(
        long timeMicros,
        String node,
        String source,
        String destination,
        long senderSsrc,
        long sourceSsrc,
        int beginSequence,
        int endSequence,
        long lost,
        long duplicates,
        long minJitter,
        long maxJitter,
        long meanJitter,
        long jitterDeviation) {}
