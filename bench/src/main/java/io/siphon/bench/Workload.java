package io.siphon.bench;

import javax.annotation.Nullable;

import java.time.Duration;

/**
 * What traffic is sent.
 *
 * @param rate messages a second; 0: as fast as it can be
 * @param warmUp messages that are sent before, and not counted
 * @param warmUpRate messages a second of those
 * @param messages that are measured
 * @param meanCall of answered calls, from answer to BYE
 * @param hotShare of all messages that belong to one call, 0 to 1
 * @param heldCalls that are answered before all else, and never end
 * @param searchEvery how often the collector's console is searched meanwhile; null: not at all
 */
public record Workload(
        double rate,
        long warmUp,
        double warmUpRate,
        long messages,
        Duration meanCall,
        double hotShare,
        long heldCalls,
        @Nullable Duration searchEvery) {

    private static final double SECONDS_OF_COMPILED_CODE = 10;

    /** For a collector that compiles nothing while it runs. */
    Workload compiled() {
        long first = (long) Math.min(warmUp, rate * SECONDS_OF_COMPILED_CODE);
        return new Workload(rate, first, rate, messages, meanCall, hotShare, heldCalls, null);
    }
}
