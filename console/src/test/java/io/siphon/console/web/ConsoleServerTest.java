package io.siphon.console.web;

import io.siphon.console.ConsoleException;
import io.siphon.console.ConsoleStore;
import io.siphon.console.flow.HostNames;
import io.siphon.console.store.StoreAddress;
import io.siphon.schema.CallCause;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The server itself, on H2. */
class ConsoleServerTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Markup, ANSI, bidi, NUL: as an attacker may put them into every field of a message. */
    private static final String EVIL = "<script>alert(1)</script>\u001b[31m\u202e\u0000\"'";

    private static final String EVIL_ID = "<b>/../%2e\u202e\u001b;a=b@evil";

    private static final HostNames NAMES =
            (host, port) -> host.equals("192.0.2.2") ? "carrier-a" : "";

    private static ConsoleStore store;
    private static ConsoleServer server;

    @BeforeAll
    static void start() throws Exception {
        store = new ConsoleStore();
        store.call("a@x", "2026-03-01T10:00:00", "correlation_id = 'cdr-1'");
        store.call(
                "b/c d@x",
                "2026-03-01T10:01:00",
                "outcome = 'failed'",
                "final_status = 503",
                "cause = 'trunk_down'",
                "cause_text = '192.0.2.2 answered 503 <b>: it is down.'");
        for (String id : List.of("a@x", "b/c d@x")) {
            store.message(
                    id,
                    "2026-03-01T10:00:00.000100",
                    "udp:192.0.2.1:5060",
                    "udp:192.0.2.2:5060",
                    "proxy-1",
                    ConsoleStore.sip("INVITE sip:bob@example.com SIP/2.0", id, "1 INVITE"));
            store.message(
                    id,
                    "2026-03-01T10:00:00.200000",
                    "udp:192.0.2.2:5060",
                    "udp:192.0.2.1:5060",
                    "proxy-1",
                    ConsoleStore.sip("SIP/2.0 503 Service Unavailable", id, "1 INVITE"));
        }
        store.stream("a@x", "2026-03-01T10:00:02", "from_caller", 4.2);
        beside("a@x");
        hostile();
        server =
                ConsoleServer.start(
                        ConsoleSettings.of("127.0.0.1", 18_480, store.address(), NAMES));
    }

    /** What is no SIP. */
    private static void beside(String callId) throws Exception {
        String packet =
                "INSERT INTO hep_trace (captured_at, received_at, protocol, correlation_id, node,"
                        + " source, destination, payload, uid) VALUES ('2026-03-01 10:00:00.1',"
                        + " '2026-03-01 10:00:00.1', ?, ?, 'proxy-1', 'udp:192.0.2.1:4001',"
                        + " 'udp:192.0.2.2:5001', ?, RANDOM_UUID())";
        store.execute(packet, 100, callId, "ERROR: dialog of " + EVIL);
        store.execute(
                packet.replace("correlation_id", "call_id"),
                86,
                callId,
                "NOTICE:named in its text");
        store.execute(
                packet,
                5,
                callId,
                "{\"type\":201,\"report_blocks\":[{\"fraction_lost\":64,\"packets_lost\":7,\"ia_jitter\":80}]}");
        store.execute(packet, 5, callId, "{\"type\":" + EVIL);
        store.execute(
                "INSERT INTO measurements (name, window_start, window_end, tags, sum) VALUES"
                        + " ('capture_gap_s', '2026-03-01 09:59:58', '2026-03-01 10:00:00.15',"
                        + " 'socket=udp:9060', 2)");
        store.execute(
                "INSERT INTO registrations (aor, call_id, cseq, kind, contact, user_agent, source,"
                        + " destination, node, trunk, direction, started_at, ended_at, delay_ms,"
                        + " requested_expires_s, expires_s, outcome, final_status, uid) VALUES"
                        + " ('sip:alice@example.com', 'r@x', 1, 'refresh', 'sip:alice@192.0.2.1',"
                        + " 'Phone/1.0', 'udp:192.0.2.1:5060', 'udp:192.0.2.2:5060', 'proxy-1', '',"
                        + " '', '2026-03-01 09:30:00', '2026-03-01 09:30:00', 10, 3600, 3600,"
                        + " 'accepted', 200, RANDOM_UUID())");
    }

    private static void hostile() throws Exception {
        store.call(EVIL_ID, "2026-03-01T11:00:00");
        store.execute(
                "UPDATE calls SET caller = ?, callee = ?, trunk = ?, node = ?, user_agent = ?, codecs ="
                        + " ?, reason = ?, cause_text = ?, source = ?, outcome = 'failed' WHERE call_id = ?",
                EVIL,
                EVIL,
                EVIL,
                EVIL,
                EVIL,
                EVIL,
                EVIL,
                EVIL,
                "udp:" + EVIL,
                EVIL_ID);
        store.message(
                EVIL_ID,
                "2026-03-01T11:00:00.000100",
                "udp:" + EVIL,
                "udp:192.0.2.2:5060",
                EVIL,
                EVIL
                        + " "
                        + EVIL
                        + "\r\n"
                        + EVIL
                        + ": "
                        + EVIL
                        + "\r\nX: "
                        + "A".repeat(64_000)
                        + "\r\n\r\n"
                        + EVIL);
        store.stream(EVIL_ID, "2026-03-01T11:00:02", "from_caller", 1.0);
        store.execute(
                "INSERT INTO alerts (state, windows, reopened, suppressed_by, changed_at, detector,"
                        + " severity, node, subject, opened_at, last_at, peak, threshold, count, message, uid) VALUES ('closed', 1, 0, '', '2026-03-01 11:00:00', ?, 'critical', ?, ?,"
                        + " '2026-03-01 11:00:00', '2026-03-01 11:01:00', 1, 1, 1, ?, RANDOM_UUID())",
                "call_failures",
                EVIL,
                EVIL,
                EVIL);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
        store.close();
    }

    private static HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(String path) throws Exception {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    @Test
    void searchesCalls() throws Exception {
        JsonNode found = json("/api/v1/calls?q=outcome:answered&from=2026-03-01");

        assertThat(found.get("calls").get(0).get("call_id").asText()).isEqualTo("a@x");
        assertThat(found.get("calls").get(0).get("started_at").asText())
                .isEqualTo("2026-03-01T10:00:00.000000Z");
        assertThat(found.get("complete").asBoolean()).isTrue();
        assertThat(found.get("understood").asText())
                .isEqualTo("calls answered, from 2026-03-01 00:00:00");
    }

    @Test
    void followsNextToTheEnd() throws Exception {
        List<String> ids = new ArrayList<>();
        String path = "/api/v1/calls?limit=1&order=oldest";
        String next = "";
        while (next != null) {
            JsonNode page = json(path + (next.isEmpty() ? "" : "&after=" + Show.encode(next)));
            page.get("calls").forEach(call -> ids.add(call.get("call_id").asText()));
            next = page.get("next").isNull() ? null : page.get("next").asText();
        }

        assertThat(ids).containsExactly("a@x", "b/c d@x", EVIL_ID);
    }

    @Test
    void aCallIdMayHaveAnyCharacter() throws Exception {
        for (String id : List.of("b/c d@x", EVIL_ID)) {
            JsonNode call = json("/api/v1/calls/" + Show.encode(id));

            assertThat(call.get("calls").get(0).get("call_id").asText()).isEqualTo(id);
            assertThat(call.get("flow").get("messages")).isNotEmpty();
            assertThat(get("/calls/" + Show.encode(id) + "?m=1").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void namesHostsByTheirAliases() throws Exception {
        assertThat(get("/calls").body())
                .contains("title=\"udp:192.0.2.2:5060\"")
                .doesNotContain(">192.0.2.2<")
                .doesNotContain("\n192.0.2.2\n");
        assertThat(get("/calls/a@x").body())
                .contains("<title>udp:192.0.2.2:5060</title>")
                .contains(">carrier-a</text>");
        assertThat(get("/api/v1/calls/a@x/flow.txt").body()).contains("carrier-a");
    }

    @Test
    void aLadderHasLogsAndGapsAndOnRequestMedia() throws Exception {
        String page = get("/calls/a@x").body();
        assertThat(page)
                .contains("log: ERROR: dialog of &lt;script&gt;")
                .contains("log: NOTICE:named in its text")
                .contains("Siphon did not listen from 09:59:58 to 10:00:00")
                .doesNotContain("RTCP RR");

        assertThat(get("/calls/a@x?media=yes&notes=no").body())
                .contains("RTCP RR loss 25.0 %, jitter 80")
                .contains("RTP begins")
                .doesNotContain("did not listen");
    }

    @Test
    void aCallNamesTheRegistrationOfItsEnds() throws Exception {
        assertThat(get("/calls/a@x").body())
                .contains("Caller registered")
                .contains(
                        "yes, 2026-03-01 09:30:00.000, for 3600 s, sip:alice@192.0.2.1, Phone/1.0")
                .doesNotContain("Callee registered");
    }

    @Test
    void aMessageIsComparedWithTheMarkedOne() throws Exception {
        assertThat(get("/calls/a@x?m=2").body()).contains("differ from message 1");
        assertThat(get("/calls/a@x?m=2&mark=1").body())
                .contains("differ from marked message 1")
                .contains("<span class=\"added\">+ SIP/2.0 503");
        assertThat(get("/calls/a@x?m=1&mark=1").body()).contains(">unmark</a>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"m=9", "mark=9", "m=-1", "m=x", "part=1", "time=soon", "ports=maybe"})
    void aWrongChoiceOfACallsPageIsAMistake(String query) throws Exception {
        assertThat(get("/calls/a@x?" + query).statusCode()).isEqualTo(400);
    }

    @Test
    void theOverviewAndACallSayWhyItFailed() throws Exception {
        assertThat(get("/overview?from=2026-03-01T09:00&to=2026-03-01T12:00").body())
                .contains("Why calls failed")
                .contains("/calls?q=cause%3Atrunk_down%20leg%3A1&amp;from=")
                .contains(CallCause.TRUNK_DOWN.meaning());
        assertThat(get("/calls/b%2Fc%20d@x").body())
                .contains("carrier-a answered 503 &lt;b&gt;: it is down.");
    }

    @Test
    void theOverviewHasTablesOfItsChartsAndWhatIsMissing() throws Exception {
        String page = get("/overview?from=2026-03-01T09:00&to=2026-03-01T12:00").body();

        assertThat(page)
                .contains("<h2>ASR and NER, %</h2>")
                .contains("href=\"/calls?q=leg%3A1&amp;from=2026-03-01T10%3A00%3A00.000Z")
                .contains("Missing in this period: Siphon did not listen for 2 s.");
        assertThat(get("/overview?last=1h").body())
                .contains("Nothing of this period is known to be missing.");
    }

    @Test
    void theOverviewOfATrunkIsOfItsCallsAlone() throws Exception {
        String period = "/overview?from=2026-03-01T09:00&to=2026-03-01T10:30&trunk=";

        assertThat(get(period + "carrier-a").body())
                .contains("/calls?q=trunk%3Acarrier-a%20leg%3A1&amp;from=")
                .contains("/calls?q=cause%3Atrunk_down%20trunk%3Acarrier-a%20leg%3A1&amp;from=")
                .contains("/calls?q=status%3A503%20trunk%3Acarrier-a%20leg%3A1&amp;from=")
                .contains("/calls?q=node%3Aproxy-1%20trunk%3Acarrier-a%20leg%3A1&amp;from=");
        assertThat(get(period + Show.encode(EVIL)).body())
                .contains("the newest call began")
                .doesNotContain("<script>alert");
    }

    @Test
    void drawsAFlowInEveryFormat() throws Exception {
        String flow = "/api/v1/calls/a@x/flow.";

        assertThat(get(flow + "svg").body()).startsWith("<svg").contains("503 Service Unavai");
        assertThat(get(flow + "txt").body()).contains("<-");
        assertThat(get(flow + "html").body())
                .contains("style-src 'sha256-")
                .contains("503 Service Unavailable")
                .doesNotContain("src=");
        assertThat(get(flow + "mmd").body()).startsWith("sequenceDiagram\n");
        assertThat(get(flow + "json").body()).contains("\"hosts\"");
        assertThat(get(flow + "sipp").body()).contains("<recv response=\"503\"/>");
        assertThat(get("/api/v1/calls.pcapng?q=callid:a@x").statusCode()).isEqualTo(200);
        assertThat(get("/api/v1/calls.pcapng?q=callid:none").statusCode()).isEqualTo(404);
        assertThat(get(flow + "pcapng").headers().firstValue("Content-Type"))
                .contains("application/x-pcapng");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/calls?q=fron:alice",
                "/api/v1/calls?limit=0",
                "/api/v1/calls?order=sideways",
                "/api/v1/calls?after=x",
                "/api/v1/calls?last=soon",
                "/api/v1/calls?from=yesterday",
                "/api/v1/messages?after=1~2",
                "/api/v1/measurements"
            })
    void aMistakeIsAProblemOfRfc9457(String path) throws Exception {
        HttpResponse<String> answer = get(path);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type"))
                .contains("application/problem+json");
        JsonNode problem = JSON.readTree(answer.body());
        assertThat(problem.get("status").asInt()).isEqualTo(400);
        assertThat(problem.get("detail").asText()).isNotEmpty().doesNotContain("Exception");
    }

    @Test
    void whatIsNotThereIs404InItsForm() throws Exception {
        assertThat(get("/api/v1/calls/none").statusCode()).isEqualTo(404);
        assertThat(get("/api/v1/nothing").headers().firstValue("Content-Type"))
                .contains("application/problem+json");
        assertThat(get("/nothing").body()).contains("The console has no such page.");
        assertThat(get("/calls/none").body()).contains("nothing of Call-ID none is stored");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/calls",
                "/calls?q=is:problems",
                "/messages",
                "/registrations",
                "/streams?from=2026-03-01",
                "/alerts",
                "/baselines?series=EVIL",
                "/overview?from=2026-03-01&to=2026-03-02",
                "/health",
                "/help",
                "/calls/a@x?m=2&mark=1&media=yes&time=scale&colour=cseq&ports=yes",
                "/calls/a@x?m=1&body=sdp&only=sdp&names=no",
                "/calls/EVIL?m=1",
                "/api/v1/calls/EVIL/flow.html"
            })
    void noPageHasMarkupOrControlsOfTheWire(String path) throws Exception {
        HttpResponse<String> answer = get(path.replace("EVIL", Show.encode(EVIL_ID)));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body())
                .doesNotContain("<script>alert")
                .doesNotContain("\u001b")
                .doesNotContain("\u202e")
                .doesNotContain("\u0000")
                .doesNotContain("style=")
                .doesNotContain("onclick");
        assertThat(answer.headers().firstValue("Content-Security-Policy"))
                .contains(RequestGuard.POLICY);
    }

    @Test
    void eachLinkOfAPageLeadsSomewhere() throws Exception {
        List<String> links = new ArrayList<>();
        for (String page :
                List.of(
                        "/calls",
                        "/calls/a@x?m=1",
                        "/alerts",
                        "/overview?from=2026-03-01&to=2026-03-02")) {
            Matcher link = Pattern.compile("(?:href|src)=\"(/[^\"#]*)").matcher(get(page).body());
            while (link.find()) {
                links.add(
                        link.group(1)
                                .replace("&amp;", "&")
                                .replace("&#39;", "'")
                                .replace("&#34;", "%22"));
            }
        }

        assertThat(links).hasSizeGreaterThan(30);
        for (String link : links.stream().distinct().toList()) {
            assertThat(get(link).statusCode()).as(link).isIn(200, 302);
        }
    }

    @Test
    void anUnderstoodQueryIsSaidInWordsAndAWrongOneCorrected() throws Exception {
        assertThat(get("/calls?q=to:%2B4420*&last=2h").body())
                .contains("calls to +4420*, in the last 2 h");
        HttpResponse<String> wrong = get("/calls?q=outcme:failed");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).contains("did you mean outcome?");
    }

    @Test
    void theWorstStreamsAreThoseOfADayUnlessATimeIsGiven() throws Exception {
        assertThat(get("/streams").body())
                .contains("<option value=\"24h\" selected>24h</option>")
                .contains("in the last 24 h")
                .doesNotContain("udp:192.0.2.2:4000");
        assertThat(get("/streams?from=2026-03-01").body()).contains("udp:192.0.2.2:4000");
        assertThat(get("/streams?from=2026-03-01T00:00:00+01:00").statusCode()).isEqualTo(200);
    }

    @Test
    void theFormEditsTheSameQuery() throws Exception {
        assertThat(
                        get("/calls?q=up:no&f.to=%2B4420*&f.status=%3E=500")
                                .headers()
                                .firstValue("Location"))
                .contains("/calls?q=up%3Ano+to%3A%2B4420*+status%3A%3E%3D500");
        assertThat(get("/calls?q=up:no+OR+from:alice&f.to=bob").headers().firstValue("Location"))
                .contains("/calls?q=%28up%3Ano+OR+from%3Aalice%29+to%3Abob");
    }

    @Test
    void aChipNarrowsEveryAlternativeAndGoesAsItCame() throws Exception {
        assertThat(get("/calls?q=up:no+OR+from:alice").body())
                .contains("href=\"/calls?q=%28up%3Ano+OR+from%3Aalice%29+is%3Afailed");
        assertThat(get("/calls?q=%28up:no+OR+from:alice%29+is:failed").body())
                .contains("href=\"/calls?q=%28up%3Ano+OR+from%3Aalice%29\" title=\"Attempts that");
    }

    @Test
    void linksOfHomerAreUnderstood() throws Exception {
        assertThat(
                        get("/search?call_id=cdr-1&from=1772359200000&to=1772362800000")
                                .headers()
                                .firstValue("Location"))
                .contains(
                        "/calls?q=%28callid%3Acdr-1+OR+xcid%3Acdr-1%29&from=1772359200000&to=1772362800000");
        assertThat(get("/calls/cdr-1").headers().firstValue("Location")).contains("/calls/a%40x");
        assertThat(get("/search?call_id=a@x").headers().firstValue("Location"))
                .contains("/calls/a%40x");
    }

    @Test
    void theJsonOfHomer7IsUnderstood() throws Exception {
        String link =
                "{\"timestamp\":{\"from\":1772359200000,\"to\":1772362800000},\"param\":{\"search\":{\"1_call\":"
                        + "{\"callid\":[\"a@x\",\"b c\"],\"from_user\":\"%alice\",\"raw\":\"x\"}}}}";

        assertThat(get("/search/result?" + Show.encode(link)).headers().firstValue("Location"))
                .contains(
                        "/calls?q="
                                + Show.encode("(callid:a@x OR callid:\"b c\") from:*alice")
                                + "&from=1772359200000&to=1772362800000");
        String listed =
                "{\"param\":{\"search\":{\"1_call\":[{\"name\":\"callid\",\"value\":\"a@x\"}]}}}";
        assertThat(get("/search?" + Show.encode(listed)).headers().firstValue("Location"))
                .contains("/calls?q=callid%3Aa%40x&from=&to=");
        assertThat(get("/search/result?%7Bevil").statusCode()).isEqualTo(400);
    }

    @Test
    void aListOfCallsFollowsWhatIsNewerThanItsFirst() throws Exception {
        assertThat(get("/calls?q=user:*").body())
                .contains(
                        "data-tail=\"/api/v1/tail?of=calls&amp;q=user%3A*&amp;from=2026-03-01T11%3A00%3A00.000001Z\"")
                .contains("href=\"/calls?q=user%3A*\" hidden");
        assertThat(get("/calls?order=oldest").body()).doesNotContain("data-tail");
    }

    @Test
    void aReaderChoosesTheColumnsOfTheList() throws Exception {
        HttpResponse<String> chosen =
                get("/calls?q=callid:a@x&column=began&column=user_agent&column=none-such");
        String cookie = chosen.headers().firstValue("Set-Cookie").orElseThrow();

        assertThat(chosen.headers().firstValue("Location")).contains("/calls?q=callid%3Aa%40x");
        assertThat(cookie).startsWith("siphon-columns=began.user_agent; ");
        assertThat(get("/calls?q=callid:a@x", "Cookie", cookie.split(";")[0]).body())
                .contains("Phone/1.0")
                .doesNotContain("+4420123");
        assertThat(
                        get("/calls?column=default&column=began")
                                .headers()
                                .firstValue("Set-Cookie")
                                .orElseThrow())
                .contains("Max-Age=0");
    }

    @Test
    void hostsOfALadderAreHiddenAndReordered() throws Exception {
        String turned = get("/calls/a@x?columns=2.1").body();
        assertThat(turned.indexOf(">carrier-a</text>"))
                .isLessThan(turned.indexOf(">192.0.2.1</text>"));
        assertThat(turned).contains("data-order=\"2.1\"").contains("flow.svg?columns=2.1\"");

        String hidden = get("/calls/a@x?columns=1.-2&m=1").body();
        assertThat(hidden)
                .contains("2 messages from or to hidden hosts are not drawn.")
                .contains("aria-label=\"Show carrier-a\"")
                .doesNotContain(">carrier-a</text>");
        assertThat(get("/calls/a@x?columns=0").statusCode()).isEqualTo(400);
        assertThat(get("/api/v1/calls/a@x/flow.svg?columns=1;2").statusCode()).isEqualTo(400);
    }

    @Test
    void twoCallsAreCompared() throws Exception {
        String page = get("/compare?a=a@x&b=" + Show.encode(EVIL_ID)).body();
        assertThat(page)
                .contains("They differ from the first message: A has INVITE")
                .contains("id=\"m1\"")
                .contains("id=\"n1\"")
                .contains("lines differ")
                .contains("Outcome ≠")
                .doesNotContain("<script>alert");
        assertThat(get("/compare?a=a@x&b=b/c%20d@x").body()).contains("Both have the same steps");
        assertThat(get("/compare?a=b/c%20d@x").body())
                .contains("the last answered on trunk carrier-a");
        assertThat(get("/compare").statusCode()).isEqualTo(200);
        assertThat(get("/compare?a=a@x&m=9").statusCode()).isEqualTo(400);
        assertThat(get("/compare?a=none").statusCode()).isEqualTo(404);
    }

    @Test
    void manyCallsAreSavedAsOneZip() throws Exception {
        HttpResponse<byte[]> answer =
                CLIENT.send(
                        HttpRequest.newBuilder(URI.create(server.url() + "/api/v1/calls.zip"))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        List<String> names = new ArrayList<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(answer.body()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                names.add(entry.getName());
            }
        }

        assertThat(names)
                .hasSize(7)
                .contains("calls.csv", "003-a@x.pcapng", "003-a@x.txt", "002-b_c_d@x.txt")
                .allMatch(name -> name.matches("[A-Za-z0-9@._-]+"));
        assertThat(get("/api/v1/calls.csv?q=callid:a@x").body().lines())
                .hasSize(2)
                .first()
                .asString()
                .startsWith("call_id,caller,callee,");
    }

    @Test
    void servesNoOtherHostAndNoOtherSite() throws Exception {
        assertThat(
                        get("/calls", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors")
                                .statusCode())
                .isEqualTo(403);
        assertThat(
                        rawStatus(
                                "GET /calls HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403");
        assertThat(
                        rawStatus(
                                "GET /calls HTTP/1.1\r\nHost: 127.0.0.1.evil.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403");
        assertThat(
                        rawStatus(
                                "GET /help HTTP/1.1\r\nHost: localhost:9999\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
        assertThat(
                        rawStatus(
                                "POST /calls HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403");
    }

    private static String rawStatus(String request) throws IOException {
        URI uri = URI.create(server.url());
        try (java.net.Socket socket = new java.net.Socket("127.0.0.1", uri.getPort())) {
            socket.getOutputStream().write(ConsoleStore.bytes(request));
            return new String(
                    socket.getInputStream().readAllBytes(),
                    java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    @Test
    void takesTheNextPortAndNothingBeyondLoopback() {
        int taken = URI.create(server.url()).getPort();
        try (ConsoleServer second =
                ConsoleServer.start(
                        ConsoleSettings.of("127.0.0.1", taken, store.address(), NAMES))) {
            assertThat(URI.create(second.url()).getPort()).isGreaterThan(taken);
        }

        assertThatThrownBy(() -> ConsoleSettings.of("0.0.0.0", 8080, store.address(), NAMES))
                .isInstanceOf(ConsoleException.class)
                .hasMessageStartingWith(
                        "console.bind: got 0.0.0.0, which needs accounts, and there are none");
    }

    @Test
    void aStoreOutOfReachIsAPageAndAProblem() throws Exception {
        StoreAddress nowhere = new StoreAddress("jdbc:h2:file:/nonexistent/siphon", "sa", "");
        try (ConsoleServer alone =
                ConsoleServer.start(ConsoleSettings.of("127.0.0.1", 18_490, nowhere, NAMES))) {
            for (String path : List.of("/calls", "/api/v1/calls")) {
                HttpResponse<String> answer =
                        CLIENT.send(
                                HttpRequest.newBuilder(URI.create(alone.url() + path)).build(),
                                HttpResponse.BodyHandlers.ofString());
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.body()).contains("does not exist");
            }
        }
    }
}
