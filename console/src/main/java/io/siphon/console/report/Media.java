package io.siphon.console.report;

/**
 * How one measure of media quality was spread.
 *
 * @param samples report blocks of RTCP and RTCP-XR, streams of RTP
 * @param mean of all samples
 * @param tail the {@link MediaMetric#tail} quantile
 * @param worst of all samples
 * @param badShare of the stored windows with samples, those that were bad; 0..1
 */
public record Media(long samples, double mean, double tail, double worst, double badShare) {}
