package io.siphon.udf.qos;

import io.siphon.schema.Call;
import io.siphon.schema.CallChange;
import io.siphon.schema.CallOutcome;
import io.siphon.schema.Measurement;
import io.siphon.schema.MetricCatalogue;
import io.siphon.schema.MetricInfo;
import io.siphon.schema.Registration;
import io.siphon.schema.RegistrationChange;
import io.siphon.schema.RegistrationOutcome;
import io.siphon.schema.RtpStream;
import io.siphon.schema.Undecodable;
import io.siphon.udf.rtcp.RtcpQuality;
import io.siphon.udf.rtcp.RtcpXr;
import io.siphon.udf.sip.SipMessage;
import io.siphon.udf.stream.StreamTracker;

import org.apache.flink.api.common.eventtime.SerializableTimestampAssigner;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

/** The whole of measuring in a cluster: the same results however it is run. */
@Timeout(600)
@SuppressWarnings("try") // results close with Exception
class MetricPipelineITCase {

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(2)
                            .build());

    private static final Duration DISORDER = Duration.ofSeconds(2);
    private static final long SPAN_MICROS = 600_000_000L;

    private static final List<MetricInfo> OF_WHAT_IS_MISSING =
            List.of(SocketMeasurements.GAP, SocketMeasurements.LOSS, MeasureLate.INFO);

    @Test
    void isTheSameAtAnyParallelismAndWithObjectReuse() throws Exception {
        SortedMap<String, String> alone = run(1, false);
        assertThat(run(2, false)).isEqualTo(alone);
        assertThat(run(2, true)).isEqualTo(alone);
        assertThat(run(1, true)).isEqualTo(alone);
    }

    @Test
    void measuresEverySeries() throws Exception {
        SortedMap<String, String> series = run(2, true);
        assertThat(series.keySet().stream().map(key -> key.split(" ")[0]).distinct())
                .containsExactlyInAnyOrderElementsOf(
                        MetricCatalogue.ALL.stream()
                                .filter(info -> !OF_WHAT_IS_MISSING.contains(info))
                                .map(MetricInfo::name)
                                .toList());
        assertThat(total(series, "sip_requests") + total(series, "sip_responses"))
                .isEqualTo(messages().size());
        assertThat(total(series, "registration_attempts")).isEqualTo(300);
        assertThat(total(series, "rtcp_jitter_ms")).isEqualTo(4_000);
        assertThat(total(series, "reported_jitter_ms")).isEqualTo(400);
        assertThat(total(series, "undecodable_not_kept")).isEqualTo(500);
        assertThat(total(series, "rtp_jitter_ms"))
                .isEqualTo(streams().stream().filter(RtpStream::ended).count());
    }

    private static double total(Map<String, String> series, String metric) {
        return series.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(metric + " "))
                .mapToDouble(
                        entry ->
                                Double.parseDouble(
                                        entry.getValue().replaceAll(".*count=([0-9.E]+).*", "$1")))
                .sum();
    }

    /** What was last written to each row, as the stores keep it. */
    private static SortedMap<String, String> run(int parallelism, boolean objectReuse)
            throws Exception {
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration(objectReuse));
        env.setParallelism(parallelism);
        Measured measured =
                MetricPipeline.attach(
                        source(env, SipMessage.class, messages(), (m, t) -> m.timeMicros() / 1_000),
                        source(env, Call.class, calls(), (c, t) -> c.changeMicros() / 1_000),
                        source(
                                env,
                                Registration.class,
                                registrations(),
                                (r, t) -> r.changeMicros() / 1_000),
                        source(
                                env,
                                RtcpQuality.class,
                                qualities(),
                                (q, t) -> q.timeMicros() / 1_000),
                        source(
                                env,
                                RtcpXr.class,
                                extended(),
                                (report, t) -> report.timeMicros() / 1_000),
                        source(
                                env,
                                RtpStream.class,
                                streams(),
                                (s, t) -> s.reportedMicros() / 1_000),
                        source(
                                env,
                                Undecodable.class,
                                notKept(),
                                (u, t) -> u.receivedMicros() / 1_000),
                        false,
                        new QosSettings(Duration.ofSeconds(60), Duration.ofSeconds(60), 1_000));
        DataStream<Measurement> late =
                measured.late()
                        .map(MetricPipelineITCase::asMeasurement)
                        .returns(Measurement.class)
                        .uid("late_as_measurement");
        SortedMap<String, String> rows = new TreeMap<>();
        try (CloseableIterator<Measurement> all =
                measured.measurements().union(late).executeAndCollect()) {
            all.forEachRemaining(m -> rows.put(key(m), value(m)));
        }
        assertThat(rows.keySet()).noneMatch(key -> key.startsWith("late"));
        return rows;
    }

    private static Configuration configuration(boolean objectReuse) {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        configuration.set(PipelineOptions.OBJECT_REUSE, objectReuse);
        configuration.set(PipelineOptions.AUTO_WATERMARK_INTERVAL, Duration.ofMillis(5));
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(50));
        return configuration;
    }

    private static <T> DataStream<T> source(
            StreamExecutionEnvironment env,
            Class<T> type,
            List<T> events,
            SerializableTimestampAssigner<T> time) {
        String name = type.getSimpleName();
        return env.fromData(events, TypeInformation.of(type))
                .uid(name + "_source")
                .rebalance()
                .assignTimestampsAndWatermarks(
                        WatermarkStrategy.<T>forBoundedOutOfOrderness(DISORDER)
                                .withTimestampAssigner(time))
                .uid(name + "_times");
    }

    private static Measurement asMeasurement(Partial late) {
        return new Measurement(
                "late " + late.metric(), late.startMicros(), 0, Map.of(), Map.of(), null);
    }

    private static String key(Measurement m) {
        return m.name() + " " + m.tagLine() + " " + m.startMicros();
    }

    private static String value(Measurement m) {
        return new TreeMap<>(m.fields()) + " " + Arrays.toString(m.sketch());
    }

    private static List<SipMessage> messages() {
        Random random = new Random(1);
        String[] methods = {"INVITE", "BYE", "OPTIONS", "SCAN"};
        List<SipMessage> messages = new ArrayList<>();
        for (int i = 0; i < 8_000; i++) {
            messages.add(
                    QosEvents.message(
                            time(random, i, 8_000),
                            "proxy" + random.nextInt(3),
                            random.nextBoolean() ? "" : "carrier-a",
                            random.nextBoolean() ? "in" : "out",
                            methods[random.nextInt(methods.length)],
                            random.nextBoolean() ? 0 : 200 + random.nextInt(3)));
        }
        return messages;
    }

    private static List<Call> calls() {
        Random random = new Random(2);
        List<Call> changes = new ArrayList<>();
        for (int i = 0; i < 1_500; i++) {
            String node = "proxy" + random.nextInt(2);
            String trunk = random.nextInt(3) == 0 ? "" : "carrier-a";
            long ringing = time(random, i, 1_500);
            long answered = ringing + random.nextInt(10_000_000);
            long ended = answered + random.nextInt(200_000_000);
            changes.add(call(node, trunk, CallChange.STARTED, ringing - 1_000, 0, 0));
            changes.add(call(node, trunk, CallChange.RINGING, ringing, ringing, 0));
            if (random.nextInt(3) > 0) {
                changes.add(call(node, trunk, CallChange.ANSWERED, answered, ringing, answered));
                changes.add(call(node, trunk, CallChange.ENDED, ended, ringing, answered));
            } else {
                changes.add(call(node, trunk, CallChange.ENDED, answered, ringing, 0));
            }
        }
        changes.sort((one, other) -> Long.compare(one.changeMicros(), other.changeMicros()));
        return changes;
    }

    private static Call call(
            String node, String trunk, CallChange change, long at, long ringing, long answered) {
        CallOutcome outcome = answered > 0 ? CallOutcome.ANSWERED : CallOutcome.NO_ANSWER;
        return QosEvents.call(node, trunk, change, at, ringing, answered, outcome, "A");
    }

    private static List<Registration> registrations() {
        RegistrationChange[] changes = RegistrationChange.values();
        List<Registration> registrations = new ArrayList<>();
        for (int i = 0; i < 900; i++) {
            registrations.add(
                    QosEvents.registration(
                            1 + i * 0.5,
                            changes[i % changes.length],
                            RegistrationOutcome.ACCEPTED,
                            200));
        }
        return registrations;
    }

    private static List<RtcpQuality> qualities() {
        Random random = new Random(3);
        List<RtcpQuality> reports = new ArrayList<>();
        for (int i = 0; i < 4_000; i++) {
            reports.add(
                    QosEvents.quality(
                            time(random, i, 4_000),
                            random.nextBoolean() ? "PCMA" : "opus",
                            Math.exp(random.nextGaussian() * 2),
                            random.nextInt(4) == 0 ? random.nextDouble() * 100 : 0,
                            random.nextInt(3) == 0 ? Double.NaN : random.nextDouble() * 300));
            if (i % 10 == 0) {
                reports.add(QosEvents.ofPhone(time(random, i, 4_000), i % 9, i % 3, 20, 4.1));
            }
        }
        return reports;
    }

    private static List<RtcpXr> extended() {
        List<RtcpXr> reports = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            reports.add(QosEvents.extended(QosEvents.at(1 + i), 3.5));
        }
        return reports;
    }

    /** Each ended half a minute before that was known. */
    private static List<RtpStream> streams() {
        Random random = new Random(4);
        List<RtpStream> streams = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            long reported = time(random, i, 1_000);
            streams.add(
                    QosEvents.stream(
                            reported - StreamTracker.SILENCE,
                            reported,
                            random.nextInt(4) > 0,
                            random.nextBoolean() ? "PCMA" : "opus",
                            Math.exp(random.nextGaussian()),
                            random.nextInt(4) == 0 ? random.nextDouble() * 100 : 0,
                            random.nextInt(3) == 0 ? Double.NaN : 1 + random.nextDouble() * 3));
        }
        return streams;
    }

    private static List<Undecodable> notKept() {
        List<Undecodable> notKept = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            long micros = QosEvents.at(1 + i);
            String reason = i % 3 == 0 ? "not-hep" : "too-short";
            notKept.add(new Undecodable(micros, micros, "", "", 0, reason, "", new byte[0]));
        }
        return notKept;
    }

    /** In order but for less than {@link #DISORDER}. */
    private static long time(Random random, int i, int of) {
        return QosEvents.at(1) + SPAN_MICROS / of * i + random.nextInt(1_000_000);
    }
}
