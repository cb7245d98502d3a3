package io.siphon.job.config;

import io.siphon.schema.Uids;
import io.siphon.sources.Secret;
import io.siphon.sources.journal.JournalSettings;
import io.siphon.sources.listen.tcp.TcpSettings;
import io.siphon.sources.sender.AuthKeySource;
import io.siphon.sources.sender.Networks;
import io.siphon.sources.sender.SenderSettings;
import io.siphon.udf.alert.AlertSettings;
import io.siphon.udf.alert.Detectors;
import io.siphon.udf.alert.MediaThresholds;
import io.siphon.udf.payload.Trunks;
import io.siphon.udf.qos.QosSettings;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;

import javax.annotation.Nullable;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The values of {@link JobOptions}: one component per option, in the same order. */
public record JobConfig(
        String dataDir,
        String hepUdpBind,
        int hepUdpSockets,
        MemorySize hepUdpReceiveBuffer,
        MemorySize hepUdpQueue,
        @Nullable String hepTcpBind,
        int hepTcpMaxConnections,
        int hepTcpMaxConnectionsPerAddress,
        Duration hepTcpFirstBytesTimeout,
        Duration hepTcpMessageTimeout,
        List<String> hepAllow,
        @Nullable String hepAuthKeysFile,
        boolean journalEnabled,
        @Nullable String journalDirectory,
        MemorySize journalSegmentSize,
        Duration journalSegmentTime,
        Duration journalRetention,
        MemorySize journalMaxSize,
        Duration hepClockMaxBehind,
        Duration hepClockMaxAhead,
        Duration hepOutOfOrderness,
        int hepAgentsMax,
        int undecodableMaxRowsPerSource,
        int undecodableMaxRows,
        List<String> hepLocalAddresses,
        String captureName,
        String kafkaBootstrapServers,
        String kafkaTopic,
        String kafkaGroupId,
        Duration kafkaCapturePatience,
        Map<String, String> kafkaProperties,
        List<String> sipHeaders,
        Map<String, String> trunks,
        Duration callSetupTimeout,
        Duration callMaxDuration,
        int stateMaxCalls,
        int stateMaxRegistrations,
        int stateMaxRtcp,
        int stateMaxStreams,
        MemorySize stateMaxHeld,
        Duration qosWindow,
        Duration qosAllowedLateness,
        int qosMaxSeries,
        List<String> alertDetectors,
        Duration alertWindow,
        int alertCallFailuresPct,
        int alertCallFailuresMinCalls,
        int alertRegistrationFailuresMin,
        int alertInviteFloodMin,
        double alertPoorMediaMos,
        int alertPoorMediaPct,
        int alertPoorMediaMinStreams,
        Duration alertPoorMediaMinDuration,
        Duration alertCaptureGapMin,
        @Nullable String storeJdbcUrl,
        String storeJdbcUser,
        String storeJdbcPassword,
        @Nullable String storeJdbcPasswordFile,
        int storeJdbcBatchRows,
        MemorySize storeJdbcBatchBytes,
        Duration storeJdbcBatchInterval,
        String storeRetentionMessages,
        String storeRetentionCalls,
        String storeRetentionStreams,
        String storeRetentionMeasurements,
        String storeRetentionAlerts,
        String storeRetentionUndecodable,
        @Nullable String storeInfluxUrl,
        String storeInfluxDatabase,
        String storeInfluxRetentionPolicy,
        String storeInfluxUser,
        String storeInfluxPassword,
        @Nullable String storeInfluxPasswordFile,
        int storeInfluxBatchPoints,
        Duration storeInfluxBatchInterval,
        @Nullable String storeKafkaBootstrapServers,
        String storeKafkaTopicPrefix,
        Map<String, String> storeKafkaProperties,
        Duration storeRetryMaxDelay,
        List<String> restGuardHosts,
        @Nullable String restGuardSecretFile,
        @Nullable String storeUidSecret) {

    public static JobConfig from(Configuration configuration) {
        return new JobConfig(
                configuration.get(JobOptions.DATA_DIR),
                configuration.get(JobOptions.HEP_UDP_BIND),
                configuration.get(JobOptions.HEP_UDP_SOCKETS),
                configuration.get(JobOptions.HEP_UDP_RECEIVE_BUFFER),
                configuration.get(JobOptions.HEP_UDP_QUEUE),
                configuration.get(JobOptions.HEP_TCP_BIND),
                configuration.get(JobOptions.HEP_TCP_MAX_CONNECTIONS),
                configuration.get(JobOptions.HEP_TCP_MAX_CONNECTIONS_PER_ADDRESS),
                configuration.get(JobOptions.HEP_TCP_FIRST_BYTES_TIMEOUT),
                configuration.get(JobOptions.HEP_TCP_MESSAGE_TIMEOUT),
                configuration.get(JobOptions.HEP_ALLOW),
                configuration.get(JobOptions.HEP_AUTH_KEYS_FILE),
                configuration.get(JobOptions.JOURNAL_ENABLED),
                configuration.get(JobOptions.JOURNAL_DIRECTORY),
                configuration.get(JobOptions.JOURNAL_SEGMENT_SIZE),
                configuration.get(JobOptions.JOURNAL_SEGMENT_TIME),
                configuration.get(JobOptions.JOURNAL_RETENTION),
                configuration.get(JobOptions.JOURNAL_MAX_SIZE),
                configuration.get(JobOptions.HEP_CLOCK_MAX_BEHIND),
                configuration.get(JobOptions.HEP_CLOCK_MAX_AHEAD),
                configuration.get(JobOptions.HEP_OUT_OF_ORDERNESS),
                configuration.get(JobOptions.HEP_AGENTS_MAX),
                configuration.get(JobOptions.UNDECODABLE_MAX_ROWS_PER_SOURCE),
                configuration.get(JobOptions.UNDECODABLE_MAX_ROWS),
                configuration.get(JobOptions.HEP_LOCAL_ADDRESSES),
                configuration.get(JobOptions.CAPTURE_NAME),
                configuration.get(JobOptions.KAFKA_BOOTSTRAP_SERVERS),
                configuration.get(JobOptions.KAFKA_TOPIC),
                configuration.get(JobOptions.KAFKA_GROUP_ID),
                configuration.get(JobOptions.KAFKA_CAPTURE_PATIENCE),
                configuration.get(JobOptions.KAFKA_PROPERTIES),
                configuration.get(JobOptions.SIP_HEADERS),
                configuration.get(JobOptions.TRUNKS),
                configuration.get(JobOptions.CALL_SETUP_TIMEOUT),
                configuration.get(JobOptions.CALL_MAX_DURATION),
                configuration.get(JobOptions.STATE_MAX_CALLS),
                configuration.get(JobOptions.STATE_MAX_REGISTRATIONS),
                configuration.get(JobOptions.STATE_MAX_RTCP),
                configuration.get(JobOptions.STATE_MAX_STREAMS),
                configuration.get(JobOptions.STATE_MAX_HELD),
                configuration.get(JobOptions.QOS_WINDOW),
                configuration.get(JobOptions.QOS_ALLOWED_LATENESS),
                configuration.get(JobOptions.QOS_MAX_SERIES),
                configuration.get(JobOptions.ALERT_DETECTORS),
                configuration.get(JobOptions.ALERT_WINDOW),
                configuration.get(JobOptions.ALERT_CALL_FAILURES_PCT),
                configuration.get(JobOptions.ALERT_CALL_FAILURES_MIN_CALLS),
                configuration.get(JobOptions.ALERT_REGISTRATION_FAILURES_MIN),
                configuration.get(JobOptions.ALERT_INVITE_FLOOD_MIN),
                configuration.get(JobOptions.ALERT_POOR_MEDIA_MOS),
                configuration.get(JobOptions.ALERT_POOR_MEDIA_PCT),
                configuration.get(JobOptions.ALERT_POOR_MEDIA_MIN_STREAMS),
                configuration.get(JobOptions.ALERT_POOR_MEDIA_MIN_DURATION),
                configuration.get(JobOptions.ALERT_CAPTURE_GAP_MIN),
                configuration.get(JobOptions.STORE_JDBC_URL),
                configuration.get(JobOptions.STORE_JDBC_USER),
                configuration.get(JobOptions.STORE_JDBC_PASSWORD),
                configuration.get(JobOptions.STORE_JDBC_PASSWORD_FILE),
                configuration.get(JobOptions.STORE_JDBC_BATCH_ROWS),
                configuration.get(JobOptions.STORE_JDBC_BATCH_BYTES),
                configuration.get(JobOptions.STORE_JDBC_BATCH_INTERVAL),
                configuration.get(JobOptions.STORE_RETENTION_MESSAGES),
                configuration.get(JobOptions.STORE_RETENTION_CALLS),
                configuration.get(JobOptions.STORE_RETENTION_STREAMS),
                configuration.get(JobOptions.STORE_RETENTION_MEASUREMENTS),
                configuration.get(JobOptions.STORE_RETENTION_ALERTS),
                configuration.get(JobOptions.STORE_RETENTION_UNDECODABLE),
                configuration.get(JobOptions.STORE_INFLUX_URL),
                configuration.get(JobOptions.STORE_INFLUX_DATABASE),
                configuration.get(JobOptions.STORE_INFLUX_RETENTION_POLICY),
                configuration.get(JobOptions.STORE_INFLUX_USER),
                configuration.get(JobOptions.STORE_INFLUX_PASSWORD),
                configuration.get(JobOptions.STORE_INFLUX_PASSWORD_FILE),
                configuration.get(JobOptions.STORE_INFLUX_BATCH_POINTS),
                configuration.get(JobOptions.STORE_INFLUX_BATCH_INTERVAL),
                configuration.get(JobOptions.STORE_KAFKA_BOOTSTRAP_SERVERS),
                configuration.get(JobOptions.STORE_KAFKA_TOPIC_PREFIX),
                configuration.get(JobOptions.STORE_KAFKA_PROPERTIES),
                configuration.get(JobOptions.STORE_RETRY_MAX_DELAY),
                configuration.get(JobOptions.REST_GUARD_HOSTS),
                configuration.get(JobOptions.REST_GUARD_SECRET_FILE),
                configuration.get(JobOptions.STORE_UID_SECRET));
    }

    /** Where UDP is listened on. */
    public BindAddress udpBind() {
        return BindAddress.of(JobOptions.HEP_UDP_BIND, hepUdpBind);
    }

    /** Where TCP is listened on; null where it is not. */
    public @Nullable BindAddress tcpBind() {
        if (hepTcpBind == null) {
            return udpBind();
        }
        return hepTcpBind.equals("none")
                ? null
                : BindAddress.of(JobOptions.HEP_TCP_BIND, hepTcpBind);
    }

    /** How TCP is listened to; null where it is not. */
    public @Nullable TcpSettings tcp() {
        BindAddress bind = tcpBind();
        return bind == null
                ? null
                : new TcpSettings(
                        bind.host(),
                        bind.port(),
                        hepTcpMaxConnections,
                        hepTcpMaxConnectionsPerAddress,
                        hepTcpFirstBytesTimeout,
                        hepTcpMessageTimeout);
    }

    /** Who may send. */
    public SenderSettings senders() {
        return new SenderSettings(hepAllow, hepAuthKeysFile, AuthKeySource.isInEnvironment());
    }

    /** {@code udp and tcp 0.0.0.0:9060}, for people. */
    public String listening() {
        BindAddress tcp = tcpBind();
        if (tcp == null) {
            return "udp " + udpBind();
        }
        return tcp.equals(udpBind()) ? "udp and tcp " + tcp : "udp " + udpBind() + ", tcp " + tcp;
    }

    /** Where the journal is, whether or not it is kept. */
    public Path journalFolder() {
        return (journalDirectory == null
                        ? Path.of(dataDir).resolve("journal")
                        : Path.of(journalDirectory))
                .toAbsolutePath();
    }

    /** How the journal is kept; null when it is not. */
    public @Nullable JournalSettings journal() {
        return journalEnabled
                ? new JournalSettings(
                        journalFolder().toString(),
                        journalSegmentSize.getBytes(),
                        journalSegmentTime,
                        journalRetention,
                        journalMaxSize.getBytes() / hepUdpSockets,
                        JournalSettings.RETRY)
                : null;
    }

    /** How measurements are windowed. */
    public QosSettings qos() {
        return new QosSettings(qosWindow, qosAllowedLateness, qosMaxSeries);
    }

    /** How long rows are kept. */
    public Retention retention() {
        return Retention.of(this);
    }

    /** What stored rows are known again by. */
    public Uids uids() {
        return Uids.of(storeUidSecret == null ? "" : storeUidSecret);
    }

    /** What is an alert. */
    public AlertSettings alerts() {
        return new AlertSettings(
                alertDetectors,
                new QosSettings(alertWindow, qosAllowedLateness, qosMaxSeries),
                alertCallFailuresPct,
                alertCallFailuresMinCalls,
                alertRegistrationFailuresMin,
                alertInviteFloodMin,
                new MediaThresholds(
                        alertPoorMediaMos,
                        alertPoorMediaPct,
                        alertPoorMediaMinStreams,
                        alertPoorMediaMinDuration),
                alertCaptureGapMin);
    }

    /** Of the SQL database. */
    public Secret jdbcSecret() {
        return secret(JobOptions.STORE_JDBC_PASSWORD, storeJdbcPasswordFile, storeJdbcPassword);
    }

    /** Of InfluxDB. */
    public Secret influxSecret() {
        return secret(
                JobOptions.STORE_INFLUX_PASSWORD, storeInfluxPasswordFile, storeInfluxPassword);
    }

    private static Secret secret(ConfigOption<String> option, @Nullable String file, String value) {
        return Secret.of(option.key(), Secret.variable(option.key()), file, value);
    }

    private static void secrets(
            List<String> mistakes,
            ConfigOption<String> url,
            @Nullable String urlValue,
            ConfigOption<String> password,
            String value,
            @Nullable String file) {
        if (urlValue != null && Secret.isIn(urlValue)) {
            mistakes.add(
                    "%s: holds a password, which ps, logs and messages would show: give it by %s-file, or %s of the environment"
                            .formatted(url.key(), password.key(), Secret.variable(password.key())));
        }
        if (file != null && !value.isEmpty()) {
            mistakes.add(
                    "%1$s and %1$s-file: expected one of them, got both".formatted(password.key()));
        } else if (file != null) {
            try {
                secret(password, file, "").read();
            } catch (UncheckedIOException e) {
                mistakes.add(e.getMessage());
            }
        }
    }

    /** What fits each option by itself but cannot work: a sentence each. */
    public List<String> mistakes() {
        List<String> mistakes = new ArrayList<>();
        check(mistakes, () -> Trunks.of(trunks));
        secrets(
                mistakes,
                JobOptions.STORE_JDBC_URL,
                storeJdbcUrl,
                JobOptions.STORE_JDBC_PASSWORD,
                storeJdbcPassword,
                storeJdbcPasswordFile);
        secrets(
                mistakes,
                JobOptions.STORE_INFLUX_URL,
                storeInfluxUrl,
                JobOptions.STORE_INFLUX_PASSWORD,
                storeInfluxPassword,
                storeInfluxPasswordFile);
        check(mistakes, this::udpBind);
        if (hepTcpBind != null) {
            check(mistakes, this::tcpBind);
        }
        positive(mistakes, JobOptions.HEP_TCP_MAX_CONNECTIONS, hepTcpMaxConnections);
        positive(
                mistakes,
                JobOptions.HEP_TCP_MAX_CONNECTIONS_PER_ADDRESS,
                hepTcpMaxConnectionsPerAddress);
        positive(
                mistakes,
                JobOptions.HEP_TCP_FIRST_BYTES_TIMEOUT,
                hepTcpFirstBytesTimeout.toMillis());
        positive(mistakes, JobOptions.HEP_TCP_MESSAGE_TIMEOUT, hepTcpMessageTimeout.toMillis());
        check(mistakes, JobOptions.HEP_ALLOW, () -> Networks.of(hepAllow));
        positive(mistakes, JobOptions.HEP_UDP_SOCKETS, hepUdpSockets);
        positive(mistakes, JobOptions.HEP_AGENTS_MAX, hepAgentsMax);
        positive(mistakes, JobOptions.UNDECODABLE_MAX_ROWS_PER_SOURCE, undecodableMaxRowsPerSource);
        positive(mistakes, JobOptions.UNDECODABLE_MAX_ROWS, undecodableMaxRows);
        positive(mistakes, JobOptions.JOURNAL_SEGMENT_SIZE, journalSegmentSize.getBytes());
        positive(mistakes, JobOptions.JOURNAL_SEGMENT_TIME, journalSegmentTime.toMillis());
        positive(mistakes, JobOptions.JOURNAL_MAX_SIZE, journalMaxSize.getBytes());
        notNegative(mistakes, JobOptions.STATE_MAX_CALLS, stateMaxCalls);
        notNegative(mistakes, JobOptions.STATE_MAX_REGISTRATIONS, stateMaxRegistrations);
        notNegative(mistakes, JobOptions.STATE_MAX_RTCP, stateMaxRtcp);
        notNegative(mistakes, JobOptions.STATE_MAX_STREAMS, stateMaxStreams);
        positive(mistakes, JobOptions.QOS_WINDOW, qosWindow.toMillis());
        notNegative(mistakes, JobOptions.QOS_MAX_SERIES, qosMaxSeries);
        detectors(mistakes);
        positive(mistakes, JobOptions.ALERT_WINDOW, alertWindow.toMillis());
        positive(mistakes, JobOptions.ALERT_CALL_FAILURES_PCT, alertCallFailuresPct);
        positive(
                mistakes, JobOptions.ALERT_REGISTRATION_FAILURES_MIN, alertRegistrationFailuresMin);
        positive(mistakes, JobOptions.ALERT_INVITE_FLOOD_MIN, alertInviteFloodMin);
        positive(mistakes, JobOptions.ALERT_POOR_MEDIA_PCT, alertPoorMediaPct);
        positive(mistakes, JobOptions.ALERT_CAPTURE_GAP_MIN, alertCaptureGapMin.toMillis());
        positive(mistakes, JobOptions.CALL_SETUP_TIMEOUT, callSetupTimeout.toMillis());
        positive(mistakes, JobOptions.CALL_MAX_DURATION, callMaxDuration.toMillis());
        positive(mistakes, JobOptions.STORE_JDBC_BATCH_ROWS, storeJdbcBatchRows);
        positive(mistakes, JobOptions.STORE_JDBC_BATCH_BYTES, storeJdbcBatchBytes.getBytes());
        positive(mistakes, JobOptions.STORE_JDBC_BATCH_INTERVAL, storeJdbcBatchInterval.toMillis());
        positive(mistakes, JobOptions.STORE_INFLUX_BATCH_POINTS, storeInfluxBatchPoints);
        positive(
                mistakes,
                JobOptions.STORE_INFLUX_BATCH_INTERVAL,
                storeInfluxBatchInterval.toMillis());
        Retention.check(mistakes, JobOptions.STORE_RETENTION_MESSAGES, storeRetentionMessages);
        Retention.check(mistakes, JobOptions.STORE_RETENTION_CALLS, storeRetentionCalls);
        Retention.check(mistakes, JobOptions.STORE_RETENTION_STREAMS, storeRetentionStreams);
        Retention.check(
                mistakes, JobOptions.STORE_RETENTION_MEASUREMENTS, storeRetentionMeasurements);
        Retention.check(mistakes, JobOptions.STORE_RETENTION_ALERTS, storeRetentionAlerts);
        Retention.check(
                mistakes, JobOptions.STORE_RETENTION_UNDECODABLE, storeRetentionUndecodable);
        positive(mistakes, JobOptions.STORE_RETRY_MAX_DELAY, storeRetryMaxDelay.toMillis());
        if (storeUidSecret != null && storeUidSecret.length() < UidSecret.SHORTEST) {
            mistakes.add(
                    JobOptions.STORE_UID_SECRET.key()
                            + ": expected "
                            + UidSecret.SHORTEST
                            + " characters or more, got "
                            + storeUidSecret.length());
        }
        return mistakes;
    }

    private void detectors(List<String> mistakes) {
        alertDetectors.stream()
                .filter(name -> !Detectors.NAMES.contains(name) && !name.equals("none"))
                .forEach(
                        name ->
                                mistakes.add(
                                        JobOptions.ALERT_DETECTORS.key()
                                                + ": got "
                                                + name
                                                + ", expected of "
                                                + String.join(", ", Detectors.NAMES)
                                                + ", or none"));
    }

    private static void positive(List<String> mistakes, ConfigOption<?> option, long value) {
        if (value <= 0) {
            mistakes.add(option.key() + ": must be more than 0, got " + value);
        }
    }

    private static void check(List<String> mistakes, ConfigOption<?> option, Runnable parse) {
        try {
            parse.run();
        } catch (IllegalArgumentException e) {
            mistakes.add(option.key() + ": " + e.getMessage());
        }
    }

    private static void notNegative(List<String> mistakes, ConfigOption<?> option, long value) {
        if (value < 0) {
            mistakes.add(option.key() + ": must not be less than 0, got " + value);
        }
    }

    private static void check(List<String> mistakes, Runnable parse) {
        try {
            parse.run();
        } catch (IllegalArgumentException e) {
            mistakes.add(e.getMessage());
        }
    }
}
