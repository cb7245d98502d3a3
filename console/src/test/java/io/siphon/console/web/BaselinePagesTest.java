package io.siphon.console.web;

import io.siphon.console.ConsoleStore;
import io.siphon.console.baseline.CountedBaselines;
import io.siphon.console.flow.HostNames;
import io.siphon.schema.EpochMicros;
import io.siphon.schema.Measurement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** Baselines as people see them: listed, looked for, by the hour of the week. */
class BaselinePagesTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final long MINUTE = 60_000_000L;

    /** Markup, ANSI, bidi, NUL: as a sender may put them into the name of a node. */
    private static final String EVIL = "<script>alert(1)</script>\u001b[31m\u202e\u0000\"',=\\";

    private static ConsoleStore store;
    private static ConsoleServer server;

    @BeforeAll
    static void start() throws Exception {
        store = new ConsoleStore();
        for (int i = 0; i < 60; i++) {
            attempts("edge-1", "trunk-%02d".formatted(i), 1, 100 + i);
        }
        attempts("edge-2", "Carrier-A", 1, 10);
        attempts("edge-2", "Carrier-A", 2, 20);
        attempts(EVIL, EVIL, 1, 7);
        server =
                ConsoleServer.start(
                        ConsoleSettings.of("127.0.0.1", 18_440, store.address(), HostNames.NONE)
                                .learning(CountedBaselines::new));
        while (json("").get("learning").asBoolean()) {
            // the first answer may come while it learns
        }
    }

    private static void attempts(String node, String trunk, int minutesAgo, int count)
            throws Exception {
        long start = EpochMicros.now() - minutesAgo * MINUTE;
        Measurement window =
                new Measurement(
                        "call_attempts",
                        start,
                        start + MINUTE,
                        Map.of("node", node, "trunk", trunk),
                        Map.of(),
                        null);
        store.execute(
                "INSERT INTO measurements (name, window_start, window_end, tags, node, trunk,"
                        + " count) VALUES ('call_attempts', ?, ?, ?, ?, ?, ?)",
                EpochMicros.utc(window.startMicros()),
                EpochMicros.utc(window.endMicros()),
                window.tagLine(),
                node,
                trunk,
                count);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
        store.close();
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create(server.url() + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(String query) throws Exception {
        return new ObjectMapper().readTree(get("/api/v1/baselines" + query).body());
    }

    @Test
    void aSeriesIsShownWithWhatIsUsual() throws Exception {
        HttpResponse<String> page = get("/baselines?series=carrier");

        assertThat(page.body())
                .contains("1 to 1 of 1, learnt at ", " in Europe/Berlin, calls in steps of 5 min.")
                .contains("Carrier-A", "1/168", "3 weeks", "15.0", "2.00", "calls", "1.25")
                .contains("<span class=\"bad\">unusual</span>")
                .doesNotContain("trunk-00", "Next page");
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .contains(RequestGuard.POLICY);
    }

    @Test
    void manySeriesArePaged() throws Exception {
        String first = get("/baselines?metric=CALL_&series=edge-1").body();
        assertThat(first)
                .contains("1 to 50 of 60,", "trunk-49", "metric=CALL_&amp;series=edge-1&amp;page=2")
                .doesNotContain("trunk-50", "Previous page");
        assertThat(get("/baselines?metric=CALL_&series=edge-1&page=2").body())
                .contains("51 to 60 of 60,", "trunk-59", "Previous page")
                .doesNotContain("trunk-49", "Next page");
        assertThat(get("/baselines?series=edge-1&page=9").body())
                .contains("There are 2 pages. Learnt at ");
        assertThat(get("/baselines?metric=asr").body())
                .contains("No baseline of that metric, node or trunk. Learnt at ");
        assertThat(get("/baselines?page=0").statusCode()).isEqualTo(400);
    }

    @Test
    void theWeekOfASeriesIsATableOfHours() throws Exception {
        String page =
                get("/baselines/week?metric=call_attempts&node=edge-2&trunk=Carrier-A").body();

        assertThat(page)
                .contains("call_attempts of trunk Carrier-A at edge-2")
                .contains("Usual ± spread, calls", "Weeks that are known")
                .contains("<th scope=\"row\">00:00</th>", "<th scope=\"row\">23:00</th>")
                .contains("<strong>now: 15.0 ± 2.00</strong>", "15.0 ± 2.00 *", "Sunday")
                .contains("Known by the hour of the week: 1 of 168");
        assertThat(get("/baselines/week?metric=call_attempts&node=edge-2").statusCode())
                .isEqualTo(404);
    }

    @Test
    void aHostileNameIsText() throws Exception {
        String list = get("/baselines?series=" + Show.encode("<SCRIPT>")).body();
        String week =
                get("/baselines/week?metric=call_attempts&node="
                                + Show.encode(EVIL)
                                + "&trunk="
                                + Show.encode(EVIL))
                        .body();
        String rest = get("/api/v1/baselines?series=" + Show.encode("<SCRIPT>")).body();

        assertThat(list).contains("1 to 1 of 1", "&lt;script&gt;alert(1)");
        assertThat(week).contains("call_attempts of trunk &lt;script&gt;alert(1)");
        for (String body : new String[] {list, week, rest}) {
            assertThat(body).doesNotContain("\u001b", "\u202e", "\u0000");
        }
        assertThat(list + week).doesNotContain("<script>alert", "style=", "onclick");
        assertThat(new ObjectMapper().readTree(rest).get("baselines").get(0).get("node").asText())
                .isEqualTo(EVIL);
    }

    @Test
    void restHasTheSame() throws Exception {
        JsonNode json = json("?series=edge-2&week=yes");
        JsonNode row = json.get("baselines").get(0);

        assertThat(json.get("total").asInt()).isEqualTo(1);
        assertThat(json.get("zone").asText()).isEqualTo("Europe/Berlin");
        assertThat(row.get("usual").asDouble()).isEqualTo(15);
        assertThat(row.get("judged_by").asText()).isEqualTo("hour_of_week");
        assertThat(row.get("unusual").asBoolean()).isTrue();
        assertThat(row.get("hours")).hasSize(168);
        assertThat(row.get("hours").get(0).get("weeks").asInt()).isEqualTo(3);
        assertThat(row.get("hours").get(2).get("usual").isNull()).isTrue();
        assertThat(json("?page=2").get("baselines")).hasSize(12);
        assertThat(json("").get("pages").asInt()).isEqualTo(2);
        assertThat(json("").get("baselines").get(0).has("hours")).isFalse();
    }

    @Test
    void aConsoleWithoutLearnerSaysSo() throws Exception {
        try (ConsoleServer alone =
                ConsoleServer.start(
                        ConsoleSettings.of("127.0.0.1", 18_450, store.address(), HostNames.NONE))) {
            HttpRequest page =
                    HttpRequest.newBuilder(URI.create(alone.url() + "/baselines")).build();
            HttpRequest rest =
                    HttpRequest.newBuilder(URI.create(alone.url() + "/api/v1/baselines")).build();

            assertThat(CLIENT.send(page, HttpResponse.BodyHandlers.ofString()).body())
                    .contains("This console learns no baselines.");
            assertThat(CLIENT.send(rest, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(404);
        }
    }
}
