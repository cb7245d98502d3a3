package io.siphon.job.config;

import io.siphon.schema.MediaFigures;
import io.siphon.udf.alert.AlertSettings;
import io.siphon.udf.alert.Detectors;
import io.siphon.udf.alert.MediaThresholds;
import io.siphon.udf.alert.Trouble;
import io.siphon.udf.alert.Troubles;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;

import java.time.Duration;
import java.util.List;

/** {@code alert.*}: what is an alert. */
public record AlertSection(
        List<String> detectors,
        Duration window,
        int callFailuresPct,
        int callFailuresMinCalls,
        int registrationFailuresMin,
        int inviteFloodMin,
        double poorMediaMos,
        int poorMediaPct,
        int poorMediaMinStreams,
        Duration poorMediaMinDuration,
        int fasMin,
        int fasPct,
        int oneWayMin,
        int oneWayPct,
        int noMediaMin,
        int noMediaPct,
        int retransRatioMin,
        int retransRatioPct,
        Duration captureGapMin,
        Duration agentSkewMin)
        implements Section {

    public static final ConfigOption<List<String>> DETECTORS =
            ConfigOptions.key("alert.detectors")
                    .stringType()
                    .asList()
                    .defaultValues(Detectors.ON_BY_DEFAULT.toArray(String[]::new))
                    .withDescription(
                            "Enabled detectors, separated by semicolons; `none` disables all."
                                    + " What they detect: [alerts](alerts.md).");

    public static final ConfigOption<Duration> WINDOW =
            ConfigOptions.key("alert.window")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(60))
                    .withDescription(
                            "Length of the tumbling windows that detectors judge, with at most"
                                    + " one finding a subject. All counts below are for one window; use"
                                    + " longer ones for little traffic.");

    public static final ConfigOption<Integer> CALL_FAILURES_PCT =
            ConfigOptions.key("alert.call-failures.pct")
                    .intType()
                    .defaultValue(20)
                    .withDescription(
                            "`call_failures`: percentage of a trunk's decided calls that failed"
                                    + " in the network. A sound trunk has a few percent.");

    public static final ConfigOption<Integer> CALL_FAILURES_MIN_CALLS =
            ConfigOptions.key("alert.call-failures.min-calls")
                    .intType()
                    .defaultValue(20)
                    .withDescription(
                            "`call_failures`: minimum number of decided calls. With fewer"
                                    + " calls, as at night, a few failures are no outage.");

    public static final ConfigOption<Integer> REGISTRATION_FAILURES_MIN =
            ConfigOptions.key("alert.registration-failures.min")
                    .intType()
                    .defaultValue(30)
                    .withDescription(
                            "`registration_failures`: refused registrations from one source"
                                    + " address. A phone with a wrong password tries a few times a minute;"
                                    + " a whole office may share one address.");

    public static final ConfigOption<Integer> INVITE_FLOOD_MIN =
            ConfigOptions.key("alert.invite-flood.min")
                    .intType()
                    .defaultValue(3000)
                    .withDescription(
                            "`invite_flood`: calls begun by one source address. 50 a second is"
                                    + " more than a customer's PBX makes; set it above your busiest peer.");

    public static final ConfigOption<Double> POOR_MEDIA_MOS =
            ConfigOptions.key("alert.poor-media.mos")
                    .doubleType()
                    .defaultValue(MediaFigures.POOR_MOS)
                    .withDescription(
                            "`poor_rtp`, `poor_rtcp`: a stream with a lower MOS is poor. Below"
                                    + " 3.6, many users are dissatisfied (ITU-T G.107, annex B).");

    public static final ConfigOption<Integer> POOR_MEDIA_PCT =
            ConfigOptions.key("alert.poor-media.pct")
                    .intType()
                    .defaultValue(10)
                    .withDescription(
                            "`poor_rtp`, `poor_rtcp`: percentage of a trunk's streams that are"
                                    + " poor. Single poor streams have different causes; a tenth has one"
                                    + " in common.");

    public static final ConfigOption<Integer> POOR_MEDIA_MIN_STREAMS =
            ConfigOptions.key("alert.poor-media.min-streams")
                    .intType()
                    .defaultValue(10)
                    .withDescription(
                            "`poor_rtp`, `poor_rtcp`: minimum number of streams for an alert.");

    public static final ConfigOption<Duration> POOR_MEDIA_MIN_DURATION =
            ConfigOptions.key("alert.poor-media.min-duration")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(10))
                    .withDescription(
                            "`poor_rtp`, `poor_rtcp`: shorter streams are not counted, because"
                                    + " one lost packet weighs too much in them.");

    public static final ConfigOption<Integer> FAS_MIN =
            ConfigOptions.key("alert.fas.min")
                    .intType()
                    .defaultValue(3)
                    .withDescription(
                            "`fas`: calls of a trunk that were answered without any media from the answering side, in 10 min.");

    public static final ConfigOption<Integer> FAS_PCT =
            ConfigOptions.key("alert.fas.pct")
                    .intType()
                    .defaultValue(2)
                    .withDescription(
                            "`fas`: percentage of such calls that a trunk may have. An alert"
                                    + " needs more than chance explains.");

    public static final ConfigOption<Integer> ONE_WAY_MIN =
            ConfigOptions.key("alert.one-way.min")
                    .intType()
                    .defaultValue(5)
                    .withDescription(
                            "`one_way`: calls of a trunk with media in one direction only, in 10 min.");

    public static final ConfigOption<Integer> ONE_WAY_PCT =
            ConfigOptions.key("alert.one-way.pct")
                    .intType()
                    .defaultValue(5)
                    .withDescription(
                            "`one_way`: percentage of such calls that a trunk may have. An alert"
                                    + " needs more than chance explains.");

    public static final ConfigOption<Integer> NO_MEDIA_MIN =
            ConfigOptions.key("alert.no-media.min")
                    .intType()
                    .defaultValue(5)
                    .withDescription(
                            "`no_media`: answered calls of a trunk without media, in 10 min.");

    public static final ConfigOption<Integer> NO_MEDIA_PCT =
            ConfigOptions.key("alert.no-media.pct")
                    .intType()
                    .defaultValue(5)
                    .withDescription(
                            "`no_media`: percentage of such calls that a trunk may have. An alert"
                                    + " needs more than chance explains.");

    public static final ConfigOption<Integer> RETRANS_RATIO_MIN =
            ConfigOptions.key("alert.retrans-ratio.min")
                    .intType()
                    .defaultValue(10)
                    .withDescription(
                            "`retrans_ratio`: calls of a trunk with an INVITE, a 2xx or a BYE that was sent again, in 10 min.");

    public static final ConfigOption<Integer> RETRANS_RATIO_PCT =
            ConfigOptions.key("alert.retrans-ratio.pct")
                    .intType()
                    .defaultValue(10)
                    .withDescription(
                            "`retrans_ratio`: percentage of such calls that a trunk may have. An"
                                    + " alert needs more than chance explains.");

    public static final ConfigOption<Duration> CAPTURE_GAP_MIN =
            ConfigOptions.key("alert.capture-gap.min")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(5))
                    .withDescription(
                            "`capture_gap`: shorter times in which nobody listened are"
                                    + " measured, but raise no alert.");

    public static final ConfigOption<Duration> AGENT_SKEW_MIN =
            ConfigOptions.key("alert.agent-skew.min")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(2))
                    .withDescription(
                            "`agent_skew`: an agent's clock with a smaller error is corrected,"
                                    + " but raises no alert.");

    static AlertSection from(Configuration configuration) {
        return new AlertSection(
                configuration.get(DETECTORS),
                configuration.get(WINDOW),
                configuration.get(CALL_FAILURES_PCT),
                configuration.get(CALL_FAILURES_MIN_CALLS),
                configuration.get(REGISTRATION_FAILURES_MIN),
                configuration.get(INVITE_FLOOD_MIN),
                configuration.get(POOR_MEDIA_MOS),
                configuration.get(POOR_MEDIA_PCT),
                configuration.get(POOR_MEDIA_MIN_STREAMS),
                configuration.get(POOR_MEDIA_MIN_DURATION),
                configuration.get(FAS_MIN),
                configuration.get(FAS_PCT),
                configuration.get(ONE_WAY_MIN),
                configuration.get(ONE_WAY_PCT),
                configuration.get(NO_MEDIA_MIN),
                configuration.get(NO_MEDIA_PCT),
                configuration.get(RETRANS_RATIO_MIN),
                configuration.get(RETRANS_RATIO_PCT),
                configuration.get(CAPTURE_GAP_MIN),
                configuration.get(AGENT_SKEW_MIN));
    }

    /** What is an alert, in windows that are kept like those of measurements. */
    AlertSettings settings(QosSection qos, AlertLifeSection lives) {
        return new AlertSettings(
                detectors,
                qos.settings(window),
                callFailuresPct,
                callFailuresMinCalls,
                registrationFailuresMin,
                inviteFloodMin,
                new MediaThresholds(
                        poorMediaMos, poorMediaPct, poorMediaMinStreams, poorMediaMinDuration),
                new Troubles(
                        new Trouble(fasMin, fasPct),
                        new Trouble(oneWayMin, oneWayPct),
                        new Trouble(noMediaMin, noMediaPct),
                        new Trouble(retransRatioMin, retransRatioPct)),
                captureGapMin,
                agentSkewMin,
                lives.settings(window, qos.allowedLateness()));
    }

    @Override
    public void check(Mistakes mistakes) {
        detectors.stream()
                .filter(name -> !Detectors.NAMES.contains(name) && !name.equals("none"))
                .forEach(
                        name ->
                                mistakes.add(
                                        DETECTORS,
                                        "got %s, expected %s or none"
                                                .formatted(
                                                        name, String.join(", ", Detectors.NAMES))));
        mistakes.positive(WINDOW, window);
        mistakes.positive(CALL_FAILURES_PCT, callFailuresPct);
        mistakes.positive(REGISTRATION_FAILURES_MIN, registrationFailuresMin);
        mistakes.positive(INVITE_FLOOD_MIN, inviteFloodMin);
        mistakes.positive(POOR_MEDIA_PCT, poorMediaPct);
        mistakes.positive(FAS_MIN, fasMin);
        mistakes.positive(FAS_PCT, fasPct);
        mistakes.positive(ONE_WAY_MIN, oneWayMin);
        mistakes.positive(ONE_WAY_PCT, oneWayPct);
        mistakes.positive(NO_MEDIA_MIN, noMediaMin);
        mistakes.positive(NO_MEDIA_PCT, noMediaPct);
        mistakes.positive(RETRANS_RATIO_MIN, retransRatioMin);
        mistakes.positive(RETRANS_RATIO_PCT, retransRatioPct);
        mistakes.positive(CAPTURE_GAP_MIN, captureGapMin);
        mistakes.positive(AGENT_SKEW_MIN, agentSkewMin);
    }
}
