package io.siphon.console.web;

import io.siphon.console.ConsoleStore;
import io.siphon.console.flow.HostNames;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/** An alert's page, where nobody logs in: found, explained, acknowledged. */
class AlertPagesTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Pattern TOKEN = Pattern.compile("name=\"token\" value=\"([^\"]+)\"");

    private static ConsoleStore store;
    private static ConsoleServer server;

    @BeforeAll
    static void start() throws Exception {
        store = new ConsoleStore();
        alert("carrier-a", "open");
        alert("carrier-b", "closed");
        for (int i = 0; i < 12; i++) {
            store.call(
                    "call-" + i,
                    "2026-03-01T10:00:%02d".formatted(i),
                    i % 2 == 0
                            ? "outcome = 'failed', final_status = 503, reason = 'Busy', user_agent ="
                                    + " 'Old/1'"
                            : "outcome = 'answered'");
        }
        server =
                ConsoleServer.start(
                        ConsoleSettings.of("127.0.0.1", 18_491, store.address(), HostNames.NONE));
    }

    private static void alert(String subject, String state) throws Exception {
        store.execute(
                "INSERT INTO alerts (detector, severity, node, subject, state, opened_at, last_at,"
                        + " changed_at, peak, threshold, windows, reopened, count, suppressed_by,"
                        + " message, uid) VALUES ('call_failures', 'critical', 'proxy-1', ?, ?,"
                        + " '2026-03-01 10:00:00', '2026-03-01 10:01:00', '2026-03-01 10:00:00', 50,"
                        + " 20, 1, 0, 1, '', '50 % of calls <failed>', RANDOM_UUID())",
                subject, state);
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

    private static HttpResponse<String> post(String path, String form, String... headers)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server.url() + path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void theListBeginsWithWhatIsOpen() throws Exception {
        String list = get("/alerts").body();
        assertThat(list).contains("Open now", "/alerts/1\"", "50 % of calls &lt;failed&gt;");
        assertThat(list).doesNotContain("/alerts/2\"").contains("subject=carrier-b");
        assertThat(get("/alerts?q=state:closed").body())
                .contains("carrier-b")
                .doesNotContain("Open now", "carrier-a");
    }

    @Test
    void aPageSaysWhatIsToBlameAndLinksItsCalls() throws Exception {
        String page = get("/alerts/1").body();
        assertThat(page)
                .contains("user agent Old/1, cause 503 Busy: 100 % of 6 bad calls")
                .contains("/calls/call-0\"")
                .contains("/calls?q=node%3Aproxy-1%20trunk%3Acarrier-a");
        HttpResponse<String> found =
                get(
                        "/alerts/find?detector=call_failures&node=proxy-1&subject=carrier-a&opened=1772359200000000");
        assertThat(found.statusCode()).isEqualTo(302);
        assertThat(found.headers().firstValue("Location").orElse("")).endsWith("/alerts/1");
        assertThat(get("/alerts/77").statusCode()).isEqualTo(404);
        assertThat(get("/alerts/find?opened=x").statusCode()).isEqualTo(404);
    }

    @Test
    void isAcknowledgedByTheFormOfItsPageOnly() throws Exception {
        Matcher token = TOKEN.matcher(get("/alerts/1").body());
        assertThat(token.find()).isTrue();
        String form = "note=on+it&token=" + token.group(1);
        assertThat(post("/alerts/1/ack", "note=forged&token=").statusCode()).isEqualTo(403);
        assertThat(post("/alerts/1/ack", form, "Origin", "http://evil.example").statusCode())
                .isEqualTo(403);
        assertThat(post("/alerts/1/ack", form, "Sec-Fetch-Site", "cross-site").statusCode())
                .isEqualTo(403);
        assertThat(post("/alerts/77/ack", form).statusCode()).isEqualTo(404);
        assertThat(post("/calls", form).statusCode()).isEqualTo(403);
        assertThat(get("/alerts/1").body()).doesNotContain("on it", "forged");

        HttpResponse<String> answer = post("/alerts/1/ack", form);
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(get("/alerts/1").body()).contains("Acknowledged", ": on it");
        assertThat(get("/alerts").body()).contains("title=\"on it\"");
        assertThat(get("/alerts/2").body()).doesNotContain("class=\"acknowledge\"");
    }
}
