package io.siphon.udf.alert;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which alerts follow from which, about the same node and subject: while the alert of a cause is
 * open, what follows from it is stored as suppressed and not sent. The table is in {@code
 * docs/alerts.md}.
 */
final class Dependencies {

    private static final String CALL_FAILURES = "call_failures";
    private static final String OPTIONS_DOWN = "options_down";

    /** The causes of each detector's findings; of several open ones the first is named. */
    static final Map<String, List<String>> CAUSES =
            Map.of(
                    // a trunk that does not answer OPTIONS fails its calls
                    CALL_FAILURES,
                    List.of(OPTIONS_DOWN),
                    // failed calls lower every ratio, and callers give up or try again
                    "ratio_drop",
                    List.of(OPTIONS_DOWN, CALL_FAILURES),
                    "traffic_level",
                    List.of(OPTIONS_DOWN, CALL_FAILURES),
                    "acd_drop",
                    List.of(OPTIONS_DOWN, CALL_FAILURES),
                    "latency_shift",
                    List.of(OPTIONS_DOWN, CALL_FAILURES),
                    "retrans_ratio",
                    List.of(OPTIONS_DOWN),
                    // the same streams, against a threshold and against a baseline
                    "quality_shift",
                    List.of("poor_rtp", "poor_rtcp"),
                    // the same refusals, without and with credentials
                    "registration_failures",
                    List.of("brute_force"));

    /** Causes that are found in calls, of what is found in media or by baselines. */
    static final Set<String> OF_CALLS = Set.of(OPTIONS_DOWN, CALL_FAILURES);

    static List<String> causes(String detector) {
        return CAUSES.getOrDefault(detector, List.of());
    }

    /** How many causes are behind a detector's, at most: 0 for one that follows from none. */
    static int depth(String detector) {
        return causes(detector).stream().mapToInt(cause -> 1 + depth(cause)).max().orElse(0);
    }

    private Dependencies() {}
}
