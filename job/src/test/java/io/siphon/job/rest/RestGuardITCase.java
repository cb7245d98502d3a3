package io.siphon.job.rest;

import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Flink's REST server in this process, as {@code siphon run} has it, attacked over its socket. */
@Timeout(600)
class RestGuardITCase {

    private static final Pattern SCRIPT = Pattern.compile("(?:src|href)=\"([\\w./-]+)\"");

    @TempDir private static Path folder;

    private static int port;
    private static JobClient job;

    @BeforeAll
    static void start() throws Exception {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Configuration options = new Configuration();
        options.set(RestOptions.PORT, port);
        options.set(RestOptions.BIND_ADDRESS, "localhost");
        options.set(WebOptions.TMP_DIR, folder.resolve("web").toString());
        options.set(RestGuardOptions.EMBEDDED, true);
        options.set(RestGuardOptions.STOPPABLE, true);
        options.set(RestGuardOptions.SECRET_FILE, folder.resolve("rest-secret").toString());
        options.set(RestGuardOptions.HOSTS, List.of("siphon.example"));
        options.set(
                CheckpointingOptions.SAVEPOINT_DIRECTORY,
                folder.resolve("savepoints").toUri().toString());
        new RestSecret(folder.resolve("rest-secret")).prepare();
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.createLocalEnvironmentWithWebUI(options);
        env.enableCheckpointing(60_000);
        env.fromSource(
                        new DataGeneratorSource<>(
                                n -> n,
                                Long.MAX_VALUE,
                                RateLimiterStrategy.perSecond(1),
                                Types.LONG),
                        WatermarkStrategy.noWatermarks(),
                        "numbers")
                .sinkTo(new DiscardingSink<>());
        job = env.executeAsync("siphon");
        while (!get("/jobs/" + job.getJobID() + "/status").body().contains("RUNNING")) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    @AfterAll
    static void stop() throws Exception {
        job.cancel().get();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /jobs",
                "POST /v1/jobs",
                "POST //jobs",
                "POST /jobs/",
                "POST /%6aobs",
                "POST /jobs;a=b",
                "POST /jobs?x",
                "POST http://localhost/jobs",
                "post /jobs",
                "PUT /jobs",
                "DELETE /cluster",
                "PATCH /jobs/JOB?mode=cancel",
                "PATCH /jobs/JOB/rescaling?parallelism=2",
                "PUT /jobs/JOB/resource-requirements",
                "POST /jars/upload",
                "POST /jobmanager/profiler",
                "POST /savepoint-disposal",
                "DELETE /datasets/00000000000000000000000000000000",
                "HEAD /jobs",
                "OPTIONS /jobs",
                "OPTIONS *",
                "TRACE /jobs",
                "CONNECT localhost:22",
                "GET /jobs/JOB/yarn-cancel",
                "GET /jobs/JOB/yarn-stop",
                "GET /v1/jobs/JOB/yarn-cancel",
                "GET //jobs/JOB/yarn-cancel",
                "GET /jobs/JOB/yarn-cancel/",
                "GET /jobs/JOB/yarn%2Dcancel",
                "GET /jobs/JOB/yarn%252Dcancel",
                "GET /jobs/JOB%2Fyarn-cancel",
                "GET /jobs/JOB/./yarn-cancel",
                "GET /jobs/JOB/vertices/../yarn-cancel",
                "GET /jobs/JOB/yarn-cancel?x",
                "GET /jobs/JOB/yarn-cancel#/jobs",
                "GET /jobs#/../x",
                "GET http://localhost/jobs/JOB/yarn-cancel",
                "GET http://localhost/jobs",
                "GET jobs",
                "GET /jars",
                "GET /jobmanager/profiler",
                "GET /jobmanager/logs/..%2f..%2fetc%2fpasswd",
                "GET /assets/../../../../etc/passwd",
                "GET /..%2f..%2fetc/passwd",
                "GET /.hidden.js",
            })
    void refusesWhatIsNotOnItsList(String request) throws Exception {
        Answer answer =
                ask(
                        request.replace("JOB", job.getJobID().toString()) + " HTTP/1.1",
                        "Host: localhost:" + port,
                        "Content-Length: 0",
                        "X-HTTP-Method-Override: POST");
        assertThat(answer.status()).as(answer.text()).isIn(400, 403);
        assertUntouched();
    }

    @ParameterizedTest
    @ValueSource(strings = {"savepoints", "checkpoints", "stop"})
    void refusesWritesWithoutTheSecret(String what) throws Exception {
        Path elsewhere = folder.resolve("elsewhere");
        String body = "{\"target-directory\":\"" + elsewhere.toUri() + "\"}";
        for (String authorization :
                List.of(
                        "Authorization: Bearer",
                        "Authorization: Bearer ",
                        "Authorization: Bearer " + "0".repeat(64),
                        "Authorization: Basic " + secret(),
                        "Authorization: Bearer " + secret().substring(1),
                        "X-Authorization: Bearer " + secret(),
                        "Authorization: Bearer " + secret() + "\r\nAuthorization: Bearer x")) {
            Answer answer = post("/jobs/" + job.getJobID() + "/" + what, body, authorization);
            assertThat(answer.status()).as(answer.text()).isEqualTo(401);
        }
        assertThat(elsewhere).doesNotExist();
        assertUntouched();
    }

    @Test
    void takesSnapshotsWithTheSecretAndNoCode() throws Exception {
        String bearer = "Authorization: Bearer " + secret();
        String path = "/jobs/" + job.getJobID() + "/savepoints";

        Answer code = post("/jobs", "{}", bearer);
        assertThat(code.status()).as(code.text()).isEqualTo(403);

        assertThat(post(path, "{}", bearer, "Origin: http://evil.example").status()).isEqualTo(403);

        Path file = folder.resolve("rest-secret");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(post(path, "{}", bearer).status()).as("others can read it").isEqualTo(401);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

        Answer begun = post("/v1" + path, "{}", bearer);
        assertThat(begun.status()).as(begun.text()).isEqualTo(202);
        String trigger = begun.body().replaceAll(".*\"(\\w{32})\".*", "$1");
        Answer done = get(path + "/" + trigger);
        while (!done.body().contains("COMPLETED")) {
            assertThat(done.status()).as(done.text()).isEqualTo(200);
            TimeUnit.MILLISECONDS.sleep(50);
            done = get(path + "/" + trigger);
        }
        try (Stream<Path> all = Files.walk(folder.resolve("savepoints"))) {
            assertThat(all).as(done.text()).anyMatch(made -> made.endsWith("_metadata"));
        }
    }

    /** A page whose name points here, or that is open in a browser on this machine. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "200 | localhost:PORT | -",
                "200 | LOCALHOST | -",
                "200 | 127.0.0.1:PORT | -",
                "200 | 127.8.9.10:1 | -",
                "200 | [::1]:PORT | -",
                // ssh -L 9000:localhost:8081
                "200 | localhost:9000 | http://localhost:9000",
                "200 | siphon.example | https://siphon.example",
                "403 | evil.example:PORT | -",
                "403 | localhost.evil.example | -",
                "403 | evil-localhost | -",
                "403 | 0.0.0.0:PORT | -",
                "403 | 192.0.2.1:PORT | -",
                "403 | [::]:PORT | -",
                "403 | 2130706433:PORT | -",
                "403 | localhost:PORT@evil.example | -",
                "403 | localhost, evil.example | -",
                "400 | localhost~Host: localhost | -",
                "403 | localhost:PORT | http://evil.example",
                "403 | localhost:PORT | http://localhost:1",
                "403 | localhost:PORT | null",
                "403 | localhost:PORT | file://",
                "403 | localhost:PORT | http://localhost:PORT~Origin: http://evil.example",
            })
    void answersToItsOwnNamesAndPagesOnly(int status, String host, String origin) throws Exception {
        String head = "Host: " + host + (origin == null ? "" : "\r\nOrigin: " + origin);
        Answer answer =
                ask("GET /jobs HTTP/1.1", head.replace("PORT", "" + port).replace("~", "\r\n"));
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    }

    @Test
    void answersNoRequestWithoutAHost() throws Exception {
        assertThat(ask("GET /jobs HTTP/1.0").status()).isEqualTo(400);
        assertThat(ask("GET /jobs HTTP/1.1").status()).isEqualTo(400);
        assertThat(ask("GET /jobs").status()).isEqualTo(400);
    }

    @Test
    void answersNoOtherSiteThatABrowserTellsOf() throws Exception {
        String own = "Host: localhost:" + port;
        for (String site : List.of("cross-site", "same-site")) {
            assertThat(ask("GET /jobs HTTP/1.1", own, "Sec-Fetch-Site: " + site).status())
                    .isEqualTo(403);
        }
        assertThat(ask("GET /jobs HTTP/1.1", own, "Sec-Fetch-Site: same-origin").status())
                .isEqualTo(200);
        // a link to the web UI
        assertThat(
                        ask(
                                        "GET / HTTP/1.1",
                                        own,
                                        "Sec-Fetch-Site: cross-site",
                                        "Sec-Fetch-Mode: navigate",
                                        "Sec-Fetch-Dest: document")
                                .status())
                .isEqualTo(200);
    }

    @Test
    void servesTheWebUi() throws Exception {
        Answer page = get("/");
        assertThat(page.status()).isEqualTo(200);
        List<String> files =
                SCRIPT.matcher(page.body()).results().map(found -> found.group(1)).toList();
        assertThat(files).anyMatch(file -> file.endsWith(".js"));
        for (String file : files.stream().filter(file -> file.contains(".")).toList()) {
            assertThat(get("/" + file.replaceFirst("^\\./", "")).status()).as(file).isEqualTo(200);
        }
        String id = "/jobs/" + job.getJobID();
        Matcher vertex =
                Pattern.compile("\"vertices\":\\[\\{\"id\":\"(\\w{32})\"").matcher(get(id).body());
        assertThat(vertex.find()).isTrue();
        Matcher taskManager =
                Pattern.compile("\"id\":\"([\\w-]+)\"").matcher(get("/taskmanagers").body());
        assertThat(taskManager.find()).isTrue();
        for (String path :
                List.of(
                        "/config",
                        "/overview",
                        "/jobs/overview",
                        "/jobmanager/config",
                        "/jobmanager/environment",
                        "/jobmanager/metrics?get=Status.JVM.Memory.Heap.Used",
                        "/jobmanager/thread-dump",
                        "/taskmanagers/" + taskManager.group(1) + "/metrics",
                        id + "/config",
                        id + "/exceptions?maxExceptions=10",
                        id + "/checkpoints",
                        id + "/checkpoints/config",
                        id + "/vertices/" + vertex.group(1) + "/backpressure",
                        id + "/vertices/" + vertex.group(1) + "/subtasks/metrics?get=a,b&agg=sum",
                        id + "/vertices/" + vertex.group(1) + "/watermarks")) {
            Answer answer = get(path);
            assertThat(answer.status()).as(path + "\n" + answer.text()).isEqualTo(200);
            assertThat(answer.text().toLowerCase())
                    .as(path)
                    .doesNotContain("access-control-allow")
                    .contains("x-content-type-options: nosniff");
        }
    }

    @Test
    void keepsNothingOfARefusedUpload() throws Exception {
        String boundary = "x".repeat(20);
        String part =
                "--%s\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\"a.jar\"\r\n\r\n"
                        .formatted(boundary);
        for (String path : List.of("/jobs", "/v1/jobs", "/jars/upload")) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                String head =
                        """
                        POST %s HTTP/1.1\r
                        Host: localhost:%d\r
                        Expect: 100-continue\r
                        Transfer-Encoding: chunked\r
                        Content-Type: multipart/form-data; boundary=%s\r
                        \r
                        """
                                .formatted(path, port, boundary);
                send(socket, head);
                send(socket, "%x\r\n%s\r\n".formatted(part.length(), part));
                // it never ends: the answer comes, and then the connection does
                Answer answer = read(socket);
                assertThat(answer.status()).as(answer.text()).isEqualTo(403);
            }
        }
        assertUntouched();
    }

    @Test
    void keepsNoBodyOfAGet() throws Exception {
        String own = "Host: localhost:" + port;
        assertThat(ask("GET /jobs HTTP/1.1", own, "Content-Length: 1025").status()).isEqualTo(413);
        assertThat(ask("GET /jobs HTTP/1.1", own, "Transfer-Encoding: chunked").status())
                .isEqualTo(413);
        assertThat(ask("GET /jobs HTTP/1.1", own, "Content-Length: 2\r\n\r\n{}").status())
                .as("as Flink's client asks")
                .isEqualTo(200);
    }

    @Test
    void answersNothingAfterARefusal() throws Exception {
        String own = " HTTP/1.1\r\nHost: localhost:" + port + "\r\n\r\n";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            send(socket, "GET /jars" + own + "GET /jobs" + own);
            Answer answer = read(socket);
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.text()).doesNotContain(job.getJobID().toString());
        }
    }

    private static void assertUntouched() throws Exception {
        assertThat(job.getJobStatus().get()).isEqualTo(JobStatus.RUNNING);
        try (Stream<Path> uploads = Files.list(folder.resolve("web").resolve("flink-web-upload"))) {
            assertThat(uploads).isEmpty();
        }
    }

    private static String secret() throws IOException {
        return Files.readString(folder.resolve("rest-secret")).strip();
    }

    /** All that came until the connection was closed. */
    private record Answer(String text) {

        int status() {
            return text.startsWith("HTTP/1.1 ") ? Integer.parseInt(text.substring(9, 12)) : 0;
        }

        String body() {
            return text.substring(text.indexOf("\r\n\r\n") + 4);
        }
    }

    private static Answer get(String path) throws IOException {
        return ask("GET " + path + " HTTP/1.1", "Host: localhost:" + port);
    }

    private static Answer post(String path, String body, String... head) throws IOException {
        return ask(
                "POST " + path + " HTTP/1.1",
                "Host: localhost:" + port + "\r\n" + String.join("\r\n", head),
                "Content-Type: application/json",
                "Content-Length: " + body.length() + "\r\n\r\n" + body);
    }

    /** A request on a connection of its own; a body comes behind the last line of the head. */
    private static Answer ask(String... lines) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            String last = lines[lines.length - 1];
            int body = last.indexOf("\r\n\r\n");
            StringBuilder request = new StringBuilder();
            for (int i = 0; i < lines.length - 1; i++) {
                request.append(lines[i]).append("\r\n");
            }
            request.append(body < 0 ? last : last.substring(0, body));
            request.append("\r\nConnection: close\r\n\r\n");
            request.append(body < 0 ? "" : last.substring(body + 4));
            send(socket, request.toString());
            return read(socket);
        }
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    private static Answer read(Socket socket) throws IOException {
        socket.setSoTimeout((int) Duration.ofSeconds(60).toMillis());
        StringBuilder text = new StringBuilder();
        byte[] bytes = new byte[8192];
        try {
            for (int n; (n = socket.getInputStream().read(bytes)) > 0; ) {
                text.append(new String(bytes, 0, n, StandardCharsets.ISO_8859_1));
            }
        } catch (SocketException reset) {
            // what was sent behind the refusal
        }
        return new Answer(text.toString());
    }
}
