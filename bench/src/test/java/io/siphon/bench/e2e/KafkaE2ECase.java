package io.siphon.bench.e2e;

import io.siphon.bench.lab.HepSender;
import io.siphon.bench.lab.KafkaBroker;
import io.siphon.bench.lab.KnownCalls;
import io.siphon.bench.lab.LiveTraffic;
import io.siphon.bench.lab.SiphonCommand;
import io.siphon.bench.lab.SiphonProcess;
import io.siphon.bench.lab.StoreUnderTest;
import io.siphon.bench.server.PostgresServer;
import io.siphon.job.testutils.Await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code siphon capture} and {@code siphon analyze}, with a broker that is killed between them. */
@Timeout(600)
class KafkaE2ECase {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration OUTAGE = Duration.ofSeconds(10);

    /** Windows may be laid over the calls as they like: some caller always begins as many. */
    private static final Duration WINDOW = Duration.ofSeconds(2);

    private static final int FLOOD = 3;

    @TempDir private Path folder;

    @Test
    void everyMessageIsAnalyzedOnceThoughBrokerAndAnalysisWereKilled() throws Exception {
        try (KafkaBroker kafka = KafkaBroker.started();
                PostgresServer postgres = PostgresServer.started()) {
            kafka.createTopic("hep", 3);
            StoreUnderTest store = StoreUnderTest.in(postgres);
            try (SiphonProcess capture = SiphonProcess.capturing(kafka);
                    SiphonProcess analysis =
                            SiphonProcess.analyzing(
                                    kafka,
                                    store,
                                    "execution.checkpointing.interval=1 s",
                                    "store.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                                    "qos.window=2 s",
                                    "alert.window=" + WINDOW.toSeconds() + " s",
                                    "alert.invite-flood.min=" + FLOOD);
                    HepSender agent = new HepSender("127.0.0.1", capture.hep())) {
                KnownCalls calls =
                        KnownCalls.beginning(Instant.now(), 400, 20, Duration.ofSeconds(2), 21);
                try (LiveTraffic traffic = LiveTraffic.start(calls, agent)) {
                    Await.until("rows before", PATIENCE, () -> rows(store), rows -> rows > 100);
                    kafka.kill();
                    traffic.awaitMessagesOf(OUTAGE);
                    kafka.start();
                    analysis.kill();
                    analysis.start();
                    traffic.awaitEnd();
                }
                Await.until("all rows", PATIENCE, () -> rows(store), n -> n >= calls.size());
                Await.until(
                        "measurements and rows",
                        PATIENCE,
                        new StoredTotals(store)::differences,
                        List::isEmpty);
                Map<String, Long> floods = byCaller(calls.begunByCaller(WINDOW, FLOOD));
                Await.until("alerts", PATIENCE, () -> floods(store), floods::equals);
                capture.stop();
                assertThat(capture.output())
                        .contains("lost 0")
                        .contains("stopped: everything received is in the topic");
                analysis.stop();
                assertThat(analysis.output())
                        .contains("stopped: the same command continues from here");

                assertThat(rows(store)).as(analysis.tail()).isEqualTo(calls.size());
                assertThat(store.number("SELECT count(*) FROM sip_trace")).isEqualTo(calls.sip());
                assertThat(KnownCalls.of(store.calls())).isEqualTo(calls.expected());
                assertThat(store.number("SELECT count(*) FROM undecodable")).isZero();
                assertThat(store.number("SELECT count(*) FROM quarantine")).isZero();
                assertThat(lastOfEachCall(kafka.records("siphon.calls")))
                        .isEqualTo(calls.expected());
                assertThat(kafka.records("siphon.measurements"))
                        .hasSizeGreaterThanOrEqualTo(
                                (int) store.number("SELECT count(*) FROM measurements"));
                assertThat(floods).isNotEmpty();
                assertThat(floods(kafka.records("siphon.alerts"))).isEqualTo(floods);
                assertReadToItsEnd(kafka, calls);
            }
        }
    }

    private void assertReadToItsEnd(KafkaBroker kafka, KnownCalls calls) throws SQLException {
        SiphonCommand.Result read =
                SiphonCommand.run(
                        "analyze",
                        "--until-now",
                        "-Dkafka.bootstrap-servers=" + kafka.bootstrapServers(),
                        "-Dkafka.group-id=another",
                        "-Ddata.dir=" + folder.resolve("data"),
                        "-Drest.port=0");
        assertThat(read.status()).as(read.output()).isZero();
        assertThat(read.output()).contains("read to the end");
        StoreUnderTest store =
                new StoreUnderTest(
                        "jdbc:h2:file:" + folder.resolve("data").resolve("siphon"), "sa", "");
        assertThat(rows(store)).isEqualTo(calls.size());
        assertThat(KnownCalls.of(store.calls())).isEqualTo(calls.expected());
    }

    private static Map<String, KnownCalls.Expected> lastOfEachCall(
            List<ConsumerRecord<byte[], byte[]>> records) throws Exception {
        ObjectMapper json = new ObjectMapper();
        Map<String, KnownCalls.Expected> calls = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            JsonNode call = json.readTree(record.value());
            String key = new String(record.key(), StandardCharsets.UTF_8);
            assertThat(call.get("call_id").asText()).isEqualTo(key);
            calls.put(
                    key,
                    new KnownCalls.Expected(
                            call.get("outcome").asText(),
                            call.get("final_status").asLong(),
                            call.get("duration_ms").isNull()
                                    ? -1
                                    : call.get("duration_ms").asLong()));
        }
        return calls;
    }

    /** An alert is of one window or of several: what all of a caller's come to is the same. */
    private static Map<String, Long> byCaller(Map<String, Long> floods) {
        Map<String, Long> calls = new HashMap<>();
        floods.forEach((flood, count) -> calls.merge(flood.split(" ")[0], count, Long::sum));
        return calls;
    }

    /** Stored calls of floods, by caller. */
    private static Map<String, Long> floods(StoreUnderTest store) throws SQLException {
        return store.counts(
                "SELECT subject, sum(count) FROM alerts WHERE detector = 'invite_flood'"
                        + " GROUP BY subject");
    }

    /** The same of the topic, by the last record of each alert. */
    private static Map<String, Long> floods(List<ConsumerRecord<byte[], byte[]>> records)
            throws Exception {
        ObjectMapper json = new ObjectMapper();
        Map<String, Long> floods = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            JsonNode alert = json.readTree(record.value());
            if (alert.get("detector").asText().equals("invite_flood")) {
                Instant window = Instant.parse(alert.get("opened_at").asText());
                floods.put(
                        alert.get("subject").asText() + " " + window.getEpochSecond(),
                        alert.get("count").asLong());
            }
        }
        return byCaller(floods);
    }

    private static long rows(StoreUnderTest store) throws SQLException {
        return store.number("SELECT count(*) FROM sip_trace")
                + store.number("SELECT count(*) FROM hep_trace");
    }
}
