package io.siphon.console.report.format;

import io.siphon.console.report.CallFigures;
import io.siphon.console.report.Completeness;
import io.siphon.console.report.Figures;
import io.siphon.console.report.Grouping;
import io.siphon.console.report.Media;
import io.siphon.console.report.MediaMetric;
import io.siphon.console.report.RegistrationFigures;
import io.siphon.console.report.Report;
import io.siphon.console.report.Report.FailureCause;
import io.siphon.console.report.Report.Group;
import io.siphon.console.report.Report.Hop;
import io.siphon.console.report.Report.Incident;
import io.siphon.console.report.Report.Share;
import io.siphon.console.report.Report.Slice;
import io.siphon.console.report.Report.WorstCall;
import io.siphon.console.report.Report.WorstStream;
import io.siphon.console.store.Span;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/** A report of two hours, with numbers that are easy to find again, and names that are hostile. */
final class SampleReport {

    static final String HOSTILE = "</script><img src=x onerror=alert(1)>";

    private static final Instant FROM = Instant.parse("2026-11-01T10:00:00Z");
    private static final Span SPAN = Span.of(FROM, FROM.plusSeconds(7200));

    private SampleReport() {}

    static Report report() {
        return of(new Media(99, 4.5, 12.25, 31, 0.125));
    }

    /** With that jitter everywhere. */
    static Report of(Media jitter) {
        List<Slice> slices =
                List.of(
                        new Slice(hour(0), figures(30, 20, jitter)),
                        new Slice(hour(1), figures(10, 10, jitter)));
        return new Report(
                "H2 at data/siphon",
                ZoneId.of("Europe/Berlin"),
                Instant.parse("2026-11-02T08:00:00Z"),
                SPAN,
                SPAN,
                60_000_000,
                new Completeness(
                        SPAN,
                        List.of(
                                new Completeness.Gap(
                                        Span.of(FROM.plusSeconds(600), FROM.plusSeconds(780)), 12)),
                        List.of(Span.of(FROM.plusSeconds(660), FROM.plusSeconds(672))),
                        List.of(new Share("bad_magic", "bad magic", 3, 1)),
                        0,
                        1200,
                        Span.of(FROM.plusSeconds(705), FROM.plusSeconds(715)),
                        List.of(new Share("rtcp_loss_pct", "rtcp_loss_pct", 8, 1)),
                        3),
                21,
                List.of(
                        new Incident(
                                "call_failures",
                                "critical",
                                "proxy-1",
                                HOSTILE,
                                SPAN,
                                120,
                                42,
                                20,
                                "42.0 % of 100 calls of trunk " + HOSTILE + " failed")),
                figures(40, 30, jitter),
                figures(80, 40, jitter),
                true,
                slices,
                Grouping.parse("trunk"),
                List.of(
                        new Group("carrier-a", figures(25, 20, jitter), slices),
                        new Group(HOSTILE, figures(15, 10, jitter), slices),
                        new Group("=1+1\u0085\u009b\u2028\u202e", figures(0, 0, jitter), slices)),
                List.of(
                        new Share("200", "200 OK", 30, 0.75),
                        new Share("486", "486 Busy Here", 10, 0.25)),
                List.of(new Share("answered", "answered", 30, 0.75)),
                List.of(new Share("one_way", "one way", 2, 1)),
                List.of(
                        new FailureCause(
                                "busy",
                                "the callee is busy",
                                10,
                                1,
                                "d4@host",
                                "192.0.2.2 answered 486 " + HOSTILE + ": the callee is busy.")),
                List.of(new Hop("192.0.2.10", 30, 5.25, 31, 8.5, 30, 2, 1, 9, 1)),
                List.of(new Share("30", "30–60 s", 30, 1)),
                List.of(
                        new WorstCall(
                                "a1@\u001b[2Jhost",
                                FROM,
                                "+4930123",
                                "proxy-1",
                                "carrier-a",
                                4321,
                                "answered",
                                200)),
                List.of(new WorstCall("b2@host", FROM, HOSTILE, "proxy-1", "", -1, "timed_out", 0)),
                List.of(
                        new WorstStream(
                                "rtcp",
                                "c3@host",
                                FROM,
                                "192.0.2.1:10000",
                                "192.0.2.2:20000",
                                "PCMA",
                                2.345,
                                7.5,
                                null)),
                List.of(new Share("accepted", "accepted", 6, 1)),
                List.of(new Share("200", "200 OK", 6, 1)),
                List.of());
    }

    private static Span hour(int number) {
        return Span.of(FROM.plusSeconds(3600L * number), FROM.plusSeconds(3600L * (number + 1)));
    }

    private static Figures figures(long attempts, long answered, Media jitter) {
        Double ratio = attempts == 0 ? null : 100.0 * answered / attempts;
        return new Figures(
                new CallFigures(
                        attempts, 0, answered, ratio, ratio, ratio, ratio, 61.5, 20, 510.0, 1234.0),
                7.0,
                new RegistrationFigures(
                        attempts / 5, 0, 6, 1, 75.0, 12.5, 100.0, 43.0, 97.0, 2, 3, 5.0),
                Map.of(MediaMetric.RTCP_JITTER, jitter));
    }
}
