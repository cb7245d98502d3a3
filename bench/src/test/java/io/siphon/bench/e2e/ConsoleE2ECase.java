package io.siphon.bench.e2e;

import io.siphon.console.ConsoleStore;
import io.siphon.console.access.Role;
import io.siphon.schema.EpochMicros;
import io.siphon.schema.Measurement;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Contrast;
import com.microsoft.playwright.options.ForcedColors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/** The console in a browser: what a user does, what a hostile sender may do, who may see what. */
@Timeout(180)
class ConsoleE2ECase {

    private static final String CALL = "ladder@example.com";

    /** Markup, ANSI, bidi, NUL: as an attacker may put them into every field of a message. */
    private static final String EVIL =
            "<script>alert(1)</script><img src=http://evil.example/ onerror=alert(2)>\u001b[31m\u202e\u0000\"'";

    private static final String EVIL_ID = "<b>/../%2e\u202e\u001b;a=b@evil";

    private static final LocalDateTime NOW =
            LocalDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS).minusMinutes(10);

    private static final List<String> PAGES =
            List.of(
                    "/calls",
                    "/calls?q=is:problems&last=1h",
                    "/calls/" + encode(CALL) + "?m=1",
                    "/calls/" + encode(EVIL_ID) + "?m=1",
                    "/calls/" + encode(EVIL_ID) + "?columns=2.1&media=yes",
                    "/compare?a=" + encode(CALL),
                    "/compare?a=" + encode(CALL) + "&b=" + encode(EVIL_ID),
                    "/messages",
                    "/registrations",
                    "/streams",
                    "/alerts",
                    "/baselines",
                    "/baselines?metric=call&series=" + encode(EVIL),
                    "/baselines/week?metric=call_attempts&node="
                            + encode(EVIL)
                            + "&trunk="
                            + encode(EVIL),
                    "/overview?last=1h",
                    "/health",
                    "/help",
                    "/audit");

    @TempDir static Path folder;

    private static ConsoleBrowser console;

    @BeforeAll
    static void start() throws Exception {
        console = new ConsoleBrowser(folder);
        ConsoleStore store = console.store;
        store.call(CALL, NOW.toString());
        String[] lines = {
            "INVITE sip:bob@example.com SIP/2.0", "SIP/2.0 100 Trying", "SIP/2.0 180 Ringing",
            "SIP/2.0 200 OK", "ACK sip:bob@example.com SIP/2.0", "BYE sip:bob@example.com SIP/2.0",
            "SIP/2.0 200 OK"
        };
        for (int i = 0; i < lines.length; i++) {
            boolean forth = i == 0 || i == 4 || i == 5;
            String cseq = i == 4 ? "1 ACK" : i > 4 ? "2 BYE" : "1 INVITE";
            store.message(
                    CALL,
                    NOW.plus(i * 100L + 1, ChronoUnit.MILLIS).toString(),
                    forth ? "udp:192.0.2.1:5060" : "udp:192.0.2.2:5060",
                    forth ? "udp:192.0.2.2:5060" : "udp:192.0.2.1:5060",
                    "proxy-1",
                    ConsoleStore.sip(lines[i], CALL, cseq, "X-Route: gold"));
        }
        store.stream(CALL, NOW.toString(), "from_caller", 4.2);
        hostile(store);
    }

    private static void hostile(ConsoleStore store) throws Exception {
        store.call(EVIL_ID, NOW.toString());
        store.execute(
                "UPDATE calls SET caller = ?, callee = ?, trunk = ?, node = ?, user_agent = ?, codecs ="
                        + " ?, reason = ?, source = ?, outcome = 'failed', final_status = 503 WHERE"
                        + " call_id = ?",
                EVIL,
                EVIL,
                EVIL,
                EVIL,
                EVIL,
                EVIL,
                EVIL,
                "udp:" + EVIL.substring(0, 40),
                EVIL_ID);
        String message =
                EVIL + " " + EVIL + "\r\n" + EVIL + ": " + EVIL + "\r\nX: " + "A".repeat(64_000);
        store.message(
                EVIL_ID,
                NOW.plus(1, ChronoUnit.MILLIS).toString(),
                "udp:" + EVIL.substring(0, 40),
                "udp:192.0.2.2:5060",
                EVIL,
                message + "\r\n\r\n" + EVIL);
        store.stream(EVIL_ID, NOW.toString(), "from_caller", 1.0);
        store.execute(
                "INSERT INTO alerts (state, windows, reopened, suppressed_by, changed_at, detector,"
                        + " severity, node, subject, opened_at, last_at, peak, threshold, count, message, uid) VALUES ('closed', 1, 0, '', '2026-03-01 11:00:00', 'call_failures',"
                        + " 'critical', ?, ?, ?, ?, 1, 1, 1, ?, RANDOM_UUID())",
                EVIL,
                EVIL,
                NOW,
                NOW.plusMinutes(1),
                EVIL);
        Measurement window =
                new Measurement(
                        "call_attempts",
                        EpochMicros.of(NOW),
                        EpochMicros.of(NOW.plusMinutes(1)),
                        Map.of("node", EVIL, "trunk", EVIL),
                        Map.of(),
                        null);
        store.execute(
                "INSERT INTO measurements (name, window_start, window_end, tags, node, trunk,"
                        + " count) VALUES ('call_attempts', ?, ?, ?, ?, ?, 7)",
                NOW,
                NOW.plusMinutes(1),
                window.tagLine(),
                EVIL,
                EVIL);
        store.execute(
                "INSERT INTO undecodable (received_at, agent, node, protocol, reason, detail, bytes,"
                        + " uid) VALUES (?, ?, ?, 1, ?, ?, ?, RANDOM_UUID())",
                NOW,
                EVIL.substring(0, 40),
                EVIL,
                EVIL.substring(0, 40),
                EVIL,
                EVIL.getBytes(StandardCharsets.UTF_8));
    }

    @AfterAll
    static void stop() throws Exception {
        console.close();
    }

    @AfterEach
    void nothingWentWrongInTheBrowser() {
        console.assertNoComplaints();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Test
    void searchesOpensAndWalksTheLadderByKeys() {
        Page page = console.page(Role.ENGINEER);
        page.navigate(console.url() + "/calls");
        page.keyboard().press("/");
        page.keyboard().type("callid:" + CALL);
        page.keyboard().press("Enter");
        page.waitForURL("**/calls?q=*");
        PlaywrightAssertions.assertThat(page.locator("tbody tr")).hasCount(1);

        page.keyboard().press("j");
        page.keyboard().press("Enter");
        page.waitForURL("**/calls/" + encode(CALL));
        PlaywrightAssertions.assertThat(page.locator(".ladder a")).hasCount(7);

        page.keyboard().press("j");
        page.keyboard().press("j");
        page.keyboard().press("k");
        page.keyboard().press("j");
        page.keyboard().press("Enter");
        Locator message = page.locator("#message");
        PlaywrightAssertions.assertThat(message.locator("h2")).hasText("Message 2");
        PlaywrightAssertions.assertThat(message.locator(".start")).hasText("SIP/2.0 100 Trying");
        PlaywrightAssertions.assertThat(page.locator("#m2")).hasAttribute("aria-current", "true");
        assertThat(page.url()).contains("m=2");

        page.keyboard().press("?");
        page.waitForURL("**/help");
        page.context().close();
    }

    @Test
    void alertLeadsToItsCalls() {
        Page page = console.page(Role.ENGINEER);
        page.navigate(console.url() + "/alerts");
        page.locator("td a:text-is('show')").first().click();
        page.waitForURL("**/calls?q=*");
        PlaywrightAssertions.assertThat(page.locator("table.calls tbody tr")).hasCount(1);
        PlaywrightAssertions.assertThat(page.locator("table.calls tbody tr"))
                .containsText("failed");
        page.context().close();
    }

    @Test
    void newCallsAreCountedAndShownOnRequest() throws Exception {
        Page page = console.page(Role.VIEWER);
        page.navigate(console.url() + "/calls?q=from:newcomer");
        PlaywrightAssertions.assertThat(page.locator("table.calls tbody tr")).hasCount(0);
        console.store.call(
                "new@example.com",
                LocalDateTime.now(ZoneOffset.UTC).plusSeconds(1).toString(),
                "caller = 'newcomer'");
        PlaywrightAssertions.assertThat(page.locator(".live a")).hasText("1 new call, show");
        PlaywrightAssertions.assertThat(page.locator("table.calls tbody tr")).hasCount(0);

        page.locator(".live a").click();
        PlaywrightAssertions.assertThat(page.locator("table.calls tbody tr")).hasCount(1);
        page.context().close();
    }

    @Test
    void aTimeThatIsPointedAtIsTheReaders() {
        Page page = console.page(Role.VIEWER);
        page.navigate(console.url() + "/calls?q=callid:" + CALL);
        Locator began = page.locator("table.calls tbody td").first();
        PlaywrightAssertions.assertThat(began).hasAttribute("title", "");
        began.hover();
        PlaywrightAssertions.assertThat(began)
                .hasAttribute("title", Pattern.compile(".*2026.+:.+"));
        page.context().close();
    }

    @Test
    void twoCallsOfTheListAreComparedByKey() {
        Page page = console.page(Role.ENGINEER);
        page.navigate(console.url() + "/calls?q=is:failed+OR+callid:" + CALL);
        PlaywrightAssertions.assertThat(page.locator("table.calls tbody tr")).hasCount(2);
        page.keyboard().press("j");
        page.keyboard().press("c");
        PlaywrightAssertions.assertThat(page.locator(".marked-call")).containsText("Marked");
        page.keyboard().press("j");
        page.keyboard().press("c");
        page.waitForURL("**/compare?a=*&b=*");
        PlaywrightAssertions.assertThat(page.locator(".pair .ladder-box")).hasCount(2);
        PlaywrightAssertions.assertThat(page.locator(".verdict.plain"))
                .containsText("They differ from the first message");
        page.context().close();
    }

    @Test
    void aHostIsDraggedToAnotherPlace() {
        Page page = console.page(Role.ENGINEER);
        page.navigate(console.url() + "/calls/" + encode(CALL));
        Locator hosts = page.locator(".ladder-head .host text");
        PlaywrightAssertions.assertThat(hosts.first()).hasText("192.0.2.1");
        BoundingBox from = hosts.nth(0).boundingBox();
        BoundingBox to = hosts.nth(1).boundingBox();
        page.mouse().move(from.x + 5, from.y + 5);
        page.mouse().down();
        page.mouse().move(to.x + 5, to.y + 5);
        page.mouse().up();
        page.waitForURL("**?columns=2.1");
        PlaywrightAssertions.assertThat(hosts.first()).hasText("192.0.2.2");
        page.context().close();
    }

    @Test
    void exportIsReadBackByTshark() throws Exception {
        Page page = console.page(Role.ENGINEER);
        page.navigate(console.url() + "/calls/" + encode(CALL));
        Download download =
                page.waitForDownload(() -> page.locator("a[href$='flow.pcapng']").first().click());
        Path file = folder.resolve("call.pcapng");
        download.saveAs(file);

        assertThat(tshark(file))
                .hasSize(7)
                .allMatch(line -> line.endsWith("|" + CALL))
                .first()
                .isEqualTo("INVITE||192.0.2.1|5060|" + CALL);
        page.context().close();
    }

    private static List<String> tshark(Path file) throws Exception {
        List<String> command = new ArrayList<>(List.of("tshark", "-r", file.toString()));
        command.addAll(List.of("-T", "fields", "-E", "separator=|"));
        for (String field :
                List.of("sip.Method", "sip.Status-Code", "ip.src", "udp.srcport", "sip.Call-ID")) {
            command.addAll(List.of("-e", field));
        }
        Process process = new ProcessBuilder(command).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    @Test
    void logInLeadsToThePageThatWasAskedForAndOutAgain() {
        Page page = console.page();
        page.navigate(console.url() + "/calls/" + encode(CALL) + "?m=2");
        assertThat(page.title()).startsWith("Log in");
        PlaywrightAssertions.assertThat(page.locator("footer")).not().containsText("times are UTC");
        ConsoleBrowser.logIn(page, "engineer", "wrong password");
        PlaywrightAssertions.assertThat(page.locator("[role=alert]"))
                .hasText("Name or password is wrong.");
        console.forget("401");
        ConsoleBrowser.logIn(page, "engineer", ConsoleBrowser.PASSWORD);
        page.waitForURL("**/calls/" + encode(CALL) + "?m=2");
        PlaywrightAssertions.assertThat(page.locator("#message .sip").last())
                .containsText("X-Route");
        assertThat(page.evaluate("() => document.cookie")).isEqualTo("");

        page.click("text=Log out");
        page.waitForURL("**/log-in");
        page.navigate(console.url() + "/calls");
        assertThat(page.title()).startsWith("Log in");
        page.context().close();
    }

    @Test
    void viewerSeesTheFlowAndNoText() {
        Page page = console.page(Role.VIEWER);
        page.navigate(console.url() + "/calls/" + encode(CALL) + "?m=1");
        PlaywrightAssertions.assertThat(page.locator(".ladder a")).hasCount(7);
        PlaywrightAssertions.assertThat(page.locator("#message"))
                .containsText("Your role does not see the text of messages.");
        assertThat(page.content()).doesNotContain("X-Route");

        Response refused = page.navigate(console.url() + "/audit");
        assertThat(refused.status()).isEqualTo(403);
        PlaywrightAssertions.assertThat(page.locator("[role=alert]"))
                .hasText("This needs the role admin; yours is viewer");
        console.forget("403");
        page.context().close();
    }

    @Test
    void everyPageIsAccessibleAndHostileTextIsText() {
        assertPages(console.page(Role.ADMIN, 1280, ColorScheme.LIGHT), 1280);
    }

    @Test
    void everyPageFitsAPhoneInTheDark() {
        assertPages(console.page(Role.ADMIN, 390, ColorScheme.DARK), 390);
    }

    private static void assertPages(Page page, int width) {
        List<String> findings = new ArrayList<>();
        for (String path : PAGES) {
            Response answer = page.navigate(console.url() + path);
            assertThat(answer.status()).as(path).isEqualTo(200);
            assertThat(answer.text())
                    .as(path)
                    .doesNotContain("\u001b", "\u202e", "\u0000", "<script>alert");
            ConsoleBrowser.findings(page).forEach(finding -> findings.add(path + ": " + finding));
            int scrolls = (int) page.evaluate("() => document.documentElement.scrollWidth");
            if (scrolls > width) {
                findings.add(path + ": is " + scrolls + " px wide");
            }
        }
        page.context().close();
        assertThat(findings).isEmpty();
    }

    @Test
    void moreContrastIsAccessible() {
        Page page = console.page(Role.ENGINEER);
        for (ForcedColors forced : List.of(ForcedColors.NONE, ForcedColors.ACTIVE)) {
            page.emulateMedia(
                    new Page.EmulateMediaOptions()
                            .setContrast(Contrast.MORE)
                            .setForcedColors(forced));
            for (String path : List.of("/calls", "/calls/" + encode(CALL) + "?m=1", "/overview")) {
                page.navigate(console.url() + path);
                assertThat(ConsoleBrowser.findings(page)).as(path).isEmpty();
            }
        }
        page.context().close();
    }

    @Test
    void typedTimesAreShown() {
        Page page = console.page(Role.ENGINEER);
        page.navigate(console.url() + "/search?call_id=" + encode(CALL) + "&from=-2h&to=now");
        PlaywrightAssertions.assertThat(page.locator("#last option:checked")).hasText("from … to");
        PlaywrightAssertions.assertThat(page.locator(".fields input[name=from]")).isVisible();
        PlaywrightAssertions.assertThat(page.locator("table.calls tbody tr")).hasCount(1);

        page.selectOption("#last", "1h");
        page.click(".search button");
        page.waitForURL("**last=1h**");
        PlaywrightAssertions.assertThat(page.locator("#understood"))
                .containsText("in the last 1 h");
        page.context().close();
    }

    @Test
    void logInPageIsAccessible() {
        for (ColorScheme colours : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            Page page = console.page();
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(colours));
            page.navigate(console.url() + "/log-in");
            assertThat(ConsoleBrowser.findings(page)).isEmpty();
            page.context().close();
        }
    }

    @Test
    void pagesAreLight() {
        Page page = console.page(Role.ENGINEER);
        page.navigate(console.url() + "/calls/" + encode(CALL) + "?m=1");
        int bytes =
                ((Number)
                                page.evaluate(
                                        "() => performance.getEntriesByType('resource').filter(r =>"
                                                + " r.initiatorType === 'script').reduce((sum, r) =>"
                                                + " sum + r.transferSize, 0)"))
                        .intValue();
        assertThat(bytes).isBetween(1_000, 100_000);
        page.context().close();
    }
}
