package io.siphon.console.web;

import io.siphon.console.ConsoleException;
import io.siphon.console.ConsoleStore;
import io.siphon.console.access.AccountsFile;
import io.siphon.console.access.Role;
import io.siphon.console.flow.HostNames;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import java.io.InputStream;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Accounts, sessions, roles and the audit, with the server itself, on H2. */
class LogInTest {

    private static final String PASSWORD = "correct horse";
    private static final String SECRET = "X-Secret-Route";

    @TempDir static Path folder;

    private static ConsoleStore store;
    private static ConsoleServer server;
    private static AccountsFile accounts;

    @BeforeAll
    static void start() throws Exception {
        store = new ConsoleStore();
        store.call("a@x", "2026-03-01T10:00:00");
        store.message(
                "a@x",
                "2026-03-01T10:00:00.000100",
                "udp:192.0.2.1:5060",
                "udp:192.0.2.2:5060",
                "proxy-1",
                ConsoleStore.sip(
                        "INVITE sip:bob@example.com SIP/2.0",
                        "a@x",
                        "1 INVITE",
                        SECRET + ": gold"));
        store.message(
                "a@x",
                "2026-03-01T10:00:00.000200",
                "udp:192.0.2.2:5060",
                "udp:192.0.2.1:5060",
                "proxy-1",
                ConsoleStore.sip("SIP/2.0 200 OK", "a@x", "1 INVITE", SECRET + ": silver"));
        store.execute(
                "INSERT INTO undecodable (received_at, agent, node, protocol, reason, detail, bytes, uid) VALUES"
                        + " (CURRENT_TIMESTAMP, 'a', 'n', 1, 'hep', 'd', ?, RANDOM_UUID())",
                SECRET.getBytes(StandardCharsets.US_ASCII));
        accounts = new AccountsFile(folder.resolve("console.users"));
        for (Role role : List.of(Role.VIEWER, Role.ENGINEER, Role.ADMIN)) {
            accounts.put(role.title(), role, PASSWORD.toCharArray());
        }
        server = ConsoleServer.start(settings("0.0.0.0", 18_520, null));
    }

    private static ConsoleSettings settings(String host, int port, ConsoleSecurity.Tls tls) {
        return ConsoleSettings.unchecked(host, port, store.address(), HostNames.NONE)
                .with(
                        new ConsoleSecurity(
                                accounts,
                                folder.resolve("audit.log"),
                                tls,
                                Set.of("console.example")));
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
        store.close();
    }

    private static String url() {
        return server.url().replace("0.0.0.0", "127.0.0.1");
    }

    /** With cookies of its own; follows nothing. */
    private static HttpClient browser() {
        return HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    }

    private static HttpResponse<String> get(HttpClient client, String path, String... headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(
            HttpClient client, String path, String form, String... more) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url() + path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form));
        if (more.length > 0) {
            request.headers(more);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String token(HttpResponse<String> page) {
        Matcher token = Pattern.compile("name=\"token\" value=\"([^\"]+)\"").matcher(page.body());
        assertThat(token.find()).as(page.body()).isTrue();
        return token.group(1);
    }

    private static HttpClient loggedIn(String name) throws Exception {
        HttpClient client = browser();
        HttpResponse<String> in =
                post(
                        client,
                        "/log-in",
                        "name="
                                + name
                                + "&password=correct+horse&token="
                                + token(get(client, "/log-in")));
        assertThat(in.statusCode()).as(in.body()).isEqualTo(303);
        return client;
    }

    @Test
    void acknowledgingIsForEngineersAndAudited() throws Exception {
        store.execute(
                "INSERT INTO alerts (detector, severity, node, subject, state, opened_at, last_at,"
                        + " changed_at, peak, threshold, windows, reopened, count, suppressed_by,"
                        + " message, uid) VALUES ('invite_flood', 'critical', 'proxy-1', '192.0.2.1',"
                        + " 'open', '2026-03-01 10:00:00', '2026-03-01 10:01:00', '2026-03-01"
                        + " 10:00:00', 50, 20, 1, 0, 1, '', 'text', RANDOM_UUID())");
        HttpClient viewer = loggedIn("viewer");
        HttpResponse<String> seen = get(viewer, "/alerts/1");
        assertThat(seen.body()).contains("invite_flood").doesNotContain("class=\"acknowledge\"");
        assertThat(post(viewer, "/alerts/1/ack", "token=" + token(seen)).statusCode())
                .isEqualTo(403);

        HttpClient engineer = loggedIn("engineer");
        String form = "note=mine&token=" + token(get(engineer, "/alerts/1"));
        assertThat(post(browser(), "/alerts/1/ack", form).statusCode()).isEqualTo(302);
        assertThat(post(engineer, "/alerts/1/ack", form).statusCode()).isEqualTo(303);
        assertThat(get(viewer, "/alerts/1").body()).contains("by engineer: mine");
        assertThat(get(loggedIn("admin"), "/audit").body()).contains("acknowledge", "refused");
    }

    private static String basic(String name, String password) {
        return "Basic "
                + Base64.getEncoder()
                        .encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/calls",
                "/calls/a%40x?m=1",
                "/messages",
                "/registrations",
                "/streams",
                "/alerts",
                "/baselines",
                "/baselines/week",
                "/overview",
                "/compare?a=a%40x&b=a%40x",
                "/search/result",
                "/health",
                "/help",
                "/search?call_id=a%40x",
                "/audit"
            })
    void pagesLeadToTheLogInAndBack(String path) throws Exception {
        HttpResponse<String> answer = get(browser(), path);

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.body()).doesNotContain("a@x");
        assertThat(answer.headers().firstValue("Location").orElseThrow())
                .endsWith("/log-in" + (path.equals("/") ? "" : "?to=" + Show.encode(path)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "calls",
                "calls/a%40x",
                "calls/a%40x/flow.svg",
                "calls/a%40x/flow.txt",
                "calls/a%40x/flow.mmd",
                "calls/a%40x/flow.json",
                "calls/a%40x/flow.html",
                "calls/a%40x/flow.pcapng",
                "messages",
                "registrations",
                "streams",
                "reported_streams",
                "alerts",
                "baselines",
                "measurements?name=x",
                "tail",
                "calls.zip",
                "calls.csv",
                "openapi.yaml"
            })
    void restAnswers401(String path) throws Exception {
        HttpResponse<String> answer = get(browser(), "/api/v1/" + path);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
                .startsWith("Basic ");
        assertThat(answer.body()).doesNotContain("alice");
    }

    @Test
    void cookieIsNoScriptsAndNoOtherSites() throws Exception {
        HttpClient client = browser();
        HttpResponse<String> in =
                post(
                        client,
                        "/log-in",
                        "name=viewer&password=correct+horse&to=%2Fhealth&token="
                                + token(get(client, "/log-in")));

        assertThat(in.headers().firstValue("Location").orElseThrow()).endsWith("/health");
        assertThat(in.headers().allValues("Set-Cookie"))
                .anyMatch(
                        cookie ->
                                cookie.matches(
                                        "siphon-session=[A-Za-z0-9_-]{43}; Path=/; HttpOnly;"
                                                + " SameSite=Lax"));
        assertThat(get(client, "/health").body()).contains("viewer").contains("Log out");
    }

    @Test
    void aWrongPasswordAndAWrongNameLookAlike() throws Exception {
        for (String name : List.of("viewer", "nobody")) {
            HttpClient client = browser();
            HttpResponse<String> answer =
                    post(
                            client,
                            "/log-in",
                            "name="
                                    + name
                                    + "&password=wrong&token="
                                    + token(get(client, "/log-in")));
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.body()).contains("Name or password is wrong.");
            assertThat(get(client, "/calls").statusCode()).isEqualTo(302);
        }
    }

    @Test
    void formsOfOtherSitesAreRefused() throws Exception {
        HttpClient client = browser();
        String form = "name=viewer&password=correct+horse&token=";
        String token = token(get(client, "/log-in"));

        assertThat(post(client, "/log-in", form).statusCode()).isEqualTo(403);
        assertThat(post(client, "/log-in", form + "A".repeat(43)).statusCode()).isEqualTo(403);
        assertThat(
                        post(client, "/log-in", form + token, "Origin", "http://evil.example")
                                .statusCode())
                .isEqualTo(403);
        assertThat(
                        post(
                                        client,
                                        "/log-in",
                                        form + token,
                                        "Sec-Fetch-Site",
                                        "cross-site",
                                        "Sec-Fetch-Mode",
                                        "navigate")
                                .statusCode())
                .isEqualTo(403);
        assertThat(post(client, "/calls", form + token).statusCode()).isEqualTo(403);
        HttpClient in = loggedIn("viewer");
        assertThat(post(in, "/log-out", "token=x").statusCode()).isEqualTo(403);
        assertThat(get(in, "/calls").statusCode()).isEqualTo(200);
    }

    @Test
    void logOutEndsTheSession() throws Exception {
        HttpClient client = loggedIn("viewer");
        String token = token(get(client, "/calls"));

        assertThat(post(client, "/log-out", "token=" + token).statusCode()).isEqualTo(303);
        assertThat(get(client, "/calls").statusCode()).isEqualTo(302);
    }

    @Test
    void logInLeadsToNoOtherHost() {
        for (String to :
                List.of(
                        "//evil.example",
                        "/\\evil.example",
                        "https://evil.example",
                        "/\t/evil",
                        "")) {
            assertThat(LogInPages.local(to)).isEqualTo("/calls");
        }
        assertThat(LogInPages.local("/calls?q=to:%2B44&last=2h"))
                .isEqualTo("/calls?q=to:%2B44&last=2h");
        assertThat(LogInPages.local("/")).isEqualTo("/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/calls/a%40x?m=1",
                "/messages",
                "/health",
                "/api/v1/calls/a%40x",
                "/api/v1/messages",
                "/api/v1/calls/a%40x/flow.json",
                "/api/v1/calls/a%40x/flow.txt",
                "/api/v1/calls/a%40x/flow.svg",
                "/api/v1/calls/a%40x/flow.mmd",
                "/compare?a=a%40x&b=a%40x&m=1&n=2",
                "/api/v1/calls.csv"
            })
    void viewerSeesNoTextOfMessages(String path) throws Exception {
        HttpResponse<String> seen = get(loggedIn("viewer"), path);

        assertThat(seen.statusCode()).isEqualTo(200);
        assertThat(seen.body()).doesNotContain(SECRET).doesNotContain("branch=");
    }

    @Test
    void engineerSeesTheTextOfMessages() throws Exception {
        HttpClient client = loggedIn("engineer");

        assertThat(get(client, "/calls/a%40x?m=1").body()).contains(SECRET);
        assertThat(get(client, "/health").body()).contains(SECRET);
        assertThat(get(client, "/api/v1/messages").body()).contains(SECRET);
        assertThat(get(client, "/api/v1/calls/a%40x/flow.html").body()).contains(SECRET);
        assertThat(get(client, "/api/v1/messages?q=text:gold").statusCode()).isEqualTo(200);
        assertThat(get(client, "/audit").statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/calls/a%40x/flow.html",
                "/api/v1/calls/a%40x/flow.sipp",
                "/api/v1/calls.pcapng",
                "/api/v1/calls.zip",
                "/api/v1/calls/a%40x/flow.pcapng",
                "/audit"
            })
    void viewerMayNotExportMessages(String path) throws Exception {
        HttpResponse<String> answer = get(loggedIn("viewer"), path);

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("yours is viewer").doesNotContain(SECRET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/calls?q=text:gold",
                "/calls?q=!payload:gold",
                "/messages?q=msg:gold",
                "/calls?q=(status:200+OR+(from:a+text:gold))",
                "/api/v1/calls?q=text:gold",
                "/api/v1/messages?q=text:gold"
            })
    void viewerCannotSearchInTheTextOfMessages(String path) throws Exception {
        HttpResponse<String> answer = get(loggedIn("viewer"), path);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("your role does not see the text of messages");
    }

    @Test
    void programsLogInByBasic() throws Exception {
        HttpClient client = browser();
        assertThat(
                        get(client, "/api/v1/calls", "Authorization", basic("viewer", PASSWORD))
                                .statusCode())
                .isEqualTo(200);
        for (String wrong :
                List.of(basic("viewer", "wrong"), "Basic !", "Basic", "Bearer x", basic("", ""))) {
            assertThat(get(client, "/api/v1/calls", "Authorization", wrong).statusCode())
                    .as(wrong)
                    .isEqualTo(401);
        }
    }

    @Test
    void removedAccountsAndChangedPasswordsEndSessions() throws Exception {
        accounts.put("temp", Role.ADMIN, PASSWORD.toCharArray());
        HttpClient client = loggedIn("temp");
        accounts.put("temp", Role.ADMIN, "another horse".toCharArray());
        assertThat(get(client, "/calls").statusCode()).isEqualTo(302);
        accounts.remove("temp");
        assertThat(
                        get(
                                        browser(),
                                        "/api/v1/calls",
                                        "Authorization",
                                        basic("temp", "another horse"))
                                .statusCode())
                .isEqualTo(401);
    }

    @Test
    void auditSaysWhoDidWhat() throws Exception {
        HttpClient engineer = loggedIn("engineer");
        get(engineer, "/calls?q=from:audited");
        get(engineer, "/api/v1/calls/a%40x/flow.pcapng");
        get(loggedIn("viewer"), "/api/v1/calls/a%40x/flow.pcapng");
        HttpClient guesser = browser();
        post(
                guesser,
                "/log-in",
                "name=typed-a-password&password=wrong&token=" + token(get(guesser, "/log-in")));

        String page = get(loggedIn("admin"), "/audit").body().replaceAll("\\s+", " ");

        assertThat(page)
                .containsPattern(
                        "engineer <.{0,80}127\\.0\\.0\\.1.{0,80}search.{0,120}from:audited")
                .containsPattern("engineer <.{0,160}export.{0,80}/api/v1/calls/a%40x/flow.pcapng")
                .containsPattern("viewer <.{0,160}refused.{0,80}/api/v1/calls/a%40x/flow.pcapng")
                .contains("log-in-failed")
                .doesNotContain("typed-a-password");
    }

    @Test
    void namesOfOtherSitesAreNotServed() throws Exception {
        for (String host :
                List.of("evil.example", "127.0.0.1.evil.example", "localhost.evil", "")) {
            assertThat(rawStatus(host)).as(host).isIn(400, 403);
        }
        assertThat(rawStatus("console.example")).isEqualTo(200);
        assertThat(rawStatus("192.0.2.7:8080")).isEqualTo(200);
        assertThat(rawStatus("[2001:db8::1]")).isEqualTo(200);
    }

    private static int rawStatus(String host) throws Exception {
        URI uri = URI.create(url());
        try (java.net.Socket socket = new java.net.Socket(uri.getHost(), uri.getPort())) {
            socket.getOutputStream()
                    .write(
                            ("GET /log-in HTTP/1.1\r\nHost: "
                                            + host
                                            + "\r\nConnection: close\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            return Integer.parseInt(
                    new String(in.readNBytes(12), StandardCharsets.US_ASCII).split(" ")[1]);
        }
    }

    @Test
    void doesNotStartBeyondLoopbackWithoutAccounts() {
        ConsoleSettings beyond =
                ConsoleSettings.unchecked("0.0.0.0", 1, store.address(), HostNames.NONE);
        assertThatThrownBy(
                        () ->
                                beyond.with(
                                        new ConsoleSecurity(
                                                new AccountsFile(folder.resolve("none")),
                                                folder.resolve("a"),
                                                null,
                                                Set.of())))
                .isInstanceOf(ConsoleException.class)
                .hasMessageContaining("siphon console user add NAME");
    }

    @Test
    void speaksTlsByPemFiles() throws Exception {
        Path keys = folder.resolve("tls.p12");
        int made =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin/keytool").toString(),
                                "-genkeypair",
                                "-alias",
                                "x",
                                "-keystore",
                                keys.toString(),
                                "-storepass",
                                "changeit",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=console",
                                "-ext",
                                "SAN=dns:localhost")
                        .redirectErrorStream(true)
                        .start()
                        .waitFor();
        assertThat(made).isZero();
        KeyStore store = KeyStore.getInstance(keys.toFile(), "changeit".toCharArray());
        PrivateKey key = (PrivateKey) store.getKey("x", "changeit".toCharArray());
        Path certificate = pem("cert.pem", "CERTIFICATE", store.getCertificate("x").getEncoded());
        Path pem = pem("key.pem", "PRIVATE KEY", key.getEncoded());
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("x", store.getCertificate("x"));
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);

        try (ConsoleServer encrypted =
                ConsoleServer.start(
                        settings("127.0.0.1", 18_540, new ConsoleSecurity.Tls(certificate, pem)))) {
            assertThat(encrypted.url()).startsWith("https://localhost:");
            HttpResponse<String> page =
                    HttpClient.newBuilder()
                            .sslContext(context)
                            .build()
                            .send(
                                    HttpRequest.newBuilder(URI.create(encrypted.url() + "/log-in"))
                                            .build(),
                                    HttpResponse.BodyHandlers.ofString());
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.headers().firstValue("Set-Cookie").orElseThrow())
                    .startsWith("__Host-siphon-form=")
                    .endsWith("; Path=/; HttpOnly; SameSite=Strict; Secure");
        }
        Files.setPosixFilePermissions(pem, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(
                        () -> settings("127.0.0.1", 1, new ConsoleSecurity.Tls(certificate, pem)))
                .hasMessageContaining("chmod 600");
        assertThatThrownBy(
                        () ->
                                settings(
                                        "127.0.0.1",
                                        1,
                                        new ConsoleSecurity.Tls(accounts.path(), pem)))
                .hasMessageContaining("has no certificate, expected PEM");
    }

    private static Path pem(String name, String what, byte[] bytes) throws Exception {
        Path file = folder.resolve(name);
        Files.writeString(
                file,
                "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
                        .formatted(what, Base64.getMimeEncoder().encodeToString(bytes)));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }
}
