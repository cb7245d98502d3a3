package io.siphon.udf.alert;

import io.siphon.schema.Measurement;
import io.siphon.schema.MetricKind;
import io.siphon.udf.finding.Finding;
import io.siphon.udf.qos.Samples;

import java.util.Locale;

/** Streams of a trunk that sounded poor, by opinion score (ITU-T G.107). */
abstract class PoorMedia<T> extends Detector<T> {

    private static final long serialVersionUID = 1L;

    private final MediaThresholds thresholds;
    private final String told;

    /**
     * @param told how streams are known, for people
     */
    PoorMedia(Class<T> input, String name, String told, MediaThresholds thresholds) {
        super(
                input,
                name,
                MetricKind.DISTRIBUTION,
                "%",
                "Share of the RTP streams of a trunk, ended in the window and long enough, whose"
                        + " MOS was under `alert.poor-media.mos`; "
                        + told
                        + ".");
        this.thresholds = thresholds;
        this.told = told;
    }

    /**
     * One stream that is over.
     *
     * @param mos NaN when it is not known; then the stream does not count
     */
    final void observe(
            String node, String trunk, long startedAt, long endedAt, double mos, Samples out) {
        if (!Double.isNaN(mos) && endedAt - startedAt >= thresholds.minDurationMicros()) {
            out.tag(node).tag(trunk).value(endedAt, mos < thresholds.mos() ? 100 : 0);
        }
    }

    @Override
    final Finding judge(Measurement window) {
        double poorPct = window.fields().get("mean");
        return count(window) < thresholds.minStreams() || poorPct < thresholds.pct()
                ? null
                : alert(
                        window,
                        poorPct,
                        thresholds.pct(),
                        String.format(
                                Locale.ROOT,
                                "%.1f %% of %d RTP streams %s had a MOS under %s, %s",
                                poorPct,
                                count(window),
                                ofTrunk(window),
                                thresholds.mos(),
                                told));
    }
}
