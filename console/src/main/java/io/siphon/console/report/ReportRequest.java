package io.siphon.console.report;

import io.siphon.console.store.Span;

import java.time.Duration;
import java.time.ZoneId;

/**
 * What a report is to be about.
 *
 * @param zone of times that are shown, and of the clock that slices follow
 * @param every length of slices; null leaves it to us
 * @param by null for no groups
 */
public record ReportRequest(Span span, ZoneId zone, Duration every, Grouping by) {}
