package io.siphon.job.config;

import io.siphon.udf.suspect.InternationalCalls;
import io.siphon.udf.suspect.SuspectSettings;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** More of {@code alert.*}: detectors that remember what a subject did. */
public record SuspectSection(
        int maxSubjects,
        List<String> scannerUaAgents,
        int scannerSweepMin,
        int bruteForceMin,
        int bruteForceMinSources,
        int dialplanGuessMin,
        int floodAdaptiveMin,
        List<String> internationalPrefixes,
        String homeCountry,
        List<String> riskPrefixRanges,
        int riskPrefixMin,
        int tollMinutesMin,
        int tollMinutesMinConcurrent,
        int newCountryMin,
        int wangiriOutMin,
        int wangiriInMin,
        int wangiriInMinBack,
        int seqCallsMin,
        int robocallCliMin,
        int optionsDownMin,
        int registerStormMin,
        int massUnregisterMin,
        int ghostCallMin,
        String countryChangeFile,
        int telemetryLossMin,
        Duration agentSilentMin)
        implements Section {

    public static final ConfigOption<Integer> MAX_SUBJECTS =
            ConfigOptions.key("alert.max-subjects")
                    .intType()
                    .defaultValue(200_000)
                    .withDescription(
                            "Maximum number of subjects (source addresses, accounts, numbers)"
                                    + " that detectors with a memory follow at once, in all; each takes"
                                    + " about 300 bytes. Beyond it subjects with the fewest events are"
                                    + " forgotten, with an alert `state_limit`.");

    public static final ConfigOption<List<String>> SCANNER_UA_AGENTS =
            ConfigOptions.key("alert.scanner-ua.agents")
                    .stringType()
                    .asList()
                    .defaultValues(
                            "friendly-scanner",
                            "sipvicious",
                            "sundayddr",
                            "sipcli",
                            "sip-scan",
                            "sipscan",
                            "siparmyknife",
                            "smap",
                            "iwar",
                            "pplsip",
                            "friendly-request",
                            "vaxsipuseragent")
                    .withDescription(
                            "`scanner_ua`: parts of User-Agent headers of known scanners, in any"
                                    + " case, separated by semicolons.");

    public static final ConfigOption<Integer> SCANNER_SWEEP_MIN =
            ConfigOptions.key("alert.scanner-sweep.min")
                    .intType()
                    .defaultValue(20)
                    .withDescription(
                            "`scanner_sweep`: different users or hosts that one source address"
                                    + " tried in 60 s, while fewer than 5 % of its tries found one.");

    public static final ConfigOption<Integer> BRUTE_FORCE_MIN =
            ConfigOptions.key("alert.brute-force.min")
                    .intType()
                    .defaultValue(20)
                    .withDescription(
                            "`brute_force`: logins that were refused in 5 min although they"
                                    + " carried credentials, of one source address or to one account. A"
                                    + " phone with a wrong password tries a few times a minute.");

    public static final ConfigOption<Integer> BRUTE_FORCE_MIN_SOURCES =
            ConfigOptions.key("alert.brute-force.min-sources")
                    .intType()
                    .defaultValue(5)
                    .withDescription(
                            "`brute_force`: number of source addresses with refused logins to one"
                                    + " account from which the attack counts as distributed.");

    public static final ConfigOption<Integer> DIALPLAN_GUESS_MIN =
            ConfigOptions.key("alert.dialplan-guess.min")
                    .intType()
                    .defaultValue(5)
                    .withDescription(
                            "`dialplan_guess`: different prefixes with which one source address"
                                    + " dialled the same last 7 digits in 10 min, none answered.");

    public static final ConfigOption<Integer> FLOOD_ADAPTIVE_MIN =
            ConfigOptions.key("alert.flood-adaptive.min")
                    .intType()
                    .defaultValue(50)
                    .withDescription(
                            "`flood_adaptive`: calls, registrations or OPTIONS from or to one"
                                    + " address in 10 s; fewer are no flood, however few are usual.");

    public static final ConfigOption<List<String>> INTERNATIONAL_PREFIXES =
            ConfigOptions.key("alert.international-prefixes")
                    .stringType()
                    .asList()
                    .defaultValues("+", "00", "011")
                    .withDescription(
                            "`risk_prefix`, `toll_minutes`, `new_country`: how numbers abroad are"
                                    + " dialled, separated by semicolons. What follows is country code and"
                                    + " number.");

    public static final ConfigOption<String> HOME_COUNTRY =
            ConfigOptions.key("alert.home-country")
                    .stringType()
                    .defaultValue("")
                    .withDescription(
                            "`toll_minutes`, `new_country`: ISO 3166 code of the country whose"
                                    + " numbers are not abroad, as `DE`. Empty: the country of the"
                                    + " account's own number, if that has an international prefix; of"
                                    + " other accounts only calls to international networks"
                                    + " (satellites) are judged.");

    public static final ConfigOption<List<String>> RISK_PREFIX_RANGES =
            ConfigOptions.key("alert.risk-prefix.ranges")
                    .stringType()
                    .asList()
                    .defaultValues(
                            "870", "878", "881", "882", "883", "888", "979", "247", "290", "500",
                            "672", "674", "676", "677", "678", "682", "683", "685", "686", "688",
                            "690", "692", "252", "239", "53", "850")
                    .withDescription(
                            "`risk_prefix`: beginnings of E.164 numbers, without a plus,"
                                    + " separated by semicolons. The default: satellite and international"
                                    + " networks, islands, and countries that are common in toll fraud and"
                                    + " that few customers call. Adapt it to yours.");

    public static final ConfigOption<Integer> RISK_PREFIX_MIN =
            ConfigOptions.key("alert.risk-prefix.min")
                    .intType()
                    .defaultValue(1)
                    .withDescription(
                            "`risk_prefix`: answered calls of one account to these ranges in an"
                                    + " hour.");

    public static final ConfigOption<Integer> TOLL_MINUTES_MIN =
            ConfigOptions.key("alert.toll-minutes.min")
                    .intType()
                    .defaultValue(120)
                    .withDescription(
                            "`toll_minutes`: minutes of one account to one country abroad in an"
                                    + " hour, those of calls that are up included; two lines for a whole"
                                    + " hour are 120. An alert also needs three times the account's highest"
                                    + " hour before.");

    public static final ConfigOption<Integer> TOLL_MINUTES_MIN_CONCURRENT =
            ConfigOptions.key("alert.toll-minutes.min-concurrent")
                    .intType()
                    .defaultValue(10)
                    .withDescription(
                            "`toll_minutes`: calls of one account to one country abroad that are"
                                    + " up at once.");

    public static final ConfigOption<Integer> NEW_COUNTRY_MIN =
            ConfigOptions.key("alert.new-country.min")
                    .intType()
                    .defaultValue(3)
                    .withDescription(
                            "`new_country`: answered calls in an hour to a country that the"
                                    + " account had not called in 14 days or more.");

    public static final ConfigOption<Integer> WANGIRI_OUT_MIN =
            ConfigOptions.key("alert.wangiri-out.min")
                    .intType()
                    .defaultValue(50)
                    .withDescription(
                            "`wangiri_out`: different numbers that one source address let"
                                    + " ring for less than 4 s in 10 min, while fewer than 5 % of"
                                    + " its calls were answered.");

    public static final ConfigOption<Integer> WANGIRI_IN_MIN =
            ConfigOptions.key("alert.wangiri-in.min")
                    .intType()
                    .defaultValue(5)
                    .withDescription(
                            "`wangiri_in`: different numbers that one calling number let"
                                    + " ring for less than 4 s in an hour.");

    public static final ConfigOption<Integer> WANGIRI_IN_MIN_BACK =
            ConfigOptions.key("alert.wangiri-in.min-back")
                    .intType()
                    .defaultValue(3)
                    .withDescription("`wangiri_in`: calls back to it in that hour.");

    public static final ConfigOption<Integer> SEQ_CALLS_MIN =
            ConfigOptions.key("alert.seq-calls.min")
                    .intType()
                    .defaultValue(10)
                    .withDescription(
                            "`seq_calls`: calls of one account to one number of 7 digits"
                                    + " or more in 10 min.");

    public static final ConfigOption<Integer> ROBOCALL_CLI_MIN =
            ConfigOptions.key("alert.robocall-cli.min")
                    .intType()
                    .defaultValue(100)
                    .withDescription(
                            "`robocall_cli`: different numbers that one calling number"
                                    + " called in 10 min.");

    public static final ConfigOption<Integer> OPTIONS_DOWN_MIN =
            ConfigOptions.key("alert.options-down.min")
                    .intType()
                    .defaultValue(3)
                    .withDescription(
                            "`options_down`: OPTIONS in a row that an address did not"
                                    + " answer, or with 408 or 5xx, after it had answered one.");

    public static final ConfigOption<Integer> REGISTER_STORM_MIN =
            ConfigOptions.key("alert.register-storm.min")
                    .intType()
                    .defaultValue(1000)
                    .withDescription(
                            "`register_storm`: accounts that began to register anew at"
                                    + " one registrar in 60 s.");

    public static final ConfigOption<Integer> MASS_UNREGISTER_MIN =
            ConfigOptions.key("alert.mass-unregister.min")
                    .intType()
                    .defaultValue(200)
                    .withDescription(
                            "`mass_unregister`: accounts of one registrar whose"
                                    + " registrations were removed or lapsed in 60 s.");

    public static final ConfigOption<Integer> GHOST_CALL_MIN =
            ConfigOptions.key("alert.ghost-call.min")
                    .intType()
                    .defaultValue(5)
                    .withDescription(
                            "`ghost_call`: answered calls of a trunk without a BYE in an"
                                    + " hour, if they are 1 % or more.");

    public static final ConfigOption<String> COUNTRY_CHANGE_FILE =
            ConfigOptions.key("alert.country-change.file")
                    .stringType()
                    .defaultValue("")
                    .withDescription(
                            "`country_change`: a file with the countries of addresses in MaxMind's"
                                    + " DB format (`.mmdb`), of a provider of your choice. Empty: the"
                                    + " detector finds nothing.");

    public static final ConfigOption<Integer> TELEMETRY_LOSS_MIN =
            ConfigOptions.key("alert.telemetry-loss.min")
                    .intType()
                    .defaultValue(10)
                    .withDescription(
                            "`telemetry_loss`: datagrams that the kernel dropped between two"
                                    + " readings of its counter, a few seconds apart.");

    public static final ConfigOption<Duration> AGENT_SILENT_MIN =
            ConfigOptions.key("alert.agent-silent.min")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(5))
                    .withDescription(
                            "`agent_silent`: silence of a capture agent. An alert also needs five"
                                    + " times its longest recent pause.");

    static SuspectSection from(Configuration configuration) {
        return new SuspectSection(
                configuration.get(MAX_SUBJECTS),
                configuration.get(SCANNER_UA_AGENTS),
                configuration.get(SCANNER_SWEEP_MIN),
                configuration.get(BRUTE_FORCE_MIN),
                configuration.get(BRUTE_FORCE_MIN_SOURCES),
                configuration.get(DIALPLAN_GUESS_MIN),
                configuration.get(FLOOD_ADAPTIVE_MIN),
                configuration.get(INTERNATIONAL_PREFIXES),
                configuration.get(HOME_COUNTRY),
                configuration.get(RISK_PREFIX_RANGES),
                configuration.get(RISK_PREFIX_MIN),
                configuration.get(TOLL_MINUTES_MIN),
                configuration.get(TOLL_MINUTES_MIN_CONCURRENT),
                configuration.get(NEW_COUNTRY_MIN),
                configuration.get(WANGIRI_OUT_MIN),
                configuration.get(WANGIRI_IN_MIN),
                configuration.get(WANGIRI_IN_MIN_BACK),
                configuration.get(SEQ_CALLS_MIN),
                configuration.get(ROBOCALL_CLI_MIN),
                configuration.get(OPTIONS_DOWN_MIN),
                configuration.get(REGISTER_STORM_MIN),
                configuration.get(MASS_UNREGISTER_MIN),
                configuration.get(GHOST_CALL_MIN),
                configuration.get(COUNTRY_CHANGE_FILE),
                configuration.get(TELEMETRY_LOSS_MIN),
                configuration.get(AGENT_SILENT_MIN));
    }

    /** Thresholds of these detectors, of which those in the list are on. */
    SuspectSettings settings(List<String> detectors) {
        return new SuspectSettings(
                List.copyOf(detectors),
                maxSubjects,
                List.copyOf(scannerUaAgents),
                scannerSweepMin,
                bruteForceMin,
                bruteForceMinSources,
                dialplanGuessMin,
                floodAdaptiveMin,
                new InternationalCalls(List.copyOf(internationalPrefixes), homeCountry),
                List.copyOf(riskPrefixRanges),
                riskPrefixMin,
                tollMinutesMin,
                tollMinutesMinConcurrent,
                newCountryMin,
                wangiriOutMin,
                wangiriInMin,
                wangiriInMinBack,
                seqCallsMin,
                robocallCliMin,
                optionsDownMin,
                registerStormMin,
                massUnregisterMin,
                ghostCallMin,
                countryChangeFile,
                telemetryLossMin,
                agentSilentMin);
    }

    @Override
    public void check(Mistakes mistakes) {
        mistakes.positive(MAX_SUBJECTS, maxSubjects);
        mistakes.positive(SCANNER_SWEEP_MIN, scannerSweepMin);
        mistakes.positive(BRUTE_FORCE_MIN, bruteForceMin);
        mistakes.positive(BRUTE_FORCE_MIN_SOURCES, bruteForceMinSources);
        mistakes.positive(DIALPLAN_GUESS_MIN, dialplanGuessMin);
        mistakes.positive(FLOOD_ADAPTIVE_MIN, floodAdaptiveMin);
        mistakes.positive(RISK_PREFIX_MIN, riskPrefixMin);
        mistakes.positive(TOLL_MINUTES_MIN, tollMinutesMin);
        mistakes.positive(TOLL_MINUTES_MIN_CONCURRENT, tollMinutesMinConcurrent);
        mistakes.positive(NEW_COUNTRY_MIN, newCountryMin);
        mistakes.positive(WANGIRI_OUT_MIN, wangiriOutMin);
        mistakes.positive(WANGIRI_IN_MIN, wangiriInMin);
        mistakes.positive(WANGIRI_IN_MIN_BACK, wangiriInMinBack);
        mistakes.positive(SEQ_CALLS_MIN, seqCallsMin);
        mistakes.positive(ROBOCALL_CLI_MIN, robocallCliMin);
        mistakes.positive(OPTIONS_DOWN_MIN, optionsDownMin);
        mistakes.positive(REGISTER_STORM_MIN, registerStormMin);
        mistakes.positive(MASS_UNREGISTER_MIN, massUnregisterMin);
        mistakes.positive(GHOST_CALL_MIN, ghostCallMin);
        mistakes.positive(TELEMETRY_LOSS_MIN, telemetryLossMin);
        mistakes.positive(AGENT_SILENT_MIN, agentSilentMin);
        if (!countryChangeFile.isEmpty() && !Files.isReadable(Path.of(countryChangeFile))) {
            mistakes.add(
                    COUNTRY_CHANGE_FILE,
                    "got %s, which cannot be read".formatted(countryChangeFile));
        }
    }
}
