package io.siphon.bench.e2e;

import io.siphon.bench.lab.Attacker;
import io.siphon.bench.lab.DamagedCaptures;
import io.siphon.bench.lab.KnownCalls;
import io.siphon.bench.lab.SiphonCommand;
import io.siphon.bench.lab.SiphonProcess;
import io.siphon.bench.lab.StoreUnderTest;
import io.siphon.bench.server.PostgresServer;
import io.siphon.job.sink.jdbc.JdbcOutput;
import io.siphon.job.testutils.Await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Strangers at the port of a {@code siphon run} while an agent sends, and in the archive that a
 * {@code siphon backfill} reads: {@code -Dsiphon.connections=100000 -Dsiphon.datagrams=5000000
 * -Dsiphon.captures=10000} for the whole of it. The agent speaks TCP, which has no losses of its
 * own.
 */
@Timeout(7200)
class AttackE2ECase {

    private static final int CONNECTIONS = Integer.getInteger("siphon.connections", 2500);
    private static final int DATAGRAMS = Integer.getInteger("siphon.datagrams", 15_000);

    /**
     * Datagrams a second; more than the job takes go to the journal, or are dropped and counted.
     */
    private static final int RATE = Integer.getInteger("siphon.datagrams.rate", 5000);

    private static final int PARTS = 10;

    private static final int CAPTURES = Integer.getInteger("siphon.captures", 60);

    /** They overlap in time, and those that do are open at once. */
    private static final int CAPTURES_OF_A_RUN = 1000;

    /** One capture of so many is good. */
    private static final int GOOD = 20;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What is received is stored: after a flood that takes as long as the database needs. */
    private static final Duration PATIENCE_AFTER =
            PATIENCE.plusMillis(DATAGRAMS / 2).plusMillis(CONNECTIONS);

    /** What may be left of strangers' calls that have not timed out, and of caches. */
    private static final long HEAP_MB = 64;

    @Test
    void strangersDisturbNobodyAndLeaveNothing() throws Exception {
        try (PostgresServer postgres = PostgresServer.started();
                SiphonProcess siphon =
                        SiphonProcess.started(
                                StoreUnderTest.in(postgres),
                                "call.setup-timeout=1 min",
                                "call.max-duration=2 min",
                                "hep.tcp.first-bytes-timeout=10 s",
                                "hep.tcp.message-timeout=10 s");
                Socket agent = connect(siphon)) {
            StoreUnderTest store = StoreUnderTest.in(postgres);
            KnownCalls before = send(agent, 1);
            awaitCalls(store, List.of(before), PATIENCE);
            long heap = siphon.usedHeapMegabytes();

            List<KnownCalls> meanwhile = new ArrayList<>();
            try (Attacker strangers = new Attacker(siphon.hep(), 5);
                    Attacker fuzzer = new Attacker(siphon.hep(), 6)) {
                CompletableFuture<Void> fuzz =
                        CompletableFuture.runAsync(() -> fuzzer.datagrams(DATAGRAMS, RATE));
                for (int part = 1; part <= PARTS; part++) {
                    strangers.connections(CONNECTIONS / PARTS);
                    meanwhile.add(send(agent, 100 + part));
                    // one that comes while strangers hold all connections there are
                    try (Socket newcomer = connect(siphon)) {
                        meanwhile.add(send(newcomer, 200 + part));
                    }
                }
                fuzz.join();
                awaitCalls(store, meanwhile, PATIENCE_AFTER);
            }
            KnownCalls after = send(agent, 2);
            awaitCalls(store, List.of(after), PATIENCE_AFTER);
            long left =
                    Await.until(
                            "used heap (MB) that was " + heap,
                            PATIENCE_AFTER,
                            siphon::usedHeapMegabytes,
                            now -> now < heap + HEAP_MB);
            System.out.printf(
                    "attack: %d connections, %d datagrams; heap %d MB before, %d MB after%n",
                    CONNECTIONS, DATAGRAMS, heap, left);
            siphon.stop();
            assertThat(siphon.output()).endsWith("stopped: everything received is stored\n");
            assertThat(exceptions(siphon.logFile())).isEmpty();
        }
    }

    @Test
    void damagedCapturesDisturbNoBackfill(@TempDir Path folder) throws Exception {
        DamagedCaptures damaged = new DamagedCaptures(7);
        List<KnownCalls> good = new ArrayList<>();
        long damages = 0;
        for (int from = 0; from < CAPTURES; from += CAPTURES_OF_A_RUN) {
            Path archive = Files.createDirectory(folder.resolve("archive-" + from));
            for (int n = from; n < Math.min(CAPTURES, from + CAPTURES_OF_A_RUN); n++) {
                if (n % GOOD == 0) {
                    good.add(goodCalls(damaged.timeMicros(), n));
                    good.get(good.size() - 1).write(archive.resolve("good-" + n + ".pcap"));
                } else {
                    damaged.write(archive, n);
                }
            }
            Path log = folder.resolve("log-" + from);
            SiphonCommand.Result result = backfill(archive, folder.resolve("data"), log);
            assertThat(result.status()).as(result.output()).isEqualTo(3);
            // it counts calls where one job has read all, without a restart
            assertThat(result.output()).containsPattern("RTCP [0-9,]+ {2}calls [0-9,]+\n");
            assertThat(exceptions(log)).isEmpty();
            damages += result.output().lines().filter(line -> line.startsWith("damaged ")).count();
        }

        StoreUnderTest store =
                new StoreUnderTest(
                        JdbcOutput.embeddedUrl(folder.resolve("data").toString()), "sa", "");
        awaitCalls(store, good, Duration.ZERO);
        assertThat(
                        store.number(
                                "SELECT count(*) FROM sip_trace WHERE callid LIKE ?",
                                "%" + KnownCalls.DOMAIN))
                .isEqualTo(good.stream().mapToLong(KnownCalls::sip).sum());
        System.out.printf(
                "attack: %d captures, of these %d good; %d places that could not be read%n",
                CAPTURES, good.size(), damages);
    }

    private static KnownCalls goodCalls(long timeMicros, int n) {
        return KnownCalls.beginning(
                Instant.ofEpochSecond(timeMicros / 1_000_000).plusSeconds(n),
                3,
                10,
                Duration.ofMillis(500),
                1000 + n);
    }

    private static SiphonCommand.Result backfill(Path archive, Path data, Path log) {
        try (SiphonCommand command =
                SiphonCommand.start(
                        Map.of("SIPHON_LOG", log.toString()),
                        "backfill",
                        "-Ddata.dir=" + data,
                        "-Drest.port=0",
                        archive.toString())) {
            return command.awaitEnd(PATIENCE.plusMillis(100L * CAPTURES));
        }
    }

    private static Socket connect(SiphonProcess siphon) throws IOException {
        return new Socket(siphon.hep().ip(), siphon.hep().port());
    }

    private static KnownCalls send(Socket agent, long seed) throws IOException {
        KnownCalls calls = KnownCalls.past(5, 10, Duration.ofMillis(500), seed);
        for (int n = 0; n < calls.size(); n++) {
            agent.getOutputStream().write(calls.datagram(n));
        }
        return calls;
    }

    private static void awaitCalls(StoreUnderTest store, List<KnownCalls> all, Duration patience) {
        Map<String, KnownCalls.Expected> expected = new HashMap<>();
        all.forEach(calls -> expected.putAll(calls.expected()));
        Await.until(
                "calls that are not as expected",
                patience,
                () -> {
                    Map<String, KnownCalls.Expected> other = new HashMap<>(expected);
                    KnownCalls.of(store.calls()).forEach(other::remove);
                    return other;
                },
                Map::isEmpty);
    }

    /**
     * Also of a restart, which says why; but not of a checkpoint that came before a task had begun,
     * or after it had ended: the next checkpoint makes that good.
     */
    private static List<String> exceptions(Path log) throws IOException {
        String[] records = Files.readString(log).split("(?m)^(?=\\d{4}-\\d\\d-\\d\\dT)");
        return Stream.of(records)
                .filter(record -> !record.contains("Checkpoint was declined (tasks not ready)"))
                .flatMap(String::lines)
                .filter(line -> line.matches("\\s+at .*|.*(Exception|Error)\\b.*"))
                .toList();
    }
}
