package io.siphon.console.report;

import io.siphon.console.store.Span;
import io.siphon.schema.Call;

import java.time.Duration;
import java.time.ZoneId;

/**
 * Period, slices and grouping of a report.
 *
 * @param zone of times that are shown, and of the clock that slices follow
 * @param every length of slices; null leaves it to us
 * @param by null for no groups
 * @param firstLegs whether calls of one conversation count once, by their first leg
 */
public record ReportRequest(
        Span span, ZoneId zone, Duration every, Grouping by, boolean firstLegs) {

    /** Whether the report counts a call. */
    boolean counts(Call call) {
        return !firstLegs || call.leg().isFirst();
    }
}
