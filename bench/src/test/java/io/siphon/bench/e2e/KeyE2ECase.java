package io.siphon.bench.e2e;

import io.siphon.bench.lab.HepSender;
import io.siphon.bench.lab.KnownCalls;
import io.siphon.bench.lab.SiphonProcess;
import io.siphon.bench.lab.StoreUnderTest;
import io.siphon.bench.lab.UdpEndpoint;
import io.siphon.bench.server.ServerProcess;
import io.siphon.job.runtime.LiveFolder;
import io.siphon.job.testutils.Await;
import io.siphon.sources.hep.HepChunk;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/** A {@code siphon run} that asks for a key, and for an address. */
@Timeout(600)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KeyE2ECase {

    private static final String KEY = "5zKy-only-agents-know-8Qe";
    private static final String STRANGER = "127.0.9.9";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir private static Path folder;

    private static SiphonProcess siphon;

    @BeforeAll
    static void start() throws IOException {
        Path file = Files.writeString(folder.resolve("keys"), "# ours\nanother\n" + KEY + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        siphon =
                SiphonProcess.started(
                        "hep.auth-keys-file=" + file,
                        "hep.allow=127.0.0.0/21",
                        "execution.checkpointing.interval=1 s");
        assertThat(siphon.output())
                .contains("senders    only from 127.0.0.0/21; HEP 3 with a key\n");
    }

    @AfterAll
    static void stop() {
        siphon.close();
    }

    /** Debian's Kamailio, told the key as docs/senders.md says. */
    @Test
    @Order(1)
    void kamailioSendsItsKey() throws Exception {
        UdpEndpoint sip = UdpEndpoint.free("127.0.0.11");
        try (ServerProcess kamailio = new ServerProcess("kamailio", "root");
                HepSender phone = new HepSender("127.0.0.12", sip)) {
            Path config = kamailio.folder().resolve("kamailio.cfg");
            Files.writeString(config, configuration(sip));
            kamailio.start(
                    List.of(
                            ServerProcess.binary("kamailio", "/usr/sbin/kamailio"),
                            "-DDE",
                            "-Y",
                            kamailio.folder().toString(),
                            "-f",
                            config.toString()),
                    () -> {
                        if (!sip.isBound()) {
                            throw new IOException("not bound yet");
                        }
                    });
            long[] sent = {0};
            Await.until(
                    "what Siphon received",
                    PATIENCE,
                    () -> {
                        phone.send(options("kamailio-" + sent[0]++));
                        return journal();
                    },
                    bytes -> contains(bytes, "kamailio-") && contains(bytes, "SIP/2.0 200"));
        }
    }

    private static String configuration(UdpEndpoint sip) {
        return """
                debug=2
                log_stderror=yes
                children=1
                disable_tcp=yes
                listen=udp:%s
                loadmodule "sl.so"
                loadmodule "tm.so"
                loadmodule "pv.so"
                loadmodule "siptrace.so"
                modparam("siptrace", "duplicate_uri", "sip:%s")
                modparam("siptrace", "hep_mode_on", 1)
                modparam("siptrace", "hep_version", 3)
                modparam("siptrace", "auth_key", "%s")
                modparam("siptrace", "trace_to_database", 0)
                modparam("siptrace", "trace_on", 1)
                modparam("siptrace", "trace_mode", 1)
                request_route { sl_send_reply("200", "OK"); }
                """
                .formatted(sip, siphon.hep(), KEY);
    }

    @Test
    @Order(2)
    void whoHasNoKeyOrIsElsewhereIsRefusedAndTheKeyIsSeenNowhere() throws Exception {
        KnownCalls calls = KnownCalls.past(20, 10, Duration.ofSeconds(2), 51);
        KnownCalls strangers = KnownCalls.past(20, 10, Duration.ofSeconds(2), 52);
        int half = calls.size() / 2;
        try (HepSender agent = new HepSender("127.0.0.1", siphon.hep());
                HepSender elsewhere = new HepSender(STRANGER, siphon.hep());
                Socket overTcp = new Socket(siphon.hep().ip(), siphon.hep().port())) {
            for (int n = 0; n < strangers.size(); n++) {
                agent.send(strangers.datagram(n));
                agent.send(withKey(strangers.datagram(n), "guessed"));
                elsewhere.send(withKey(strangers.datagram(n), KEY));
            }
            agent.send(options("plain-sip"));
            for (int n = 0; n < half; n++) {
                agent.send(withKey(calls.datagram(n), KEY));
            }
            for (int n = half; n < calls.size(); n++) {
                overTcp.getOutputStream().write(withKey(calls.datagram(n), "another"));
            }
            byte[] last = withKey(calls.datagram(calls.size() - 1), "another");
            Await.until(
                    "what Siphon received",
                    PATIENCE,
                    KeyE2ECase::journal,
                    bytes -> contains(bytes, new String(last, StandardCharsets.ISO_8859_1)));
            assertThat(rest()).doesNotContain(KEY).contains("hep.auth-keys-file");
        }
        // beside Kamailio, which is ahead of them, their turn comes when they are received
        StoreUnderTest store = siphon.openStore();
        Await.until(
                "calls",
                PATIENCE,
                () -> KnownCalls.of(store.calls()).entrySet(),
                stored -> stored.containsAll(calls.expected().entrySet()));
        siphon.stop();
        assertThat(siphon.output()).containsPattern("senders refused [1-9]").doesNotContain(KEY);
        assertThat(Files.readString(siphon.logFile()))
                .contains("refused so far: ")
                .doesNotContain(KEY);
        assertThat(filesWithTheKey())
                .as("the journal has what agents sent")
                .allMatch(file -> file.startsWith("journal/"));

        assertThat(KnownCalls.of(siphon.embeddedStore().calls()))
                .containsAllEntriesOf(calls.expected())
                .doesNotContainKeys(strangers.expected().keySet().toArray(String[]::new));
        assertThat(siphon.embeddedStore().number("SELECT count(*) FROM undecodable")).isZero();
        assertThat(
                        siphon.embeddedStore()
                                .number(
                                        "SELECT count(*) FROM sip_trace WHERE callid = 'plain-sip'"))
                .isZero();
    }

    private static byte[] withKey(byte[] frame, String key) {
        byte[] chunk = HepChunk.AUTH_KEY.encode(key);
        byte[] longer = Arrays.copyOf(frame, frame.length + chunk.length);
        System.arraycopy(chunk, 0, longer, frame.length, chunk.length);
        longer[4] = (byte) (longer.length >>> 8);
        longer[5] = (byte) longer.length;
        return longer;
    }

    private static byte[] options(String callId) {
        return ("OPTIONS sip:a@127.0.0.11 SIP/2.0\r\n"
                        + "Via: SIP/2.0/UDP 127.0.0.12;rport;branch=z9hG4bK"
                        + callId
                        + "\r\nFrom: <sip:a@a>;tag=1\r\nTo: <sip:a@a>\r\nCall-ID: "
                        + callId
                        + "\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** All that the web UI may show of the job and of its processes. */
    private static String rest() throws Exception {
        Matcher ui = Pattern.compile("http://localhost:\\d+").matcher(siphon.output());
        assertThat(ui.find()).isTrue();
        HttpClient client = HttpClient.newHttpClient();
        StringBuilder all = new StringBuilder();
        String jobs = get(client, ui.group() + "/jobs");
        Matcher id = Pattern.compile("[0-9a-f]{32}").matcher(jobs);
        assertThat(id.find()).isTrue();
        String job = "/jobs/" + id.group();
        for (String path :
                List.of(
                        "/config",
                        "/jobmanager/config",
                        "/jobmanager/environment",
                        "/jobmanager/logs",
                        "/jobmanager/log",
                        "/jobmanager/stdout",
                        job,
                        job + "/config",
                        job + "/jobmanager/config",
                        job + "/plan",
                        job + "/exceptions",
                        job + "/accumulators",
                        job + "/checkpoints/config")) {
            all.append(get(client, ui.group() + path)).append('\n');
        }
        return all.toString();
    }

    private static String get(HttpClient client, String url) throws Exception {
        return client.send(
                        HttpRequest.newBuilder(URI.create(url)).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static byte[] journal() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Path file : files(siphon.data().resolve("journal"))) {
            all.writeBytes(Files.readAllBytes(file));
        }
        return all.toByteArray();
    }

    /** Checkpoints, savepoints, database, log. */
    private static List<String> filesWithTheKey() throws IOException {
        List<String> found = new ArrayList<>();
        List<Path> all = files(siphon.data());
        assertThat(all).hasSizeGreaterThan(3);
        for (Path file : all) {
            if (contains(Files.readAllBytes(file), KEY)) {
                found.add(siphon.data().relativize(file).toString());
            }
        }
        return found;
    }

    private static List<Path> files(Path within) throws IOException {
        return LiveFolder.deepestFirst(within).stream().filter(Files::isRegularFile).toList();
    }

    private static boolean contains(byte[] bytes, String text) {
        return new String(bytes, StandardCharsets.ISO_8859_1).contains(text);
    }
}
