package io.siphon.udf.alert;

import javax.annotation.Nullable;

import java.io.Serializable;
import java.time.Duration;

/**
 * How alerts live: the options {@code alert.close-after} and others.
 *
 * @param closeAfter time without a finding that closes an alert; a lower severity for as long makes
 *     it better
 * @param reopenWithin an alert that is found again so soon after it closed is the same one
 * @param dependencies whether {@link Dependencies} suppress
 * @param maintenance file of {@link MaintenanceWindows}; null: none
 * @param maxAlerts most alerts that are kept at once, over all subtasks; 0 by the heap
 */
public record LifeSettings(
        Duration closeAfter,
        Duration reopenWithin,
        boolean dependencies,
        @Nullable String maintenance,
        int maxAlerts)
        implements Serializable {

    long closeAfterMicros() {
        return closeAfter.toNanos() / 1000;
    }

    long reopenWithinMicros() {
        return reopenWithin.toNanos() / 1000;
    }
}
