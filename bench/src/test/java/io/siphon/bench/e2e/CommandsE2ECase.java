package io.siphon.bench.e2e;

import io.siphon.bench.lab.CaptureSocket;
import io.siphon.bench.lab.HepSender;
import io.siphon.bench.lab.KnownCalls;
import io.siphon.bench.lab.SiphonCommand;
import io.siphon.bench.lab.SiphonCommand.Result;
import io.siphon.bench.lab.UdpEndpoint;
import io.siphon.bench.server.PostgresServer;
import io.siphon.job.testutils.Await;
import io.siphon.sources.Captures;
import io.siphon.sources.hep.HepFramer;
import io.siphon.sources.hep.HepProtocol;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/** The other commands, and what a user is told who asks for what cannot be. */
@Timeout(600)
class CommandsE2ECase {

    private static final int USAGE = 2;

    private static final Pattern SENT = Pattern.compile("sent (\\d+) (?:messages|datagrams) of");

    @Test
    void tailPrintsALineForEachMessage() throws Exception {
        UdpEndpoint port = UdpEndpoint.free("127.0.0.1");
        KnownCalls call = KnownCalls.past(1, 1, Duration.ofSeconds(1), 1);
        try (SiphonCommand tail =
                        SiphonCommand.start("tail", "--port", "" + port.port(), "--count", "4");
                HepSender agent = new HepSender("127.0.0.1", port)) {
            tail.awaitOutput("listening on udp and tcp");
            agent.send(call.datagram(0));
            agent.send(
                    "OPTIONS sip:bob@192.0.2.1 SIP/2.0\r\nCall-ID: plain\r\nCSeq: 1 OPTIONS\r\n\r\n"
                            .getBytes(StandardCharsets.UTF_8));
            agent.send("what is this?".getBytes(StandardCharsets.UTF_8));
            tail.awaitOutput("undecodable");
            try (Socket connection = new Socket(port.ip(), port.port())) {
                connection.getOutputStream().write(call.datagram(1));
            }

            Result result = tail.awaitEnd();
            assertThat(result.status()).isZero();
            List<String> lines = result.output().lines().toList();
            assertThat(lines).as(result.output()).hasSize(5);
            assertThat(lines.get(1))
                    .contains("HEP3 node=generate udp:198.51.100.")
                    .contains(" INVITE sip:+4420")
                    .endsWith(call.expected().keySet().iterator().next());
            assertThat(lines.get(2)).contains(" SIP ").endsWith("OPTIONS sip:bob@192.0.2.1  plain");
            assertThat(lines.get(3)).contains(" from 127.0.0.1: undecodable, ");
            assertThat(lines.get(4)).contains("HEP3 node=generate udp:");
        }
    }

    @Test
    void theLauncherTakesTheJavaOfJavaHome(@TempDir Path home) throws Exception {
        Path java = Files.createDirectory(home.resolve("bin")).resolve("java");
        String real = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Files.writeString(java, "#!/bin/sh\necho of JAVA_HOME\nexec '" + real + "' \"$@\"\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
        try (SiphonCommand version =
                SiphonCommand.start(Map.of("JAVA_HOME", home.toString()), "--version")) {
            Result result = version.awaitEnd();
            assertThat(result.status()).as(result.output()).isZero();
            assertThat(result.output()).contains("of JAVA_HOME\nsiphon ");
        }
    }

    @Test
    void replaySendsWhatTheCaptureHolds(@TempDir Path folder) throws Exception {
        Path capture = folder.resolve("basic.pcap");
        try (InputStream in = Captures.open("kam-hep3-basic.hep.pcap")) {
            Files.copy(in, capture);
        }
        try (CaptureSocket collector = CaptureSocket.open()) {
            Result result =
                    SiphonCommand.run(
                            "replay",
                            capture.toString(),
                            "--to",
                            "udp://" + collector.endpoint(),
                            "--speed",
                            "max");
            assertThat(result.status()).as(result.output()).isZero();
            assertThat(sent(result))
                    .isEqualTo(Captures.datagrams("kam-hep3-basic").size())
                    .isEqualTo(awaitDatagrams(collector, sent(result)));
            assertThat(collector.packets()).allMatch(packet -> packet.error() == null);
        }
    }

    @Test
    void generateSendsWhatItSays() {
        try (CaptureSocket collector = CaptureSocket.open()) {
            Result result =
                    SiphonCommand.run(
                            "generate",
                            "--calls=20",
                            "--rate=1000",
                            "--mean-duration=0.2",
                            "--seed=7",
                            "--to=udp://" + collector.endpoint());
            assertThat(result.status()).as(result.output()).isZero();
            assertThat(sent(result)).isEqualTo(awaitDatagrams(collector, sent(result)));
            assertThat(
                            collector.packets().stream()
                                    .filter(packet -> packet.protocol() == HepProtocol.SIP)
                                    .map(packet -> packet.correlationId())
                                    .distinct())
                    .hasSize(20);
        }
    }

    @Test
    void generateSendsFramesOverTcp() throws Exception {
        try (ServerSocket collector = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            CompletableFuture<byte[]> received =
                    CompletableFuture.supplyAsync(() -> receive(collector));
            Result result =
                    SiphonCommand.run(
                            "generate",
                            "--calls=20",
                            "--rate=1000",
                            "--mean-duration=0.2",
                            "--to=tcp://127.0.0.1:" + collector.getLocalPort());
            assertThat(result.status()).as(result.output()).isZero();
            int[] frames = {0};
            HepFramer framer = new HepFramer();
            byte[] bytes = received.get();
            framer.feed(bytes, 0, bytes.length, (array, offset, length) -> frames[0]++);
            assertThat(frames[0]).isEqualTo(sent(result));
            assertThat(framer.pending()).isZero();
        }
    }

    private static byte[] receive(ServerSocket collector) {
        try (Socket connection = collector.accept()) {
            return connection.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int sent(Result result) {
        Matcher sent = SENT.matcher(result.output());
        assertThat(sent.find()).as(result.output()).isTrue();
        return Integer.parseInt(sent.group(1));
    }

    private static int awaitDatagrams(CaptureSocket collector, int wanted) {
        return Await.until(
                "datagrams", Duration.ofSeconds(60), collector::count, count -> count >= wanted);
    }

    @Test
    void aBusyPortIsOneSentence() throws Exception {
        try (DatagramSocket other = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            assertSentence(
                    SiphonCommand.run("run", "-Dhep.udp.bind=127.0.0.1:" + other.getLocalPort()),
                    "siphon: cannot listen on udp 127.0.0.1:" + other.getLocalPort());
            assertSentence(
                    SiphonCommand.run("tail", "--port", "" + other.getLocalPort()),
                    "siphon: cannot listen on udp " + other.getLocalPort());
        }
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String port = "127.0.0.1:" + other.getLocalPort();
            assertSentence(
                    SiphonCommand.run("run", "-Dhep.udp.bind=" + port),
                    "siphon: cannot listen on tcp " + port);
            assertSentence(
                    SiphonCommand.run("tail", "--port", "" + other.getLocalPort()),
                    "siphon: cannot listen on tcp ");
        }
    }

    @Test
    void anUnreachableDatabaseIsOneSentence() {
        assertSentence(
                SiphonCommand.run("run", "-Dstore.jdbc.url=jdbc:postgresql://127.0.0.1:1/x"),
                "siphon: store.jdbc.url: PostgreSQL at 127.0.0.1:1/x cannot be reached");
    }

    @Test
    void aWrongPasswordIsOneSentence() {
        try (PostgresServer postgres = PostgresServer.started()) {
            assertSentence(
                    SiphonCommand.run(
                            "run",
                            "-Dstore.jdbc.url=" + postgres.url(),
                            "-Dstore.jdbc.user=" + PostgresServer.USER,
                            "-Dstore.jdbc.password=wrong"),
                    "siphon: store.jdbc.url: PostgreSQL at 127.0.0.1:" + postgres.port());
        }
    }

    @Test
    void aMistypedKeyIsOneSentenceThatNamesTheRightOne() {
        assertSentence(
                SiphonCommand.run("run", "-Dhep.udp.bnd=127.0.0.1:9060"),
                "siphon: unknown option hep.udp.bnd; did you mean hep.udp.bind?");
    }

    private static void assertSentence(Result result, String beginning) {
        assertThat(result.output()).startsWith(beginning);
        assertThat(result.output().lines()).as(result.output()).hasSize(1);
        assertThat(result.output()).doesNotContain("Exception", "\tat ");
        assertThat(result.status()).isEqualTo(USAGE);
    }
}
