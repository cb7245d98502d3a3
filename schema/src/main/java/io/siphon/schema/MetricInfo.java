package io.siphon.schema;

import java.io.Serializable;
import java.util.List;

/**
 * Name, kind, unit, meaning and tags of a metric: one row of {@code docs/metrics.md}.
 *
 * @param name snake_case with the unit last; the name of the series everywhere, never renamed
 * @param kind which fields a window has
 * @param unit {@code messages}, {@code calls}, {@code registrations}, {@code ms}, {@code s}, {@code
 *     %}, {@code MOS}, {@code R}
 * @param help one sentence
 * @param tags names of the tags, in the order in which samples give their values
 */
public record MetricInfo(String name, MetricKind kind, String unit, String help, List<String> tags)
        implements Serializable {}
