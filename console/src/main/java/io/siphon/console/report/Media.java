package io.siphon.console.report;

/**
 * Distribution of one measure of media quality.
 *
 * @param samples report blocks of RTCP and RTCP-XR, streams of RTP
 * @param mean of all samples
 * @param tail the {@link MediaMetric#tail} quantile; null when not known
 * @param worst of all samples
 * @param badShare of the stored windows with samples, those that were bad, 0..1; null when not
 *     known
 */
public record Media(long samples, double mean, Double tail, double worst, Double badShare) {}
