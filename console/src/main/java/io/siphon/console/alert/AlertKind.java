package io.siphon.console.alert;

import java.util.Set;

/** What a detector looks at, which says where the calls of its alerts are found. */
enum AlertKind {
    /** Calls of a trunk that fail, are short or missing. */
    RATIO(
            Set.of(
                    "call_failures",
                    "ratio_drop",
                    "traffic_level",
                    "acd_drop",
                    "short_calls",
                    "latency_shift",
                    "mix_shift")),
    /** Calls of a trunk that are judged when they are over, most by their media. */
    QUALITY(
            Set.of(
                    "poor_rtp",
                    "poor_rtcp",
                    "quality_shift",
                    "one_way",
                    "no_media",
                    "ghost_call",
                    "fas",
                    "retrans_ratio")),
    /** Registrations of an address, or of an address of record. */
    REGISTRATION(
            Set.of(
                    "registration_failures",
                    "brute_force",
                    "register_storm",
                    "mass_unregister",
                    "ua_change",
                    "country_change")),
    /** The capture itself: of all calls meanwhile messages may be missing. */
    CAPTURE(
            Set.of(
                    "capture_gap",
                    "journal_gap",
                    "state_limit",
                    "store_size",
                    "agent_skew",
                    "agent_silent",
                    "telemetry_loss")),
    /** What Siphon does with what it found: no calls. */
    NOTHING(Set.of("notify_failed")),
    /** Calls of a source, an account or a number. */
    SOURCE(Set.of());

    private final Set<String> detectors;

    AlertKind(Set<String> detectors) {
        this.detectors = detectors;
    }

    static AlertKind of(String detector) {
        for (AlertKind kind : values()) {
            if (kind.detectors.contains(detector)) {
                return kind;
            }
        }
        return SOURCE;
    }

    /** Whether {@link Blame} can say what is to blame. */
    boolean isExplained() {
        return this == RATIO || this == QUALITY;
    }
}
