package io.siphon.console.web;

import io.siphon.console.ConsoleStore;
import io.siphon.console.baseline.CountedBaselines;
import io.siphon.console.flow.HostNames;
import io.siphon.schema.EpochMicros;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/** What REST answers is what openapi.yaml says: status, content type, and the shape of the JSON. */
class OpenApiTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    private static ConsoleStore store;
    private static ConsoleServer server;
    private static JsonNode description;

    @BeforeAll
    static void start() throws Exception {
        store = new ConsoleStore();
        store.call("a@x", "2026-03-01T10:00:00", "correlation_id = 'cdr-1'");
        store.call("b@x", "2026-03-01T10:01:00", "ended_at = NULL", "duration_ms = NULL");
        store.message(
                "a@x",
                "2026-03-01T10:00:00.000100",
                "udp:192.0.2.1:5060",
                "udp:192.0.2.2:5060",
                "proxy-1",
                ConsoleStore.sip("INVITE sip:bob@example.com SIP/2.0", "a@x", "1 INVITE"));
        store.message(
                "a@x",
                "2026-03-01T10:00:00.200000",
                "udp:192.0.2.2:5060",
                "udp:192.0.2.1:5060",
                "proxy-1",
                ConsoleStore.sip("SIP/2.0 503 Service Unavailable", "a@x", "1 INVITE"));
        store.stream("a@x", "2026-03-01T10:00:02", "from_caller", 4.2);
        store.stream("a@x", "2026-03-01T10:00:02", "from_callee", null);
        store.execute(
                "INSERT INTO alerts (state, windows, reopened, suppressed_by, changed_at, detector,"
                        + " severity, node, subject, opened_at, last_at, peak, threshold, count,"
                        + " message, uid) VALUES ('closed', 1, 0, '', '2026-03-01 10:01:00',"
                        + " 'call_failures', 'critical', '', 'carrier-a', '2026-03-01 10:00:00',"
                        + " '2026-03-01 10:01:00', 1, 1, 1, 'm', RANDOM_UUID())");
        store.execute(
                "INSERT INTO measurements (name, window_start, window_end, tags, count, sum) VALUES"
                        + " ('call_attempts', '2026-03-01 10:00:00', '2026-03-01 10:01:00', '', 2, 2)");
        long lately = EpochMicros.now() - 3_600_000_000L;
        store.execute(
                "INSERT INTO measurements (name, window_start, window_end, tags, count) VALUES"
                        + " ('call_attempts', ?, ?, 'node=edge-1,trunk=carrier-a', 2)",
                EpochMicros.utc(lately),
                EpochMicros.utc(lately + 60_000_000));
        store.execute(
                "INSERT INTO registrations (aor, call_id, cseq, kind, contact, user_agent, source,"
                        + " destination, node, trunk, direction, started_at, ended_at, delay_ms,"
                        + " requested_expires_s, expires_s, outcome, final_status, uid) VALUES"
                        + " ('sip:alice@example.com', 'r@x', 1, 'refresh', 'sip:alice@192.0.2.1',"
                        + " 'Phone/1.0', 'udp:192.0.2.1:5060', 'udp:192.0.2.2:5060', 'proxy-1', '',"
                        + " '', '2026-03-01 09:30:00', '2026-03-01 09:30:00', 10, 3600, 3600,"
                        + " 'accepted', 200, RANDOM_UUID())");
        server =
                ConsoleServer.start(
                        ConsoleSettings.of("127.0.0.1", 18_580, store.address(), HostNames.NONE)
                                .learning(CountedBaselines::new));
        try (InputStream yaml = get("/api/v1/openapi.yaml").body()) {
            description = new YAMLMapper().readTree(yaml);
        }
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
        store.close();
    }

    private static HttpResponse<InputStream> get(String path) throws Exception {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create(server.url() + path)).build(),
                HttpResponse.BodyHandlers.ofInputStream());
    }

    @Test
    void everyRouteIsDescribedAndNothingElseIs() {
        List<String> described = new ArrayList<>();
        description.get("paths").fieldNames().forEachRemaining(described::add);
        List<String> routes =
                server.paths().stream().filter(path -> path.startsWith(Routes.API)).toList();

        assertThat(described).containsExactlyInAnyOrderElementsOf(routes);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/calls,                  ?q=user:*&limit=1, 200",
        "/api/v1/calls,                  ?q=fron:alice,     400",
        "/api/v1/calls,                  ?after=x,          400",
        "/api/v1/messages,               '',                200",
        "/api/v1/messages,               ?q=header:a b:c,   400",
        "/api/v1/registrations,          '',                200",
        "/api/v1/streams,                '',                200",
        "/api/v1/reported_streams,       '',                200",
        "/api/v1/alerts,                 '',                200",
        "/api/v1/alerts,                 ?order=sideways,   400",
        "/api/v1/calls.pcapng,           ?q=callid:a@x,     200",
        "/api/v1/calls.pcapng,           ?q=callid:none,    404",
        "/api/v1/calls.zip,              '',                200",
        "/api/v1/calls.csv,              '',                200",
        "/api/v1/calls/{id},             '',                200",
        "/api/v1/calls/{id},             ?none,             404",
        "/api/v1/calls/{id}/flow.svg,    ?columns=2.1,      200",
        "/api/v1/calls/{id}/flow.svg,    ?columns=x,        400",
        "/api/v1/calls/{id}/flow.html,   '',                200",
        "/api/v1/calls/{id}/flow.txt,    '',                200",
        "/api/v1/calls/{id}/flow.mmd,    '',                200",
        "/api/v1/calls/{id}/flow.json,   '',                200",
        "/api/v1/calls/{id}/flow.json,   ?none,             404",
        "/api/v1/calls/{id}/flow.pcapng, '',                200",
        "/api/v1/calls/{id}/flow.sipp,   '',                200",
        "/api/v1/measurements,           ?name=call_attempts&from=2026-03-01, 200",
        "/api/v1/measurements,           '',                400",
        "/api/v1/report,                 ?from=2026-03-01&to=2026-03-02&by=trunk, 200",
        "/api/v1/report,                 ?last=soon,        400",
        "/api/v1/report,                 ?every=10s,        400",
        "/api/v1/baselines,              ?week=yes,         200",
        "/api/v1/baselines,              ?week=no,          400",
        "/api/v1/baselines,              ?page=none,        400",
        "/api/v1/health,                 '',                200",
        "/api/v1/tail,                   '',                200",
        "/api/v1/tail,                   ?of=nothing,       400",
        "/api/v1/openapi.yaml,           '',                200"
    })
    void answersAsItIsDescribed(String route, String query, int status) throws Exception {
        String id = query.equals("?none") ? "none" : "a@x";
        HttpResponse<InputStream> answer =
                get(route.replace("{id}", id) + query.replace(" ", "%20"));
        String type =
                answer.headers().firstValue("Content-Type").orElseThrow().replaceFirst(";.*", "");
        JsonNode said = description.get("paths").get(route).get("get").get("responses");

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(said.has("" + status)).as(said.toString()).isTrue();
        JsonNode content = resolved(said.get("" + status)).get("content");
        assertThat(content.has(type)).as(type + " of " + content).isTrue();
        if (type.endsWith("json")) {
            assertShape(content.get(type).get("schema"), JSON.readTree(answer.body()));
        }
        answer.body().close();
    }

    private static JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? description.at(node.get("$ref").asText().substring(1)) : node;
    }

    private static void assertShape(JsonNode schema, JsonNode json) {
        ObjectNode whole = schema.deepCopy();
        whole.set("components", description.get("components"));

        assertThat(
                        JsonSchemaFactory.getInstance(VersionFlag.V202012)
                                .getSchema(whole)
                                .validate(json))
                .isEmpty();
    }

    @Test
    void theShapeOfARowIsThatOfItsTable() throws Exception {
        JsonNode call = description.get("components").get("schemas").get("Call");
        Set<String> described = new HashSet<>();
        call.get("properties").fieldNames().forEachRemaining(described::add);
        JsonNode row;
        try (InputStream calls = get("/api/v1/calls?limit=1").body()) {
            row = JSON.readTree(new String(calls.readAllBytes(), StandardCharsets.UTF_8));
        }
        Set<String> sent = new HashSet<>();
        row.get("calls").get(0).fieldNames().forEachRemaining(sent::add);

        assertThat(sent).isEqualTo(described);
    }
}
