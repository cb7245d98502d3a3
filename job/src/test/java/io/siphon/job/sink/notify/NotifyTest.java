package io.siphon.job.sink.notify;

import io.siphon.job.sink.Samples;
import io.siphon.job.testutils.Await;
import io.siphon.schema.Alert;
import io.siphon.schema.AlertState;
import io.siphon.schema.Severity;
import io.siphon.schema.Tables;
import io.siphon.schema.Uids;
import io.siphon.sources.Secret;

import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/** Notifications to real receivers on loopback: each change once, retried, bounded. */
@Timeout(180)
class NotifyTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration HOUR = Duration.ofHours(1);

    private static final long OPENED = Samples.alert("a", Severity.CRITICAL).changedAt();

    private static final AlertText TEXT =
            new AlertText(Tables.ALERTS.with(Uids.of("0123456789abcdef")), "https://console");

    private final NotifyCounters counters = new NotifyCounters(new UnregisteredMetricsGroup());
    private final Log log = new Log();
    private final List<NotifyWriter> writers = new ArrayList<>();
    private FakeReceiver server;
    private long now = Samples.NOON / 1000;

    @BeforeEach
    void start() throws Exception {
        server = new FakeReceiver();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        for (NotifyWriter writer : writers) {
            writer.close();
        }
    }

    private static final class Log implements DeliveryLog {

        private final Set<String> delivered = new HashSet<>();
        private final List<String> failed = new ArrayList<>();

        @Override
        public synchronized boolean isDelivered(Notification notification) {
            return delivered.contains(notification.toString());
        }

        @Override
        public synchronized void delivered(Notification notification) {
            delivered.add(notification.toString());
        }

        @Override
        public synchronized void failed(String receiver, int dropped, String why) {
            failed.add(receiver + " " + dropped + " " + why);
        }

        @Override
        public boolean isBusy() {
            return false;
        }

        synchronized List<String> failures() {
            return List.copyOf(failed);
        }
    }

    private NotifyWriter writer(Receiver receiver, int most, Duration giveUpAfter) {
        NotifyWriter writer =
                new NotifyWriter(
                        List.of(
                                new ReceiverQueue(
                                        receiver,
                                        new ReceiverQueue.Limits(
                                                most,
                                                Duration.ofMillis(5),
                                                Duration.ofMillis(20),
                                                giveUpAfter),
                                        log,
                                        counters,
                                        () -> now,
                                        getClass().getClassLoader())),
                        TEXT,
                        HOUR,
                        counters,
                        () -> now);
        writers.add(writer);
        return writer;
    }

    private NotifyWriter webhook() {
        return writer(new WebhookReceiver(server.url(), Secret.of(""), PATIENCE), 100, HOUR);
    }

    private static Alert alert(
            String trunk, AlertState state, String suppressedBy, boolean change) {
        return alert(trunk, state, suppressedBy, change, 0);
    }

    private static Alert alert(
            String trunk, AlertState state, String suppressedBy, boolean change, int minute) {
        Alert open = Samples.alert(trunk, Severity.CRITICAL);
        return new Alert(
                open.detector(),
                open.severity(),
                open.node(),
                trunk,
                state,
                open.openedAt(),
                open.lastAt(),
                open.changedAt() + minute * 60_000_000L,
                state == AlertState.CLOSED ? open.lastAt() : 0,
                open.peak(),
                open.threshold(),
                2,
                0,
                open.count(),
                suppressedBy,
                open.text(),
                change);
    }

    private static Alert alert(String trunk, AlertState state) {
        return alert(trunk, state, "", true);
    }

    private List<FakeReceiver.Request> requests(int number) throws Exception {
        return Await.until(
                "requests", PATIENCE, server::requests, requests -> requests.size() >= number);
    }

    @Test
    void onlyChangesThatPeopleWantToKnowAreSent() throws Exception {
        NotifyWriter writer = webhook();
        writer.write(alert("a", AlertState.OPEN), null);
        writer.write(alert("a", AlertState.OPEN, "", false), null);
        writer.write(alert("a", AlertState.OPEN), null);
        writer.write(alert("a", AlertState.WORSE), null);
        writer.write(alert("a", AlertState.BETTER), null);
        writer.write(alert("b", AlertState.SUPPRESSED, "maintenance", true), null);
        writer.write(alert("b", AlertState.CLOSED, "maintenance", true), null);
        writer.write(alert("a", AlertState.CLOSED), null);
        writer.flush(true);

        String uid = TEXT.uid(alert("a", AlertState.OPEN)).toString();
        assertThat(requests(3))
                .extracting(FakeReceiver.Request::key)
                .containsExactly(uid + "/open/0", uid + "/worse/0/" + OPENED, uid + "/closed/0");
    }

    @Test
    void whatGetsWorseAgainIsSentAgainAndOnceAfterARestart() throws Exception {
        NotifyWriter writer = webhook();
        for (int i = 0; i < 2; i++) { // the second time since the last checkpoint
            writer.write(alert("a", AlertState.OPEN), null);
            writer.write(alert("a", AlertState.WORSE, "", true, 1), null);
            writer.write(alert("a", AlertState.BETTER, "", true, 5), null);
            writer.write(alert("a", AlertState.WORSE, "", true, 7), null);
            writer.write(alert("a", AlertState.CLOSED, "", true, 9 + i), null);
            writer.flush(true);
        }

        assertThat(requests(4))
                .extracting(request -> request.key().replaceFirst("^[^/]*/", ""))
                .containsExactly(
                        "open/0",
                        "worse/0/" + (OPENED + 60_000_000L),
                        "worse/0/" + (OPENED + 7 * 60_000_000L),
                        "closed/0");
    }

    @Test
    void saysInWordsWhoWhatHowMuchSinceWhenAndWhichCalls() throws Exception {
        NotifyWriter writer =
                writer(new WebhookReceiver(server.url(), Secret.of("key"), PATIENCE), 100, HOUR);
        writer.write(alert("carrier-a\u001b[2J", AlertState.OPEN), null);

        FakeReceiver.Request request = requests(1).get(0);
        JsonNode json = new ObjectMapper().readTree(request.body());
        assertThat(json.get("title").asText())
                .isEqualTo("critical: call_failures carrier-a\uFFFD[2J open");
        assertThat(json.get("text").asText())
                .startsWith(
                        "42.0 % of 100 calls of trunk carrier-a\uFFFD[2J failed in the network, as node"
                                + " proxy-1 captured it; threshold 20; since 2026-03-01 12:00:00"
                                + " UTC, in 2 windows; calls: https://console/alerts/");
        assertThat(json.get("alert").get("state").asText()).isEqualTo("open");
        assertThat(json.get("alert").get("uid").asText())
                .isEqualTo(request.key().replaceFirst("/.*", ""));
        // by openssl dgst -sha256 -hmac key, of what was sent
        assertThat(request.signature())
                .isEqualTo(
                        "sha256="
                                + WebhookReceiver.hmac(
                                        "key", request.body().getBytes(StandardCharsets.UTF_8)));
    }

    /** RFC 4231, test case 2. */
    @Test
    void signsAsTheRfcSays() {
        assertThat(
                        WebhookReceiver.hmac(
                                "Jefe",
                                "what do ya want for nothing?".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    @Test
    void anUnavailableReceiverIsTriedAgainWithTheSameKey() throws Exception {
        server.answers(503, 429, 500);
        NotifyWriter writer = webhook();
        writer.write(alert("a", AlertState.OPEN), null);
        writer.flush(true);

        assertThat(requests(4))
                .extracting(FakeReceiver.Request::key)
                .hasSize(4)
                .containsOnly(TEXT.key(alert("a", AlertState.OPEN)));
        assertThat(log.failures()).isEmpty();
    }

    @Test
    void whatIsRefusedIsDroppedAndCountedAndTheNextIsSent() throws Exception {
        server.answers(400);
        NotifyWriter writer = webhook();
        writer.write(alert("a", AlertState.OPEN), null);
        writer.write(alert("b", AlertState.OPEN), null);
        writer.flush(true);

        assertThat(requests(2)).hasSize(2);
        assertThat(log.failures()).containsExactly("webhook 1 refused: HTTP status 400");
        assertThat(counters.allDropped()).isEqualTo(1);
        assertThat(counters.allSent()).isEqualTo(1);
    }

    @Test
    void itIsGivenUpAtLast() throws Exception {
        server.answers(503, 503, 503);
        NotifyWriter writer =
                writer(
                        new WebhookReceiver(server.url(), Secret.of(""), PATIENCE),
                        100,
                        Duration.ZERO);
        writer.write(alert("a", AlertState.OPEN), null);
        writer.flush(true);

        assertThat(log.failures()).containsExactly("webhook 1 HTTP status 503");
    }

    @Test
    void aReceiverThatHangsBlocksNobodyAndTheOldestIsDropped() throws Exception {
        server.hanging();
        NotifyWriter writer =
                writer(
                        new WebhookReceiver(server.url(), Secret.of(""), Duration.ofMillis(300)),
                        10,
                        HOUR);
        for (int i = 0; i < 1_000; i++) {
            writer.write(alert("t" + i, AlertState.OPEN), null);
        }
        List<Notification> waiting = writer.snapshotState(1);
        assertThat(waiting).hasSize(10);
        assertThat(waiting.get(9).key()).isEqualTo(TEXT.key(alert("t999", AlertState.OPEN)));
        assertThat(counters.allDropped()).isEqualTo(990);
        Await.until("failures", PATIENCE, log::failures, failures -> !failures.isEmpty());
        assertThat(log.failures().get(0)).startsWith("webhook ").endsWith("more than 10 wait");
    }

    @Test
    void aRestartNeitherLosesNorRepeats() throws Exception {
        NotifyWriter first = webhook();
        first.write(alert("a", AlertState.OPEN), null);
        first.flush(true);
        server.answers(503, 503, 503, 503, 503, 503, 503, 503, 503, 503, 503, 503);
        first.write(alert("b", AlertState.OPEN), null);
        List<Notification> state = first.snapshotState(1);
        first.close();
        int before = server.requests().size();
        NotificationSerializer serializer = new NotificationSerializer();
        NotifyWriter second = webhook();
        List<Notification> read = new ArrayList<>();
        for (Notification notification : state) {
            read.add(serializer.deserialize(1, serializer.serialize(notification)));
        }
        second.restore(read);
        // the job comes by both again, since its last checkpoint
        second.write(alert("a", AlertState.OPEN), null);
        second.write(alert("b", AlertState.OPEN), null);
        second.flush(true);

        assertThat(server.requests().subList(before, server.requests().size()))
                .extracting(FakeReceiver.Request::key)
                .isNotEmpty()
                .containsOnly(TEXT.key(alert("b", AlertState.OPEN)));
        assertThat(counters.allSent()).isEqualTo(2);
    }

    @Test
    void aBackfillOfLastWeekWakesNobody() throws Exception {
        now += Duration.ofDays(7).toMillis();
        NotifyWriter writer = webhook();
        writer.write(alert("a", AlertState.OPEN), null);
        writer.flush(true);

        assertThat(server.requests()).isEmpty();
    }

    /** A silence, or a time in which nobody listened, opens at its beginning. */
    @Test
    void whatBeganHoursAgoAndIsFoundNowIsSent() throws Exception {
        NotifyWriter writer = webhook();
        writer.write(alert("a", AlertState.OPEN, "", true, -180), null);
        writer.flush(true);

        assertThat(requests(1)).hasSize(1);
    }

    @Test
    void alertmanagerGetsWhatItsApiAsksFor() throws Exception {
        NotifyWriter writer =
                writer(new AlertmanagerReceiver(server.url() + "/", HOUR, PATIENCE), 100, HOUR);
        writer.write(alert("a", AlertState.OPEN), null);
        writer.write(alert("a", AlertState.CLOSED), null);
        writer.flush(true);

        List<FakeReceiver.Request> requests = requests(2);
        assertThat(requests).extracting(FakeReceiver.Request::path).containsOnly("/api/v2/alerts");
        JsonNode fired = new ObjectMapper().readTree(requests.get(0).body());
        assertThat(fired).hasSize(1);
        assertThat(fired.get(0).get("labels").toString())
                .isEqualTo(
                        "{\"alertname\":\"call_failures\",\"severity\":\"critical\",\"node\":\"proxy-1\",\"subject\":\"a\",\"job\":\"siphon\"}");
        assertThat(fired.get(0).get("startsAt").asText()).isEqualTo("2026-03-01T12:00:00Z");
        assertThat(Instant.parse(fired.get(0).get("endsAt").asText())).isAfter(Instant.now());
        JsonNode resolved = new ObjectMapper().readTree(requests.get(1).body());
        assertThat(resolved).hasSize(2);
        assertThat(resolved)
                .allSatisfy(
                        one ->
                                assertThat(Instant.parse(one.get("endsAt").asText()))
                                        .isBeforeOrEqualTo(Instant.now()));
    }

    @Test
    void aCommandGetsTheJsonOnItsInput(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("got");
        NotifyWriter writer =
                writer(
                        new CommandReceiver(
                                List.of(
                                        "/bin/sh",
                                        "-c",
                                        "cat > \"$1\"; echo \"$SIPHON_KEY\" >> \"$1\"",
                                        "sh",
                                        file.toString()),
                                PATIENCE),
                        100,
                        HOUR);
        writer.write(alert("a", AlertState.OPEN), null);
        writer.flush(true);

        assertThat(Files.readString(file))
                .startsWith("{\"version\":1,")
                .endsWith("}" + TEXT.key(alert("a", AlertState.OPEN)) + "\n");
        assertThat(counters.allSent()).isEqualTo(1);
    }

    private static MailReceiver mail(FakeSmtp smtp, String user, String password, String... to) {
        return new MailReceiver(
                "127.0.0.1",
                smtp.port(),
                MailReceiver.Protection.NONE,
                user,
                Secret.of(password),
                "siphon@example.net",
                List.of(to),
                PATIENCE);
    }

    @Test
    void aMailIsPlainAsciiWithTheWordsInIt() throws Exception {
        try (FakeSmtp smtp = new FakeSmtp("250 taken", "451 later", "250 taken")) {
            NotifyWriter writer =
                    writer(mail(smtp, "", "", "noc@example.net", "eve@example.net"), 100, HOUR);
            writer.write(alert("Z\u00fcrich-\u202ea", AlertState.OPEN), null);
            writer.write(alert("b", AlertState.OPEN), null);
            writer.flush(true);

            assertThat(smtp.recipients())
                    .hasSize(6)
                    .contains("RCPT TO:<noc@example.net>", "RCPT TO:<eve@example.net>");
            assertThat(smtp.mails()).hasSize(3);
            String first = smtp.mails().get(0);
            assertThat(first)
                    .contains("Message-ID: <", ".open.0@siphon>", "charset=utf-8")
                    .matches("(?s)[\\x00-\\x7f]*");
            assertThat(first.lines()).allMatch(line -> line.length() <= 78);
            String words =
                    new String(
                            Base64.getMimeDecoder().decode(first.substring(first.indexOf("\n\n"))),
                            StandardCharsets.UTF_8);
            assertThat(words).startsWith("42.0 % of 100 calls of trunk Z\u00fcrich-\uFFFDa failed");
            assertThat(smtp.mails().get(1)).isEqualTo(smtp.mails().get(2)).isNotEqualTo(first);
            assertThat(counters.allSent()).isEqualTo(2);
        }
    }

    @Test
    void oneDeadMailboxDoesNotKeepTheMailFromTheOthers() throws Exception {
        try (FakeSmtp smtp = new FakeSmtp("250 taken")) {
            NotifyWriter writer =
                    writer(
                            mail(
                                    smtp,
                                    "siphon",
                                    "open sesame",
                                    "gone@example.net",
                                    "noc@example.net"),
                            100,
                            HOUR);
            writer.write(alert("a", AlertState.OPEN), null);
            writer.flush(true);

            assertThat(smtp.logins()).containsExactly("c2lwaG9u", "b3BlbiBzZXNhbWU=");
            assertThat(smtp.mails())
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("Date: Sun, 1 Mar 2026");
            assertThat(counters.allSent()).isEqualTo(1);
            assertThat(log.failures()).containsExactly("mail 1 refused by some: 550 no such user");
        }
    }

    @Test
    void aMailThatIsRefusedIsDropped() throws Exception {
        try (FakeSmtp smtp = new FakeSmtp("554 no")) {
            NotifyWriter writer = writer(mail(smtp, "", "", "noc@example.net"), 100, HOUR);
            writer.write(alert("a", AlertState.OPEN), null);
            writer.flush(true);

            assertThat(log.failures()).containsExactly("mail 1 refused: 554 no");
        }
    }

    @Test
    void aCommandThatHangsOrFailsIsTriedAgain() throws Exception {
        NotifyWriter hangs =
                writer(
                        new CommandReceiver(List.of("/bin/sleep", "60"), Duration.ofMillis(50)),
                        100,
                        Duration.ZERO);
        hangs.write(alert("a", AlertState.OPEN), null);
        hangs.flush(true);
        NotifyWriter fails =
                writer(new CommandReceiver(List.of("/bin/false"), PATIENCE), 100, Duration.ZERO);
        fails.write(alert("b", AlertState.OPEN), null);
        fails.flush(true);

        assertThat(log.failures())
                .containsExactly("command 1 did not end within 50 ms", "command 1 exit status 1");
    }
}
