package io.siphon.udf.suspect;

import java.util.List;
import java.util.stream.Stream;

/** Every detector with a memory, in the order of {@code docs/alerts.md}. */
public final class SubjectDetectors {

    /** Names of those that are on when nothing else is configured. */
    public static final List<String> ON_BY_DEFAULT =
            List.of(
                    ScannerUserAgent.NAME,
                    ScannerSweep.NAME,
                    BruteForce.NAME,
                    DialPlanGuess.NAME,
                    AdaptiveFlood.NAME,
                    RiskPrefix.NAME,
                    TollMinutes.NAME,
                    WangiriOut.NAME,
                    OptionsDown.NAME,
                    RegisterStorm.NAME,
                    MassUnregister.NAME,
                    GhostCalls.NAME,
                    TelemetryLoss.NAME);

    /** Those whose false alarms depend on what customers do. */
    private static final List<String> ON_DEMAND =
            List.of(
                    NewCountry.NAME,
                    RepeatedCalls.NAME,
                    WangiriIn.NAME,
                    RobocallCli.NAME,
                    UserAgentChange.NAME,
                    CountryChange.NAME,
                    AgentSilent.NAME);

    /** Names of all, as in {@code alert.detectors}. */
    public static final List<String> NAMES =
            Stream.concat(ON_BY_DEFAULT.stream(), ON_DEMAND.stream()).toList();

    static List<SubjectDetector> all(SuspectSettings settings) {
        return List.of(
                new ScannerUserAgent(settings.scannerAgents()),
                new ScannerSweep(settings.scannerSweep()),
                new BruteForce(settings.bruteForce(), settings.bruteForceSources()),
                new DialPlanGuess(settings.dialPlanGuess()),
                new AdaptiveFlood(settings.floodAdaptive()),
                new RiskPrefix(
                        settings.international(), settings.riskRanges(), settings.riskCalls()),
                new TollMinutes(
                        settings.international(),
                        settings.tollMinutes(),
                        settings.tollConcurrent()),
                new WangiriOut(settings.wangiriOut()),
                new OptionsDown(settings.optionsDown()),
                new RegisterStorm(settings.registerStorm()),
                new MassUnregister(settings.massUnregister()),
                new GhostCalls(settings.ghostCalls()),
                new NewCountry(settings.international(), settings.newCountry()),
                new RepeatedCalls(settings.seqCalls()),
                new WangiriIn(settings.wangiriIn(), settings.wangiriBack()),
                new RobocallCli(settings.robocallCli()),
                new UserAgentChange(),
                new CountryChange(settings.addressCountries()),
                new AgentSilent(settings.agentSilent()));
    }

    static List<SubjectDetector> on(SuspectSettings settings) {
        return all(settings).stream()
                .filter(detector -> settings.detectors().contains(detector.name()))
                .toList();
    }

    private SubjectDetectors() {}
}
