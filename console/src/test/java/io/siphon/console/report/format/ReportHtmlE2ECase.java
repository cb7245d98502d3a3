package io.siphon.console.report.format;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/** A real browser opens the page, runs its scripts, and the numbers are read from what it shows. */
@Timeout(600)
class ReportHtmlE2ECase {

    private static final String CHROMIUM = "chromium";

    @TempDir Path folder;

    @Test
    void showsTheFiguresAndDrawsTheCharts() throws Exception {
        String dom = open("--dump-dom");

        assertThat(figure(dom, "attempts")).isEqualTo("40");
        assertThat(figure(dom, "answered")).isEqualTo("30");
        assertThat(figure(dom, "asr_pct")).isEqualTo("75.0");
        assertThat(figure(dom, "pdd_p95_ms")).isEqualTo("1\u202f234");
        assertThat(figure(dom, "concurrent_peak")).isEqualTo("7");
        assertThat(figure(dom, "rtcp_jitter_mean_ms")).isEqualTo("4.5");
        assertThat(dom)
                .contains("id=\"zone\">Europe/Berlin (UTC+01:00)<")
                .contains("<h2>Alerts (1 of 21)</h2>", "class=\"severity critical\">critical<")
                .contains("1 stretch without any SIP request, 3 min in all")
                .contains("data-charts=\"10\"");
        assertThat(count(dom, "<canvas")).isEqualTo(10);
        assertThat(dom).contains("<span class=\"unit\">calls per h</span>");
        assertThat(dom).contains("<th class=\"metric\" colspan=\"3\">RTCP jitter</th>");
        assertThat(Files.readString(folder.resolve("log"))).doesNotContain("CONSOLE");
    }

    @Test
    void runsNothingOfStrangersAndLoadsNothing() throws Exception {
        String dom = open("--dump-dom");

        assertThat(dom).contains("&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;");
        assertThat(dom).doesNotContain("<img").doesNotContainPattern("(src|href)=[\"']?https?:");
        assertThat(dom).contains("default-src 'none'");
    }

    @Test
    void printsOnPaper() throws Exception {
        Path pdf = folder.resolve("report.pdf");

        open("--print-to-pdf=" + pdf);

        assertThat(Files.readAllBytes(pdf)).startsWith("%PDF".getBytes());
    }

    private static String figure(String dom, String key) {
        Matcher matcher = Pattern.compile("data-key=\"" + key + "\">([^<]*)<").matcher(dom);
        assertThat(matcher.find()).as(key).isTrue();
        return matcher.group(1);
    }

    private static int count(String dom, String what) {
        return dom.split(Pattern.quote(what), -1).length - 1;
    }

    /** What the browser wrote; what it complained of is in {@code log}. */
    private String open(String action) throws IOException, InterruptedException {
        Path page = folder.resolve("report.html");
        Files.writeString(page, ReportFormat.HTML.write(SampleReport.report()));
        Path dom = folder.resolve("dom");
        List<String> command =
                new ArrayList<>(
                        List.of(
                                CHROMIUM,
                                "--headless",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-dev-shm-usage",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync",
                                "--enable-logging=stderr",
                                "--user-data-dir=" + folder.resolve("profile"),
                                "--window-size=1200,900",
                                "--virtual-time-budget=5000"));
        command.add(action);
        command.add(page.toUri().toString());
        Process browser =
                new ProcessBuilder(command)
                        .redirectOutput(dom.toFile())
                        .redirectError(folder.resolve("log").toFile())
                        .start();
        try {
            assertThat(browser.waitFor()).isZero();
        } finally {
            browser.destroyForcibly();
        }
        return Files.readString(dom);
    }
}
