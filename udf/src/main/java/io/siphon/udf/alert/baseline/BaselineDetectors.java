package io.siphon.udf.alert.baseline;

import io.siphon.schema.MetricCatalogue;
import io.siphon.schema.MetricInfo;
import io.siphon.udf.finding.Finding;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Every detector that judges by a baseline, in the order of {@code docs/alerts.md}. */
public final class BaselineDetectors {

    /** Names of those that are on when nothing else is configured. */
    public static final List<String> ON_BY_DEFAULT =
            List.of(
                    TrafficLevel.NAME,
                    RatioDrop.NAME,
                    LatencyShift.NAME,
                    QualityShift.NAME,
                    ShortCalls.NAME,
                    AcdDrop.NAME);

    /** Names of all, as in {@code alert.detectors}. */
    public static final List<String> NAMES =
            Stream.concat(ON_BY_DEFAULT.stream(), Stream.of(MixShift.NAME)).toList();

    /** Names of the metrics from which is learnt, and of that which says what was missed. */
    public static final List<String> METRICS =
            Stream.of(
                            MetricCatalogue.CAPTURE_GAP_S,
                            MetricCatalogue.SIP_REQUESTS,
                            MetricCatalogue.CALL_ATTEMPTS,
                            MetricCatalogue.CALL_ANSWERS,
                            MetricCatalogue.CALL_ENDS,
                            MetricCatalogue.CALL_DURATION_S,
                            MetricCatalogue.CALL_PDD_MS,
                            MetricCatalogue.REGISTRATION_REQUEST_DELAY_MS,
                            MetricCatalogue.RTP_MOS,
                            MetricCatalogue.RTCP_MOS)
                    .map(MetricInfo::name)
                    .toList();

    /** An alert that has been open for a day is how it is now: it is learnt anew. */
    static final long LASTING_MICROS = 24 * 3_600_000_000L;

    private final List<BaselineDetector> all;
    private final List<String> on;

    BaselineDetectors(BaselineSettings settings) {
        WeekCalendar calendar = new WeekCalendar(settings.zone(), settings.holidays());
        on = settings.detectors();
        all =
                List.of(
                        new TrafficLevel(settings, calendar),
                        new RatioDrop(settings, calendar),
                        new LatencyShift(settings, calendar),
                        new QualityShift(settings, calendar),
                        new ShortCalls(settings),
                        new AcdDrop(settings, calendar),
                        new MixShift(settings));
    }

    /** All learn, {@link MixShift} only while it is on; those that are on raise alerts. */
    void next(Step step, SeriesState known, Consumer<Finding> out) {
        for (BaselineDetector detector : all) {
            Finding alert = detector.next(step, known);
            if (alert != null && on.contains(detector.name())) {
                out.accept(alert);
            }
        }
    }
}
