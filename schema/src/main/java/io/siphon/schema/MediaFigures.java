package io.siphon.schema;

/**
 * The quality of a call's media in one direction, of all streams of one origin. What is not known
 * is NaN.
 *
 * @param origin {@link #RTP}, or one of {@link RtcpStreamSummary}'s; empty when no media is known
 * @param mosMin lowest opinion score, 1..5
 * @param mosMean mean of the streams'
 * @param lossMaxPct highest loss
 * @param lossMeanPct mean of the streams'
 * @param jitterMaxMs highest interarrival jitter
 * @param jitterMeanMs mean of the streams'
 */
public record MediaFigures(
        String origin,
        double mosMin,
        double mosMean,
        double lossMaxPct,
        double lossMeanPct,
        double jitterMaxMs,
        double jitterMeanMs) {

    /** Packets on the wire, of captures. */
    public static final String RTP = "rtp";

    /** Below this opinion score many users are dissatisfied (ITU-T G.107, annex B). */
    public static final double POOR_MOS = 3.6;

    public static final MediaFigures NONE =
            new MediaFigures(
                    "", Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    static MediaFigures of(Row row, String way) {
        return new MediaFigures(
                row.textOrEmpty(way + "_origin"),
                row.real(way + "_mos_min"),
                row.real(way + "_mos_mean"),
                row.real(way + "_loss_max_pct"),
                row.real(way + "_loss_mean_pct"),
                row.real(way + "_jitter_max_ms"),
                row.real(way + "_jitter_mean_ms"));
    }
}
