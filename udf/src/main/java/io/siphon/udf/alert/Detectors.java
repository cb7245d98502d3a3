package io.siphon.udf.alert;

import java.util.List;

/** Every detector, in the order of {@code docs/alerts.md}. */
public final class Detectors {

    /** Names of all, as in {@code alert.detectors}. */
    public static final List<String> NAMES =
            List.of(
                    "call_failures",
                    "registration_failures",
                    "invite_flood",
                    "poor_rtp",
                    "poor_rtcp",
                    CaptureGaps.NAME,
                    JournalGaps.NAME,
                    StateLimits.NAME);

    /** All that look at windows, on or off. */
    static List<Detector<?>> all(AlertSettings settings) {
        return List.of(
                new CallFailures(settings.callFailuresPct(), settings.callFailuresMinCalls()),
                new RegistrationFailures(settings.registrationFailures()),
                new InviteFlood(settings.inviteFlood()),
                new PoorRtp(settings.media()),
                new PoorRtcp(settings.media()));
    }

    /** Those that look at events of a type and are on. */
    static <T> List<Detector<T>> of(Class<T> input, AlertSettings settings) {
        return all(settings).stream()
                .filter(detector -> detector.input() == input)
                .filter(detector -> settings.detectors().contains(detector.name()))
                .map(
                        detector -> {
                            @SuppressWarnings("unchecked")
                            Detector<T> typed = (Detector<T>) detector;
                            return typed;
                        })
                .toList();
    }

    private Detectors() {}
}
