package io.siphon.udf.alert.baseline;

import io.siphon.schema.Measurement;
import io.siphon.schema.MetricCatalogue;

import javax.annotation.Nullable;

/** What of a measurement is learnt. Figures hold the ordinal: new ones come last. */
enum Gauge {
    /** Something was captured of the node; of no trunk. */
    CAPTURED,
    /** The step is over, and something was captured in it. */
    STEP,
    /** The series has not been seen for weeks. */
    FORGET,
    ATTEMPTS,
    ANSWERED,
    UNANSWERED,
    FAILED,
    REDIRECTED,
    DURATION,
    POST_DIAL_DELAY,
    REGISTRATION_DELAY,
    WIRE_SCORE,
    REPORTED_SCORE,
    /** Requests by method; what else they say is {@link #CAPTURED}. */
    REQUESTS;

    private static final Gauge[] ALL = values();

    static Gauge of(int ordinal) {
        return ALL[ordinal];
    }

    /**
     * Null for a metric that is of no node, or says nothing about one.
     *
     * @param mixes whether requests are told by method
     */
    @Nullable
    static Gauge of(Measurement measurement, boolean mixes) {
        String name = measurement.name();
        if (name.equals(MetricCatalogue.SIP_REQUESTS.name())) {
            return mixes ? REQUESTS : CAPTURED;
        } else if (name.equals(MetricCatalogue.CALL_ATTEMPTS.name())) {
            return ATTEMPTS;
        } else if (name.equals(MetricCatalogue.CALL_ANSWERS.name())) {
            return ANSWERED;
        } else if (name.equals(MetricCatalogue.CALL_ENDS.name())) {
            return ofEnd(measurement.tag("outcome"), measurement.tag("effective"));
        } else if (name.equals(MetricCatalogue.CALL_DURATION_S.name())) {
            return DURATION;
        } else if (name.equals(MetricCatalogue.CALL_PDD_MS.name())) {
            return POST_DIAL_DELAY;
        } else if (name.equals(MetricCatalogue.REGISTRATION_REQUEST_DELAY_MS.name())) {
            return REGISTRATION_DELAY;
        } else if (name.equals(MetricCatalogue.RTP_MOS.name())) {
            return WIRE_SCORE;
        } else if (name.equals(MetricCatalogue.RTCP_MOS.name())) {
            return REPORTED_SCORE;
        }
        return null;
    }

    /**
     * A call that was answered counts by its answer, not by its end, whether that was seen or not.
     * What was measured before 0.2 does not say what is effective.
     */
    private static Gauge ofEnd(String outcome, String effective) {
        return switch (outcome) {
            case "busy", "no_answer", "cancelled" -> UNANSWERED;
            case "rejected" -> effective.equals("no") ? FAILED : UNANSWERED;
            case "failed" -> effective.equals("yes") ? UNANSWERED : FAILED;
            case "timed_out" -> effective.equals("yes") ? CAPTURED : FAILED;
            case "redirected" -> REDIRECTED;
            default -> CAPTURED;
        };
    }
}
