package io.siphon.console.report;

import io.siphon.console.store.Span;

import java.time.Duration;
import java.time.ZoneId;

/**
 * Period, slices and grouping of a report.
 *
 * @param zone of times that are shown, and of the clock that slices follow
 * @param every length of slices; null leaves it to us
 * @param by null for no groups
 */
public record ReportRequest(Span span, ZoneId zone, Duration every, Grouping by) {}
