package io.siphon.udf.alert;

import io.siphon.udf.qos.QosSettings;

import java.time.Duration;
import java.util.List;

/**
 * Thresholds of alerts: the options {@code alert.*}.
 *
 * @param detectors names of those that are on
 * @param windows length, lateness and most subjects
 * @param lives how findings become alerts
 */
public record AlertSettings(
        List<String> detectors,
        QosSettings windows,
        double callFailuresPct,
        int callFailuresMinCalls,
        int registrationFailures,
        int inviteFlood,
        MediaThresholds media,
        Troubles troubles,
        Duration captureGap,
        Duration agentSkew,
        LifeSettings lives) {}
