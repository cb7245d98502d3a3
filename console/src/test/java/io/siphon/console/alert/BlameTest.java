package io.siphon.console.alert;

import io.siphon.console.ConsoleStore;
import io.siphon.console.search.QueryParser;
import io.siphon.console.search.Search;
import io.siphon.console.search.Subject;
import io.siphon.console.search.TimeRange;
import io.siphon.console.store.Span;
import io.siphon.console.store.Store;
import io.siphon.console.store.StorePool;
import io.siphon.schema.Alert;
import io.siphon.schema.AlertState;
import io.siphon.schema.Call;
import io.siphon.schema.EpochMicros;
import io.siphon.schema.MediaFigures;
import io.siphon.schema.Severity;
import io.siphon.schema.UtcText;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** What an alert is due to, of stored calls whose fault is known; and the search for its calls. */
class BlameTest {

    private static final String NONE_FAILED = "outcome = 'answered'";
    private static final String FAILED =
            "outcome = 'failed', final_status = 503, reason = 'Service Unavailable', answered_at ="
                    + " NULL";

    private ConsoleStore store;
    private int calls;

    @BeforeEach
    void start() throws Exception {
        store = new ConsoleStore();
    }

    @AfterEach
    void stop() throws Exception {
        store.close();
    }

    private String call(int minute, String... set) throws Exception {
        String id = "c" + ++calls;
        store.call(id, "2026-03-01T10:%02d:%02d".formatted(minute, calls % 60), set);
        return id;
    }

    private static Alert alert(String detector, String subject) {
        return alert(detector, subject, 0, 600_000_000);
    }

    private static Alert alert(String detector, String subject, long from, long to) {
        long start = EpochMicros.of(Instant.parse("2026-03-01T10:10:00Z"));
        return new Alert(
                detector,
                Severity.WARNING,
                "",
                subject,
                AlertState.OPEN,
                start + from,
                start + to,
                start,
                0,
                50,
                20,
                10,
                0,
                100,
                "",
                "text",
                false);
    }

    private Blame blame(String detector) {
        try (Store open = Store.open(store.address())) {
            return Blame.of(alert(detector, "carrier-a"), open);
        }
    }

    @Test
    void aPrefixIsNamedWithTheCauseAndThreeCallsOfIt() throws Exception {
        for (int i = 0; i < 60; i++) {
            boolean uk = i % 3 == 0;
            call(
                    10 + i % 10,
                    "callee = '"
                            + (uk ? "+44791" : i % 3 == 1 ? "+33612" : "+49301")
                            + (1000 + i)
                            + "'",
                    uk ? FAILED : NONE_FAILED);
            call(10 + i % 10, "callee = '+44791" + (1000 + i) + "', trunk = 'carrier-b'");
        }

        Blame blame = blame("call_failures");
        assertThat(blame.set()).hasSize(3);
        assertThat(blame.set())
                .containsExactly(
                        "trunk carrier-a", "prefix 4479110", "cause 503 Service Unavailable");
        assertThat(blame.explained()).isEqualTo(1);
        assertThat(blame.others()).isZero();
        assertThat(blame.bad()).isEqualTo(20);
        assertThat(blame.examples()).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void aTrunkThatFailsAllItsCallsIsTheTrunkAlone() throws Exception {
        for (int i = 0; i < 40; i++) {
            call(10 + i % 10, "callee = '+4930" + i % 4 + "00'", FAILED);
            call(10 + i % 10, "callee = '+4930" + i % 4 + "00'", "trunk = 'carrier-b'");
        }

        assertThat(blame("call_failures").set())
                .containsExactly("trunk carrier-a", "cause 503 Service Unavailable");
    }

    @Test
    void aUserAgentIsNamed() throws Exception {
        for (int i = 0; i < 40; i++) {
            boolean old = i % 4 == 0;
            call(
                    10 + i % 10,
                    "user_agent = '" + (old ? "Gateway/1" : "Gateway/2") + "'",
                    old ? FAILED : NONE_FAILED);
        }

        assertThat(blame("call_failures").set())
                .containsExactly("user agent Gateway/1", "cause 503 Service Unavailable");
    }

    @Test
    void chanceIsNotToBlame() throws Exception {
        for (int i = 0; i < 200; i++) {
            call(
                    10 + i % 10,
                    "callee = '+49301" + i % 7 + "', final_status = " + (400 + i % 50),
                    i % 5 == 0 ? "outcome = 'failed'" : NONE_FAILED);
        }

        Blame blame = blame("call_failures");
        assertThat(blame.set()).isEmpty();
        assertThat(blame.words()).isEqualTo("nothing sets the 40 bad calls apart from the others");
    }

    @Test
    void aFewBadCallsSayNothing() throws Exception {
        call(10, FAILED);
        assertThat(blame("call_failures").words())
                .isEqualTo("only 1 bad calls are stored: too few to say");
        assertThat(blame("poor_rtp").words()).isEqualTo("no bad call of it is stored");
        assertThat(blame("invite_flood")).isEqualTo(Blame.NONE);
    }

    @Test
    void poorMediaNamesItsCodec() throws Exception {
        for (int i = 0; i < 40; i++) {
            boolean poor = i % 2 == 0;
            String id = call(10 + i % 10, "codecs = '" + (poor ? "G729" : "PCMA") + "'");
            store.stream(id, "2026-03-01T10:12:00", "from_caller", poor ? 2.0 : 4.2);
        }

        Blame blame = blame("poor_rtp");
        assertThat(blame.set()).containsExactly("codec G729");
        assertThat(blame.words())
                .isEqualTo("codec G729: 100 % of 20 bad calls, and 0 % of the other calls");
    }

    @Test
    void poorIsTheSameForTheLinkAndForWhatIsToBlame() throws Exception {
        for (int i = 0; i < 10; i++) {
            String id = call(10 + i, "codecs = '" + (i < 6 ? "G729" : "PCMA") + "'");
            double mos = MediaFigures.POOR_MOS - (i < 6 ? 0.01 : 0);
            store.stream(id, "2026-03-01T10:12:00", "from_caller", mos);
        }

        assertThat(blame("poor_rtp").bad()).isEqualTo(6);
        assertThat(found("poor_rtp")).hasSize(6);
    }

    private static final String GHOST =
            "outcome = 'timed_out', duration_ms = NULL, released_by = 'network'";

    private static String end(int status, String outcome) {
        return "outcome = '%s', final_status = %d, answered_at = NULL, setup_ms = NULL, duration_ms = NULL"
                .formatted(outcome, status);
    }

    @Test
    void callsThatWereRejectedLowerARatio() throws Exception {
        for (int i = 0; i < 40; i++) {
            boolean uk = i % 4 == 0;
            call(
                    10 + i % 10,
                    "callee = '" + (uk ? "+44791" : "+33612") + (1000 + i) + "'",
                    uk ? end(404, "rejected") + ", reason = 'Not Found'" : NONE_FAILED);
        }

        assertThat(blame("ratio_drop").set())
                .containsExactly("prefix 4479110", "cause 404 Not Found");
        // the network has not failed
        assertThat(blame("call_failures").bad()).isZero();
    }

    @Test
    void anAnsweredCallWithoutAByeHasNotFailed() throws Exception {
        for (int i = 0; i < 10; i++) {
            call(10 + i, GHOST);
        }
        assertThat(blame("call_failures").bad()).isZero();
        assertThat(blame("ratio_drop").bad()).isZero();
    }

    @Test
    void shortCallsAreAnsweredOnesOfLessThanSixSeconds() throws Exception {
        for (int i = 0; i < 40; i++) {
            boolean old = i % 4 == 0;
            call(
                    10 + i % 10,
                    "user_agent = '" + (old ? "Gateway/1" : "Gateway/2") + "'",
                    "duration_ms = " + (old ? 5_999 : 6_000));
            call(10 + i % 10, FAILED + ", duration_ms = NULL");
        }

        Blame blame = blame("short_calls");
        assertThat(blame.set()).containsExactly("user agent Gateway/1");
        assertThat(blame.bad()).isEqualTo(10);
        assertThat(blame.others()).isZero();
    }

    @Test
    void callsBecameShorterThanInTheTimeBefore() throws Exception {
        for (int i = 0; i < 40; i++) {
            String codec = "codecs = '" + (i % 4 == 0 ? "G729" : "PCMA") + "'";
            store.call("b" + i, "2026-03-01T07:30:%02d".formatted(i), codec);
            call(10 + i % 10, codec, i % 4 == 0 ? "duration_ms = 20000" : NONE_FAILED);
            call(10 + i % 10, FAILED + ", duration_ms = NULL");
        }

        Blame blame = blame("acd_drop");
        assertThat(blame.set()).containsExactly("codec G729");
        assertThat(blame.bad()).isEqualTo(10);
    }

    @Test
    void withoutCallsBeforeNothingIsShort() throws Exception {
        for (int i = 0; i < 40; i++) {
            call(10 + i % 10, "duration_ms = 1000");
        }

        Blame blame = blame("acd_drop");
        assertThat(blame.set()).isEmpty();
        assertThat(blame.words())
                .isEqualTo("too few calls of the time before are stored to compare with");
    }

    @Test
    void ghostCallsBeganLongBeforeTheirAlert() throws Exception {
        for (int i = 0; i < 12; i++) {
            store.call(
                    "ghost" + i,
                    "2026-02-28T22:%02d:00".formatted(i),
                    "user_agent = 'Gateway/1'",
                    GHOST,
                    "ended_at = '2026-03-01 10:%02d:00'".formatted(i));
            String poor = call(10 + i % 10, "user_agent = 'Gateway/2'");
            store.stream(poor, "2026-03-01T10:12:00", "from_caller", 2.0);
            call(10 + i % 10, "user_agent = 'Gateway/1'", end(0, "timed_out"));
        }

        Blame blame = blame("ghost_call");
        assertThat(blame.set()).containsExactly("user agent Gateway/1");
        assertThat(blame.bad()).isEqualTo(12);
        assertThat(blame.examples()).allMatch(id -> id.startsWith("ghost"));
        assertThat(found("ghost_call")).hasSize(12).allMatch(id -> id.startsWith("ghost"));
    }

    /** Call-IDs that the search for the calls of an alert finds. */
    private List<String> found(String detector) {
        return found(AlertCalls.of(alert(detector, "carrier-a")));
    }

    private List<String> found(AlertCalls calls) {
        try (StorePool pool = new StorePool(store.address(), 1, Duration.ofSeconds(30))) {
            return new Search(
                            Subject.CALLS,
                            QueryParser.parse(Subject.CALLS, calls.query()),
                            new TimeRange(calls.span().fromMicros(), calls.span().toMicros(), ""),
                            100,
                            null,
                            false)
                    .run(pool, Call.class, Duration.ofSeconds(30)).rows().stream()
                            .map(Call::callId)
                            .toList();
        }
    }

    /** A first finding, of 1 µs, at the answer. */
    @ParameterizedTest
    @ValueSource(strings = {"risk_prefix", "toll_minutes", "new_country"})
    void aCallIsFoundThatWasAnsweredWhenTheAlertWasOpened(String detector) throws Exception {
        call(9, "caller = '+49301234'", "answered_at = '2026-03-01 10:10:00'");
        String country = detector.equals("toll_minutes") ? " to Latvia" : "";
        Alert alert = alert(detector, "+49301234" + country, 0, 1);

        assertThat(found(AlertCalls.of(alert))).containsExactly("c1");
    }

    @Test
    void theTimeOfItsCallsIsSomeTimeInTheSecondsThatAreShown() {
        for (String detector : List.of("risk_prefix", "capture_gap")) {
            for (long after : new long[] {0, 1, 999_999}) {
                Span span = AlertCalls.of(alert(detector, "a", after, after + 1)).span();
                assertThat(UtcText.seconds(span.fromMicros()))
                        .isLessThan(UtcText.seconds(span.toMicros()));
            }
        }
    }

    @Test
    void aReceiverThatDoesNotAnswerHasNoCalls() {
        AlertCalls calls = AlertCalls.of(alert("notify_failed", "webhook"));
        assertThat(calls.isNone()).isTrue();
        assertThat(calls.query()).isEmpty();
        assertThat(AlertCalls.of(alert("call_failures", "a")).isNone()).isFalse();
        assertThat(Blame.isOf("notify_failed")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "call_failures, carrier-a, calls, trunk:carrier-a (outcome:failed OR (outcome:timed_out setup:none))",
        "call_failures, '', calls, 'trunk:\"\" (outcome:failed OR (outcome:timed_out setup:none))'",
        "poor_rtp, 'a b', calls, 'trunk:\"a b\" mos:<3.6'",
        "invite_flood, 192.0.2.1, calls, ip:192.0.2.1",
        "invite_flood, 2001:db8::1, calls, 'ip:\"2001:db8::1\"'",
        "registration_failures, 192.0.2.1, registrations, ip:192.0.2.1",
        "brute_force, sip:a@b, registrations, 'aor:\"sip:a@b\"'",
        "options_down, 192.0.2.1, calls, ip:192.0.2.1",
        "wangiri_in, 1234567, calls, (trunk:*1234567 OR user:*1234567)",
        "seq_calls, +4420, calls, (trunk:+4420 OR user:+4420)",
        "toll_minutes, +49301234 to Latvia, calls, (trunk:+49301234 OR user:+49301234)",
        "toll_minutes, 192.0.2.1 to Trinidad and Tobago, calls, ip:192.0.2.1",
        "risk_prefix, a to b, calls, '(trunk:\"a to b\" OR user:\"a to b\")'",
        "capture_gap, udp:9060, calls, ''",
        "fas, a, calls, trunk:a media:false-answer",
        "short_calls, a, calls, trunk:a outcome:answered dur:<6s",
        "acd_drop, a, calls, trunk:a outcome:answered",
        "ghost_call, a, calls, trunk:a outcome:timed_out !setup:none",
        "one_way, a, calls, trunk:a (media:one-way OR media:unreachable)",
        "no_media, a, calls, trunk:a (media:no-audio OR cause:media_timeout)"
    })
    void theSearchForItsCallsIsInTheQueryLanguage(
            String detector, String subject, String page, String query) {
        AlertCalls calls = AlertCalls.of(alert(detector, subject));
        assertThat(calls.page()).isEqualTo(page);
        assertThat(calls.query()).isEqualTo(query);
        Subject searched = page.equals("calls") ? Subject.CALLS : Subject.REGISTRATIONS;
        assertThat(QueryParser.parse(searched, calls.query())).isNotNull();
        assertThat(calls.span().isEmpty()).isFalse();
    }

    @Test
    void anAlertIsFoundByNumberAndByUidAndKnowsWhoTakesCareOfIt() throws Exception {
        store.execute(
                "INSERT INTO alerts (detector, severity, node, subject, state, opened_at, last_at,"
                        + " changed_at, peak, threshold, windows, reopened, count, suppressed_by,"
                        + " message, uid) VALUES ('call_failures', 'warning', 'n', 's', 'open',"
                        + " '2026-03-01 10:00:00', '2026-03-01 10:01:00', '2026-03-01 10:00:00', 1,"
                        + " 1, 1, 0, 1, '', 'text', RANDOM_UUID())");
        List<StoredAlert> open;
        try (Store read = Store.open(store.address())) {
            open = new AlertReader(read).open();
        }
        assertThat(open).hasSize(1);
        assertThat(open.get(0).ack()).isNull();
        AckWriter writer = new AckWriter(store.address());
        writer.add(open.get(0).uid(), new Ack(1_000_000, "eve", "first"));
        writer.add(open.get(0).uid(), new Ack(2_000_000, "bob", "mine\u0000"));
        try (Store read = Store.open(store.address())) {
            AlertReader reader = new AlertReader(read);
            StoredAlert found = reader.find(open.get(0).uid().toString());
            assertThat(found.ack()).isEqualTo(new Ack(2_000_000, "bob", "mine"));
            assertThat(reader.find(String.valueOf(found.id()))).isEqualTo(found);
            assertThat(reader.find("call_failures", "n", "s", found.alert().openedAt()))
                    .isEqualTo(found);
            for (String none : List.of("0", "x", "' OR 1=1", "99999999999999999999")) {
                assertThat(reader.find(none)).isNull();
            }
        }
    }
}
