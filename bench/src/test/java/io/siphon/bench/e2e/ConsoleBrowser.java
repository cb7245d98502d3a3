package io.siphon.bench.e2e;

import io.siphon.bench.server.ServerProcess;
import io.siphon.console.ConsoleStore;
import io.siphon.console.access.AccountsFile;
import io.siphon.console.access.Role;
import io.siphon.console.baseline.CountedBaselines;
import io.siphon.console.flow.HostNames;
import io.siphon.console.web.ConsoleSecurity;
import io.siphon.console.web.ConsoleServer;
import io.siphon.console.web.ConsoleSettings;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/** A console with accounts, and Debian's Chromium: started once for all tests. */
final class ConsoleBrowser implements AutoCloseable {

    static final String PASSWORD = "correct horse";

    private static final double PATIENCE_MILLIS = 20_000;

    private static final String AXE = "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";

    /** The reason of a failure is in the list, not in a screenshot. */
    private final List<String> complaints = new ArrayList<>();

    final ConsoleStore store = new ConsoleStore();
    private final ConsoleServer server;
    private final Playwright playwright;
    private final Browser browser;
    private final Map<Role, String> states = new EnumMap<>(Role.class);
    private final String axe;

    ConsoleBrowser(Path folder) throws Exception {
        axe = read(AXE);
        AccountsFile accounts = new AccountsFile(folder.resolve("console.users"));
        for (Role role : List.of(Role.VIEWER, Role.ENGINEER, Role.ADMIN)) {
            accounts.put(role.title(), role, PASSWORD.toCharArray());
        }
        server =
                ConsoleServer.start(
                        ConsoleSettings.unchecked(
                                        "127.0.0.1",
                                        ServerProcess.freePort(),
                                        store.address(),
                                        HostNames.NONE)
                                .learning(CountedBaselines::new)
                                .with(
                                        new ConsoleSecurity(
                                                accounts,
                                                folder.resolve("audit.log"),
                                                null,
                                                Set.of())));
        playwright =
                Playwright.create(
                        new Playwright.CreateOptions()
                                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser =
                playwright
                        .chromium()
                        .launch(
                                new BrowserType.LaunchOptions()
                                        .setExecutablePath(Path.of("/usr/bin/chromium"))
                                        .setArgs(
                                                List.of(
                                                        "--no-sandbox",
                                                        "--disable-gpu",
                                                        "--disable-background-networking",
                                                        "--disable-component-update",
                                                        "--no-first-run")));
    }

    private static String read(String resource) throws IOException {
        try (InputStream in = ConsoleBrowser.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    String url() {
        return server.url();
    }

    /** A page of somebody who has not logged in, on a large screen. */
    Page page() {
        return open(new Browser.NewContextOptions().setViewportSize(1280, 800));
    }

    /** A page of an account with that role. */
    Page page(Role role) {
        return page(role, 1280, ColorScheme.LIGHT);
    }

    Page page(Role role, int width, ColorScheme colours) {
        return open(
                new Browser.NewContextOptions()
                        .setViewportSize(width, 800)
                        .setColorScheme(colours)
                        .setStorageState(states.computeIfAbsent(role, this::loggedIn)));
    }

    private String loggedIn(Role role) {
        Page page = page();
        page.navigate(url() + "/log-in");
        logIn(page, role.title(), PASSWORD);
        page.waitForURL(url() + "/calls");
        String state = page.context().storageState();
        page.context().close();
        return state;
    }

    static void logIn(Page page, String name, String password) {
        page.fill("input[name=name]", name);
        page.fill("input[name=password]", password);
        page.click(".log-in button");
    }

    /** Every page is watched: errors, dialogs, and requests that leave the console. */
    private Page open(Browser.NewContextOptions options) {
        BrowserContext context = browser.newContext(options);
        context.addInitScript(axe);
        context.setDefaultTimeout(PATIENCE_MILLIS);
        Page page = context.newPage();
        page.onConsoleMessage(
                message -> {
                    if (message.type().equals("error")) {
                        complaints.add(
                                page.url() + ": " + message.text() + " " + message.location());
                    }
                });
        page.onPageError(error -> complaints.add(page.url() + ": " + error));
        page.onDialog(
                dialog -> {
                    complaints.add(page.url() + ": a dialog: " + dialog.message());
                    dialog.dismiss();
                });
        page.onRequest(
                request -> {
                    if (!request.url().startsWith(url() + "/")) {
                        complaints.add(page.url() + ": asks another host: " + request.url());
                    }
                });
        return page;
    }

    void assertNoComplaints() {
        List<String> found = List.copyOf(complaints);
        complaints.clear();
        assertThat(found).isEmpty();
    }

    /** A test that provokes an error of the server sees it in the browser's console. */
    void forget(String part) {
        assertThat(complaints.removeIf(complaint -> complaint.contains(part)))
                .as(String.valueOf(complaints))
                .isTrue();
    }

    /** What axe-core finds: serious and critical, each with the elements. */
    @SuppressWarnings("unchecked")
    static List<String> findings(Page page) {
        return (List<String>)
                page.evaluate(
                        "() => axe.run(document, {resultTypes: ['violations'], preload: false})"
                                + ".then(r => r.violations"
                                + ".filter(v => v.impact === 'serious' || v.impact === 'critical')"
                                + ".map(v => v.id + ': ' + v.nodes.slice(0, 3)"
                                + ".map(n => n.html.slice(0, 200) + ' ' + n.any.map(c => c.message).join(' '))"
                                + ".join(' | ')))");
    }

    @Override
    public void close() throws Exception {
        playwright.close();
        server.close();
        store.close();
    }
}
