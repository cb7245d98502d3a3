package io.siphon.udf.alert;

import io.siphon.schema.Alert;
import io.siphon.schema.Call;
import io.siphon.schema.CallChange;
import io.siphon.schema.CallMedia;
import io.siphon.schema.CallOutcome;
import io.siphon.schema.CallSignalling;
import io.siphon.schema.CallVerdict;
import io.siphon.schema.MediaFigures;
import io.siphon.schema.Registration;
import io.siphon.schema.RegistrationOutcome;
import io.siphon.schema.RtcpStreamSummary;
import io.siphon.schema.RtpStream;
import io.siphon.schema.Severity;
import io.siphon.sources.CaptureGap;
import io.siphon.sources.JournalGap;
import io.siphon.udf.decode.ClockSkew;
import io.siphon.udf.finding.Finding;
import io.siphon.udf.order.StateLimit;
import io.siphon.udf.rtcp.RtcpTracker;

import org.apache.flink.api.common.eventtime.SerializableTimestampAssigner;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static io.siphon.udf.alert.AlertEvents.BEGINNING;
import static io.siphon.udf.alert.AlertEvents.answered;
import static io.siphon.udf.alert.AlertEvents.at;
import static io.siphon.udf.alert.AlertEvents.call;
import static io.siphon.udf.alert.AlertEvents.ended;
import static io.siphon.udf.alert.AlertEvents.registration;
import static io.siphon.udf.alert.AlertEvents.reported;
import static io.siphon.udf.alert.AlertEvents.started;
import static io.siphon.udf.alert.AlertEvents.stream;
import static org.assertj.core.api.Assertions.assertThat;

/** All of detecting in a cluster, counted by hand, at any parallelism. */
@Timeout(600)
@SuppressWarnings("try") // results close with Exception
class AlertsITCase {

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(2)
                            .build());

    @ParameterizedTest
    @ValueSource(
            ints = {
                2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2,
                2, 2
            })
    void findsWhatIsWrongAndNothingElse(int parallelism) throws Exception {
        assertThat(run(parallelism, Detectors.NAMES))
                .containsExactlyInAnyOrder(
                        "+0 open warning 30.0 % of 10 calls of trunk carrier-a failed in the network",
                        "+0 worse critical 50.0 % of 12 calls of trunk carrier-a failed in the network",
                        "+0 open warning 192.0.2.66 began 7 calls",
                        "+0 open critical 6 registrations from 198.51.100.9 were refused",
                        "+0 open warning 16.7 % of 6 RTP streams of trunk carrier-a had a MOS under"
                                + " 3.6, as seen on the wire",
                        "+60 open critical 40.0 % of 5 RTP streams without a trunk had a MOS under 3.6,"
                                + " as RTCP tells",
                        "+10 open critical nobody listened on 0.0.0.0:9060 for 12.0 s",
                        "+50 open critical the journal of 0.0.0.0:9060 could not be written for 10.0 s:"
                                + " 7 messages are not in it",
                        "+70 open critical no room for all calls/0: 3 were closed, put in order or"
                                + " forgotten too early",
                        "+70 open critical no room for all calls/0: 4000 were closed, put in order or"
                                + " forgotten too early",
                        "+0 open warning traffic of trunk carrier-a dropped",
                        "+0 open critical 3 of 3 calls of trunk carrier-c were answered without any"
                                + " media from the answering side",
                        "+60 open critical the clock of agent 192.0.2.1 is 3600.0 s behind");
    }

    @ParameterizedTest
    @ValueSource(strings = {"capture_gap", "journal_gap", "agent_skew", "invite_flood"})
    void aDetectorAloneFindsItsOwn(String only) throws Exception {
        assertThat(run(1, List.of(only)))
                .singleElement()
                .asString()
                .contains(
                        Map.of(
                                        "capture_gap", "nobody listened",
                                        "journal_gap", "could not be written",
                                        "agent_skew", "192.0.2.1 is 3600.0 s behind",
                                        "invite_flood", "began 7 calls")
                                .get(only));
    }

    private static Alerts.Traffic traffic(StreamExecutionEnvironment env) {
        return new Alerts.Traffic(
                source(env, Call.class, calls(), (c, t) -> c.changeMicros() / 1_000),
                source(
                        env,
                        Registration.class,
                        registrations(),
                        (r, t) -> r.changeMicros() / 1_000),
                source(env, RtpStream.class, streams(), (s, t) -> s.reportedMicros() / 1_000),
                source(
                        env,
                        RtcpStreamSummary.class,
                        reports(),
                        (r, t) -> (r.endedAt() + RtcpTracker.LINGER) / 1_000));
    }

    private static Alerts.Capture capture(
            StreamExecutionEnvironment env, DataStream<Finding> losses) {
        return new Alerts.Capture(
                source(env, CaptureGap.class, gaps(), (g, t) -> g.toMicros() / 1_000),
                source(
                        env,
                        JournalGap.class,
                        List.of(new JournalGap(at(50), at(60), "0.0.0.0:9060", 7)),
                        (g, t) -> g.toMicros() / 1_000),
                source(
                        env,
                        StateLimit.class,
                        List.of(
                                new StateLimit("calls/0", at(70), at(71), 3),
                                new StateLimit("calls/0", at(70), at(75), 4_000)),
                        (l, t) -> l.toMicros() / 1_000),
                losses,
                source(
                        env,
                        ClockSkew.class,
                        List.of(
                                new ClockSkew("2002", "192.0.2.2", at(80), -1_900_000, 0),
                                new ClockSkew("2001", "192.0.2.1", at(80), -3_600_000_000L, 0)),
                        (s, t) -> s.timeMicros() / 1_000));
    }

    private static List<String> run(int parallelism, List<String> detectors) throws Exception {
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration());
        env.setParallelism(parallelism);
        AlertSettings settings =
                new AlertSettings(
                        detectors,
                        AlertEvents.SETTINGS.windows(),
                        AlertEvents.SETTINGS.callFailuresPct(),
                        AlertEvents.SETTINGS.callFailuresMinCalls(),
                        AlertEvents.SETTINGS.registrationFailures(),
                        AlertEvents.SETTINGS.inviteFlood(),
                        AlertEvents.SETTINGS.media(),
                        AlertEvents.SETTINGS.troubles(),
                        AlertEvents.SETTINGS.captureGap(),
                        AlertEvents.SETTINGS.agentSkew(),
                        AlertEvents.SETTINGS.lives());
        DataStream<Finding> findings =
                source(env, Finding.class, unusual(), (f, t) -> f.endMicros() / 1_000);
        DataStream<Alert> alerts =
                Alerts.attach(
                        traffic(env),
                        capture(env, findings.filter(f -> false).uid("Finding_no_loss")),
                        findings.filter(f -> false).uid("Finding_none"),
                        findings.filter(f -> detectors.contains(f.detector())).uid("Finding_on"),
                        settings);
        List<String> found = new ArrayList<>();
        try (CloseableIterator<Alert> all = alerts.executeAndCollect()) {
            all.forEachRemaining(
                    alert ->
                            found.add(
                                    "+%d %s %s %s"
                                            .formatted(
                                                    (alert.openedAt() - BEGINNING) / 1_000_000,
                                                    alert.state().tag(),
                                                    alert.severity().tag(),
                                                    alert.text())));
        }
        return found;
    }

    private static List<Finding> unusual() {
        return List.of(
                new Finding(
                        "traffic_level",
                        Severity.WARNING,
                        "2001",
                        "carrier-a",
                        at(0),
                        at(300),
                        7,
                        6,
                        10,
                        "traffic of trunk carrier-a dropped"));
    }

    private static List<Call> calls() {
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < 10; i++) { // 3 of 10, and all of 9
            calls.add(
                    i < 3
                            ? ended(i, "carrier-a", false, CallOutcome.FAILED)
                            : answered(i, "carrier-a"));
            if (i < 9) {
                calls.add(ended(i, "carrier-b", false, CallOutcome.FAILED));
            }
        }
        for (int i = 0; i < 7; i++) { // one more than may be, each from another port
            calls.add(started(20 + i, "udp:192.0.2.66:" + (5060 + i)));
        }
        for (int i = 0; i < 5; i++) {
            calls.add(started(30 + i, "udp:192.0.2.67:5060"));
        }
        for (int i = 0; i < 12; i++) { // every other of 12; a busy callee is no failure
            calls.add(
                    ended(
                            61 + i,
                            "carrier-a",
                            false,
                            i % 2 == 0 ? CallOutcome.TIMED_OUT : CallOutcome.BUSY));
        }
        for (int i = 0; i < 3; i++) { // three of three
            calls.add(
                    call(
                            "carrier-c",
                            "udp:192.0.2.68:5060",
                            CallChange.NOTED,
                            80 + i,
                            true,
                            CallOutcome.ANSWERED,
                            9_000,
                            new CallMedia(
                                    CallMedia.FALSE_ANSWER, MediaFigures.NONE, MediaFigures.NONE),
                            CallVerdict.NONE,
                            CallSignalling.NONE));
        }
        return calls;
    }

    private static List<Registration> registrations() {
        List<Registration> registrations = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            registrations.add(
                    registration(
                            i,
                            "udp:198.51.100.9:" + (1024 + i),
                            i % 2 == 0
                                    ? RegistrationOutcome.UNAUTHORIZED
                                    : RegistrationOutcome.REJECTED,
                            404));
            registrations.add(
                    registration(i, "udp:192.0.2.7:5060", RegistrationOutcome.ACCEPTED, 200));
        }
        return registrations;
    }

    private static List<RtpStream> streams() {
        List<RtpStream> streams = new ArrayList<>();
        for (int i = 0; i < 6; i++) { // one of six
            streams.add(stream(0, 20 + i, true, i == 0 ? 2 : 4));
            streams.add(stream(0, 5, true, 1)); // too short
        }
        return streams;
    }

    private static List<RtcpStreamSummary> reports() {
        List<RtcpStreamSummary> streams = new ArrayList<>();
        for (int i = 0; i < 5; i++) { // two of five
            streams.add(reported(40, 70 + i, i < 2 ? 3 : 4.2));
        }
        return streams;
    }

    private static List<CaptureGap> gaps() {
        return List.of(
                new CaptureGap(at(10), at(22), "0.0.0.0:9060"),
                new CaptureGap(at(40), at(43), "0.0.0.0:9060"));
    }

    private static Configuration configuration() {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        configuration.set(PipelineOptions.AUTO_WATERMARK_INTERVAL, Duration.ofMillis(5));
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        return configuration;
    }

    private static <T> DataStream<T> source(
            StreamExecutionEnvironment env,
            Class<T> type,
            List<T> events,
            SerializableTimestampAssigner<T> time) {
        String name = type.getSimpleName();
        DataStream<T> all = env.fromData(events, TypeInformation.of(type)).uid(name + "_source");
        // limits stay in order, as they come from one subtask
        return (type == StateLimit.class ? all : all.rebalance())
                .assignTimestampsAndWatermarks(
                        WatermarkStrategy.<T>forBoundedOutOfOrderness(Duration.ofMinutes(3))
                                .withTimestampAssigner(time))
                .uid(name + "_times");
    }
}
