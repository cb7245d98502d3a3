package io.siphon.udf.alert;

import io.siphon.udf.alert.baseline.BaselineDetectors;
import io.siphon.udf.suspect.SubjectDetectors;

import java.util.List;
import java.util.stream.Stream;

/** Every detector, in the order of {@code docs/alerts.md}. */
public final class Detectors {

    /** The size of the SQL database: its sink looks at that, and writes the alert itself. */
    public static final String STORE_SIZE = "store_size";

    /** Notifications that were dropped: their sink writes the alert itself. */
    public static final String NOTIFY_FAILED = "notify_failed";

    static final List<String> OF_WINDOWS =
            List.of(
                    "call_failures",
                    "registration_failures",
                    "invite_flood",
                    "poor_rtp",
                    "poor_rtcp",
                    FalseAnswer.NAME,
                    OneWay.NAME,
                    NoMedia.NAME,
                    Retransmissions.NAME,
                    CaptureGaps.NAME,
                    JournalGaps.NAME,
                    StateLimits.NAME,
                    STORE_SIZE,
                    NOTIFY_FAILED,
                    AgentSkews.NAME);

    /** Names of all, as in {@code alert.detectors}. */
    public static final List<String> NAMES = all(BaselineDetectors.NAMES, SubjectDetectors.NAMES);

    /** Names of those that are on when nothing else is configured. */
    public static final List<String> ON_BY_DEFAULT =
            all(BaselineDetectors.ON_BY_DEFAULT, SubjectDetectors.ON_BY_DEFAULT);

    private static List<String> all(List<String> ofBaselines, List<String> ofSubjects) {
        return Stream.of(OF_WINDOWS, ofBaselines, ofSubjects).flatMap(List::stream).toList();
    }

    /** All that look at windows, on or off. */
    static List<Detector<?>> all(AlertSettings settings) {
        return List.of(
                new CallFailures(settings.callFailuresPct(), settings.callFailuresMinCalls()),
                new RegistrationFailures(settings.registrationFailures()),
                new InviteFlood(settings.inviteFlood()),
                new PoorRtp(settings.media()),
                new PoorRtcp(settings.media()));
    }

    /** All that look at the calls of a trunk, on or off. Their windows are longer. */
    static List<Detector<?>> ofTrunks(AlertSettings settings) {
        return List.of(
                new FalseAnswer(settings.troubles().falseAnswer()),
                new OneWay(settings.troubles().oneWay()),
                new NoMedia(settings.troubles().noMedia()),
                new Retransmissions(settings.troubles().sentAgain()));
    }

    /** Those that look at events of a type and are on. */
    static <T> List<Detector<T>> on(List<Detector<?>> all, Class<T> input, AlertSettings settings) {
        return all.stream()
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
