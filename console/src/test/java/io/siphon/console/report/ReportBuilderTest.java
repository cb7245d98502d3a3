package io.siphon.console.report;

import io.siphon.console.ConsoleException;
import io.siphon.console.report.Report.Share;
import io.siphon.console.report.format.ReportFormat;
import io.siphon.console.store.Span;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

/** Every figure against traffic that was counted by hand. */
class ReportBuilderTest {

    private static final String FROM = "2026-11-01T10:00:00Z";
    private static final String TO = "2026-11-01T12:00:00Z";

    private TestStore store;

    @BeforeEach
    void create() throws SQLException {
        store = new TestStore();
    }

    @AfterEach
    void drop() throws SQLException {
        store.close();
    }

    private Report report(String every, String by) {
        return store.report(request(every, by));
    }

    private static ReportRequest request(String every, String by) {
        return new ReportRequest(
                Span.of(Instant.parse(FROM), Instant.parse(TO)),
                ZoneOffset.UTC,
                every == null ? null : Lengths.parse(every),
                by == null ? null : Grouping.parse(by),
                true);
    }

    /** Ten calls: four answered, one of each other kind, one still ringing. */
    private void tenCalls() throws SQLException {
        store.answered("2026-11-01T10:00:00Z", 100, 30_000);
        store.answered("2026-11-01T10:10:00Z", 200, 90_000);
        store.answered("2026-11-01T11:00:00Z", 300, 60_000, "trunk = 'carrier-b'");
        // answered, and its BYE never seen
        store.call(
                "2026-11-01T11:10:00Z",
                "timed_out",
                200,
                "answered_at = TIMESTAMP '2026-11-01 11:10:05'",
                "pdd_ms = 400");
        store.call("2026-11-01T10:01:00Z", "busy", 486, "pdd_ms = 500");
        store.call("2026-11-01T10:02:00Z", "cancelled", 487);
        store.call("2026-11-01T10:03:00Z", "rejected", 404);
        store.call("2026-11-01T10:04:00Z", "failed", 503);
        store.call("2026-11-01T11:20:00Z", "redirected", 302);
        store.call("2026-11-01T11:59:59Z", "in_progress", 0);
    }

    @Test
    void aWindowThatIsOpenIsNotTakenForNoTraffic() throws SQLException {
        // the report is made at 08:00
        assertThat(completeness("2026-11-02T07:00:00Z", "2026-11-02T08:00:00Z"))
                .contains("No SIP request is stored in this period.");
        store.answered("2026-11-02T07:59:30Z", 100, 10_000);
        assertThat(completeness("2026-11-02T07:00:00Z", "2026-11-02T08:00:00Z"))
                .contains("The first window is still open: gaps are known when it is over.")
                .doesNotContain("No SIP request");
        store.answered("2026-11-01T10:00:00Z", 100, 10_000);
        assertThat(completeness(FROM, TO))
                .contains("Calls are stored in this period, but no measurements");
    }

    private String completeness(String from, String to) {
        return ReportFormat.TEXT.write(
                store.report(
                        new ReportRequest(
                                Span.of(Instant.parse(from), Instant.parse(to)),
                                ZoneOffset.UTC,
                                null,
                                null,
                                true)));
    }

    @Test
    void whatWasFollowedNoFurtherIsInNoRatio() throws SQLException {
        tenCalls();
        CallFigures before = report(null, null).total().calls();
        store.call("2026-11-01T11:30:00Z", "evicted", 0);
        CallFigures after = report(null, null).total().calls();

        assertThat(after.attempts()).isEqualTo(before.attempts() + 1);
        assertThat(after.undecided()).isEqualTo(before.undecided() + 1);
        assertThat(after.asr()).isEqualTo(before.asr());
    }

    @Test
    void alertsOfWindowsThatFollowEachOtherAreOne() throws SQLException {
        store.alert("2026-11-01T09:59:00Z", "carrier-a", "warning", 25);
        store.alert("2026-11-01T10:00:00Z", "carrier-a", "warning", 30);
        store.alert("2026-11-01T10:01:00Z", "carrier-a", "critical", 55);
        store.alert("2026-11-01T10:02:00Z", "carrier-a", "warning", 21);
        store.alert("2026-11-01T10:04:00Z", "carrier-a", "warning", 22);
        store.alert("2026-11-01T10:02:00Z", "carrier-b", "warning", 23);
        store.alert("2026-11-01T12:00:00Z", "carrier-b", "critical", 99);

        Report report = report(null, null);

        assertThat(report.incidents()).isEqualTo(3);
        assertThat(report.alerts())
                .extracting(
                        Report.Incident::subject,
                        Report.Incident::severity,
                        incident -> incident.span().from().toString(),
                        incident -> incident.span().to().toString(),
                        Report.Incident::windows,
                        Report.Incident::observed,
                        Report.Incident::message)
                .containsExactly(
                        tuple(
                                "carrier-a",
                                "critical",
                                "2026-11-01T10:00:00Z",
                                "2026-11-01T10:03:00Z",
                                3,
                                55.0,
                                "55 %"),
                        tuple(
                                "carrier-b",
                                "warning",
                                "2026-11-01T10:02:00Z",
                                "2026-11-01T10:03:00Z",
                                1,
                                23.0,
                                "23 %"),
                        tuple(
                                "carrier-a",
                                "warning",
                                "2026-11-01T10:04:00Z",
                                "2026-11-01T10:05:00Z",
                                1,
                                22.0,
                                "22 %"));
    }

    @Test
    void showsTheFirstAlertsOfMany() throws SQLException {
        for (int i = 0; i < 25; i++) {
            store.alert(
                    "2026-11-01T10:00:00Z", "t" + (10 + i), i == 24 ? "critical" : "warning", 21);
        }

        Report report = report(null, null);

        assertThat(report.incidents()).isEqualTo(25);
        assertThat(report.alerts()).hasSize(20);
        assertThat(report.alerts().get(0).subject()).isEqualTo("t34");
        assertThat(report.alerts().get(19).subject()).isEqualTo("t28");
    }

    @Test
    void countsCalls() throws SQLException {
        tenCalls();

        CallFigures calls = report(null, null).total().calls();

        assertThat(calls.attempts()).isEqualTo(10);
        assertThat(calls.undecided()).isEqualTo(1);
        assertThat(calls.answered()).isEqualTo(4);
        assertThat(calls.asr()).isEqualTo(100.0 * 4 / 9);
        assertThat(calls.ner()).isEqualTo(100.0 * 6 / 9); // and busy, cancelled
        assertThat(calls.ser()).isEqualTo(100.0 * 4 / 8); // without the redirected
        assertThat(calls.seer()).isEqualTo(100.0 * 5 / 8); // and busy
        assertThat(calls.acdSeconds()).isEqualTo(60.0);
        assertThat(calls.minutes()).isEqualTo(3.0);
        assertThat(calls.pddP50Ms()).isCloseTo(300, within(3.0));
        assertThat(calls.pddP95Ms()).isEqualTo(500); // the highest of five
    }

    @Test
    void countsACallByItsStartAndNothingTwice() throws SQLException {
        store.answered("2026-11-01T09:59:59.999999Z", 100, 3_600_000);
        store.answered("2026-11-01T10:00:00Z", 100, 3_600_000);
        store.answered("2026-11-01T11:59:59.999999Z", 100, 3_600_000);
        store.answered("2026-11-01T12:00:00Z", 100, 3_600_000);

        Report report = report("1h", "node");

        assertThat(report.total().calls().attempts()).isEqualTo(2);
        assertThat(report.total().calls().asr()).isEqualTo(100);
        assertThat(report.previous().calls().attempts()).isEqualTo(1);
        assertThat(report.slices())
                .extracting(slice -> slice.figures().calls().attempts())
                .containsExactly(1L, 1L);
        assertThat(report.groups())
                .singleElement()
                .satisfies(group -> assertThat(group.name()).isEqualTo("proxy-1"));
    }

    @Test
    void breaksDownByResponseOutcomeAndDuration() throws SQLException {
        tenCalls();

        Report report = report(null, null);

        assertThat(report.responses())
                .extracting(Share::name)
                .containsExactly(
                        "200 OK",
                        "302 Moved Temporarily",
                        "404 Not Found",
                        "486 Busy Here",
                        "487 Request Terminated",
                        "503 Service Unavailable");
        assertThat(report.responses().get(0)).isEqualTo(new Share("200", "200 OK", 4, 4.0 / 9));
        assertThat(report.outcomes())
                .contains(new Share("timed_out", "timed out", 1, 0.1))
                .hasSize(8);
        assertThat(report.durations())
                .filteredOn(share -> share.count() > 0)
                .containsExactly(
                        new Share("30", "30–60 s", 1, 1.0 / 3),
                        new Share("60", "1–2 min", 2, 2.0 / 3));
        assertThat(report.failed())
                .extracting(Report.WorstCall::callId)
                .containsExactly("call-4", "call-8");
        assertThat(report.slowest())
                .extracting(Report.WorstCall::pddMs)
                .containsExactly(500L, 400L, 300L, 200L, 100L);
    }

    @Test
    void saysWhyCallsFailedWithTheLastAsAnExample() throws SQLException {
        cause("10:01:00", "busy", "first");
        cause("10:03:00", "busy", "last");
        cause("10:02:00", "busy", "second");
        cause("10:01:00", "loop", "round and round");
        cause("10:01:00", "normal", "as it should");
        cause("10:01:00", "", "");
        store.call("2026-11-01T10:05:00Z", "failed", 503);

        assertThat(report(null, null).causes())
                .containsExactly(
                        new Report.FailureCause(
                                "busy", "the callee is busy", 3, 0.75, "call-2", "last"),
                        new Report.FailureCause(
                                "loop",
                                "the call went in a loop",
                                1,
                                0.25,
                                "call-4",
                                "round and round"));
    }

    @Test
    void saysWhatB2buasAddedAndChanged() throws SQLException {
        store.answered("2026-11-01T10:00:00Z", 100, 30_000, "codecs = 'PCMU'", "leg = 1");
        leg("answered", 200, 6, "codecs = 'PCMA'", "answered_at = '2026-11-01 10:00:01.990'");
        store.call(
                "2026-11-01T10:00:00Z",
                "failed",
                500,
                "media_verdict = 'one_way'",
                "ended_at = '2026-11-01 10:00:02'",
                "leg = 1");
        leg("busy", 486, 10, "callee = '0123'");

        Report report = report(null, null);

        assertThat(report.hops())
                .containsExactly(new Report.Hop("192.0.2.9", 2, 8, 10, 10.0, 1, 1, 1, 1, 0));
        assertThat(report.mediaVerdicts())
                .containsExactly(new Report.Share("one_way", "one way", 1, 1));
    }

    /** The second leg of the call that was made last, linked twice. */
    private void leg(String outcome, int status, int afterMs, String... set) throws SQLException {
        String began = "2026-11-01T10:00:00.0%02dZ".formatted(afterMs);
        store.call(began, outcome, status, set);
        store.linkLast("2026-11-01T10:00:00Z", began, "header", "numbers");
    }

    private void cause(String at, String cause, String text) throws SQLException {
        store.call(
                "2026-11-01T" + at + "Z",
                "failed",
                486,
                "cause = '" + cause + "'",
                "cause_text = '" + text + "'");
    }

    @Test
    void mergesMediaFromSketchesNotFromAverages() throws SQLException {
        // The mean of the windows' means would be 25.5, of their p95 50 or so.
        store.distribution("rtcp_jitter_ms", "2026-11-01T10:00:00Z", "node=a", 1, 1, 1, 1, 1);
        store.distribution("rtcp_jitter_ms", "2026-11-01T10:01:00Z", "node=a", 50);
        store.distribution("rtcp_jitter_ms", "2026-11-01T10:01:00Z", "node=b", 1, 1, 1, 1);
        // Not in the period.
        store.distribution("rtcp_jitter_ms", "2026-11-01T12:00:00Z", "node=a", 999);
        store.distribution("rtcp_jitter_ms", "2026-11-01T09:59:00Z", "node=a", 7);

        Report report = report("1h", "node");

        Media jitter = report.total().media().get(MediaMetric.RTCP_JITTER);
        assertThat(jitter.samples()).isEqualTo(10);
        assertThat(jitter.mean()).isEqualTo(5.9);
        assertThat(jitter.worst()).isEqualTo(50);
        assertThat(jitter.tail()).isEqualTo(50); // of fewer than 20 the highest
        assertThat(jitter.badShare()).isEqualTo(0.5);
        assertThat(report.previous().media().get(MediaMetric.RTCP_JITTER).mean()).isEqualTo(7);
        assertThat(report.groups()).extracting(Report.Group::name).containsExactly("a", "b");
        Media ofA = report.groups().get(0).figures().media().get(MediaMetric.RTCP_JITTER);
        assertThat(ofA.samples()).isEqualTo(6);
        assertThat(ofA.badShare()).isEqualTo(0.5);
        assertThat(report.slices().get(1).figures().media()).isEmpty();
    }

    @Test
    void countsThePeakOfEveryGroupByItsCalls() throws SQLException {
        store.answered("2026-11-01T10:00:00Z", 1, 60_000, "trunk = 'a'"); // up :02 to 1:02
        store.answered("2026-11-01T10:00:10Z", 1, 10_000, "trunk = 'b'"); // up :12 to :22
        store.answered("2026-11-01T10:00:20Z", 1, 30_000, "trunk = 'a'"); // from that µs on
        store.answered("2026-11-01T10:00:30Z", 1, 100_000, "trunk = 'b'"); // up :32 to 2:12
        store.answered("2026-11-01T10:01:58Z", 1, 5_000, "trunk = 'b'"); // up 2:00 to 2:05
        store.call("2026-11-01T10:00:30Z", "busy", 486, "trunk = 'c'");

        assertThat(report(null, null).total().concurrentPeak()).isEqualTo(3);
        assertThat(peaks("node")).containsExactly("proxy-1: 3.0");
        assertThat(peaks("trunk")).containsExactly("b: 2.0", "a: 2.0", "c: 0.0");
        assertThat(peaks("trunk-pair"))
                .containsExactly("b → 192.0.2.2: 2.0", "a → 192.0.2.2: 2.0", "c → 192.0.2.2: 0.0");
        assertThat(report(null, null).previous().concurrentPeak()).isNull();
    }

    private List<String> peaks(String by) {
        return report(null, by).groups().stream()
                .map(group -> group.name() + ": " + group.figures().concurrentPeak())
                .toList();
    }

    @Test
    void aCallIsUpInEverySliceUntilItsEnd() throws SQLException {
        store.answered("2026-11-01T09:30:00Z", 1, 7_200_000, "trunk = 'long'");
        store.answered("2026-11-01T09:40:00Z", 1, 1_200_000); // until 10:00:02
        store.answered("2026-11-01T11:06:00Z", 1, 1_000);
        // Whether they ended nobody knows: the job counted calls until 11:05.
        store.level("call_concurrent", "2026-11-01T11:04:00Z", "", 2);
        for (int i = 0; i < 2; i++) {
            store.call(
                    "2026-11-01T10:50:00Z",
                    "in_progress",
                    0,
                    "answered_at = TIMESTAMP '2026-11-01 10:50:01'");
        }

        Report report = report("1h", "trunk");

        assertThat(report.previous().concurrentPeak()).isEqualTo(2);
        assertThat(report.total().concurrentPeak()).isEqualTo(3);
        assertThat(report.slices())
                .extracting(slice -> slice.figures().concurrentPeak())
                .containsExactly(3.0, 3.0);
        assertThat(report.groups())
                .extracting(Report.Group::name)
                .containsExactly("carrier-a", "long");
        assertThat(report.groups().get(1).figures().calls().attempts()).isZero();
        assertThat(report("15m", null).slices())
                .extracting(slice -> slice.figures().concurrentPeak())
                .containsExactly(2.0, 1.0, 1.0, 3.0, 3.0, 1.0, 1.0, null);
    }

    @Test
    void looksUpTheMediaOfCallsWhereMeasurementsDoNotHaveTheGroup() throws SQLException {
        store.count("sip_requests", "2026-11-01T10:00:00Z", "method=INVITE", 1); // a minute long
        store.answered("2026-11-01T10:00:00Z", 1, 1, "user_agent = 'a'");
        store.stream("2026-11-01T10:00:10Z", 0, 4.4);
        store.stream("2026-11-01T10:00:50Z", 4, 2.0); // the mean of its minute is 3.2: bad
        store.stream("2026-11-01T10:01:10Z", 0, null, "codec = 'CN'", "loss_pct = 50");
        store.stream("2026-11-01T10:00:20Z", 0, 1.0, "ended_at = NULL"); // goes on
        store.stream("2026-11-01T12:00:00Z", 0, 1.0);
        store.answered("2026-11-01T09:00:00Z", 1, 1, "user_agent = 'b'");
        store.stream("2026-11-01T11:00:00Z", 1, 4.1);
        store.stream("2026-11-01T11:00:00Z", 3, 4.0, "call_id = ''");

        Report report = report("1h", "user-agent");

        assertThat(report.groups())
                .extracting(Report.Group::name)
                .containsExactly("a", "(none)", "b");
        Media mos = media(report, 0, MediaMetric.RTP_MOS);
        assertThat(mos.samples()).isEqualTo(2);
        assertThat(mos.mean()).isEqualTo(3.2);
        assertThat(mos.tail()).isEqualTo(2.0, within(0.02));
        assertThat(mos.worst()).isEqualTo(2.0);
        assertThat(mos.badShare()).isEqualTo(1.0);
        Media loss = media(report, 0, MediaMetric.RTP_LOSS);
        assertThat(loss.samples()).isEqualTo(2);
        assertThat(loss.mean()).isEqualTo(2.0);
        assertThat(media(report, 0, MediaMetric.RTP_JITTER).samples()).isEqualTo(3);
        assertThat(media(report, 1, MediaMetric.RTP_LOSS).mean()).isEqualTo(3.0);
        assertThat(media(report, 2, MediaMetric.RTP_MOS).mean()).isEqualTo(4.1);
        assertThat(report.groups().get(2).slices())
                .extracting(slice -> slice.figures().media().containsKey(MediaMetric.RTP_MOS))
                .containsExactly(false, true);
    }

    @Test
    void addsUpWhatRtcpToldOfTheCallsOfAGroup() throws SQLException {
        store.answered("2026-11-01T10:00:00Z", 1, 1, "callee = '+4930'");
        store.reported(
                "2026-11-01T10:00:10Z", "rtt_mean_ms = 40", "rtt_max_ms = 50", "round_trips = 1");
        store.answered("2026-11-01T10:00:00Z", 1, 1, "callee = '+4989'");
        store.reported(
                "2026-11-01T10:00:10Z",
                "reports = 6",
                "jitter_mean_ms = 20",
                "jitter_max_ms = 100",
                "loss_mean_pct = 3",
                "mos_mean = NULL",
                "mos_min = NULL",
                "scores = 0");
        store.reported("2026-11-01T10:00:10Z", "scores = NULL"); // of before that column
        store.reported("2026-11-01T12:00:00Z");

        Report report = report(null, "prefix:2");

        assertThat(report.groups()).extracting(Report.Group::name).containsExactly("+49");
        // two of 4 ms, six of 20, two of 4
        assertThat(media(report, 0, MediaMetric.RTCP_JITTER))
                .isEqualTo(new Media(10, 13.6, null, 100, null));
        assertThat(media(report, 0, MediaMetric.RTCP_LOSS))
                .isEqualTo(new Media(10, 2.2, null, 2, null));
        assertThat(media(report, 0, MediaMetric.RTCP_RTT))
                .isEqualTo(new Media(1, 40, null, 50, null));
        assertThat(media(report, 0, MediaMetric.RTCP_MOS))
                .isEqualTo(new Media(2, 4.2, null, 4.0, null));
    }

    @Test
    void whatAnAgentWithAWrongClockSawIsInThePeriodOfItsRow() throws SQLException {
        for (String ahead : new String[] {"clock_offset_ms = 2000", "clock_offset_ms = -2000"}) {
            // the first and the last second of before, and of the period
            for (String start : new String[] {"08:00:00", "09:59:59", "10:00:00", "11:59:59"}) {
                String at = "2026-11-01T" + start + "Z";
                store.answered(at, 1, 1, "callee = '+4930'", ahead);
                store.stream(at, 0, 4.0, ahead);
                store.reported(at, ahead);
                registration(at.substring(11, 16), start, "initial", "accepted", 200, null, 10);
            }
        }
        store.execute("UPDATE registrations SET clock_offset_ms = 2000");

        Report report = report("1h", "prefix");

        assertThat(report.total().calls().attempts()).isEqualTo(4);
        assertThat(report.previous().calls().attempts()).isEqualTo(4);
        assertThat(report.total().registrations().attempts()).isEqualTo(4);
        assertThat(report.previous().registrations().attempts()).isEqualTo(4);
        assertThat(report.slices())
                .extracting(slice -> slice.figures().calls().attempts())
                .containsExactly(2L, 2L);
        assertThat(media(report, 0, MediaMetric.RTP_MOS).samples()).isEqualTo(4);
        assertThat(media(report, 0, MediaMetric.RTCP_MOS).samples()).isEqualTo(8);
        assertThat(report.groups().get(0).slices())
                .extracting(slice -> slice.figures().media().get(MediaMetric.RTP_MOS).samples())
                .containsExactly(2L, 2L);
    }

    @Test
    void callsOfAWrongClockAreUpBesideEachOtherAsTheyWere() throws SQLException {
        String[] ahead = {"clock_offset_ms = 3600000", "trunk = 'ahead'"};
        store.answered("2026-11-01T10:00:00Z", 1, 60_000, ahead);
        store.answered("2026-11-01T10:00:30Z", 1, 60_000, ahead);
        store.answered("2026-11-01T10:30:00Z", 1, 60_000);
        store.answered("2026-11-01T11:30:00Z", 1, 60_000, ahead);

        Report report = report("1h", "trunk");

        assertThat(report.total().concurrentPeak()).isEqualTo(2);
        assertThat(report.previous().concurrentPeak()).isNull();
        assertThat(report.slices())
                .extracting(slice -> slice.figures().concurrentPeak())
                .containsExactly(2.0, 1.0);
    }

    private static Media media(Report report, int group, MediaMetric metric) {
        return report.groups().get(group).figures().media().get(metric);
    }

    @Test
    void saysWhatIsMissing() throws SQLException {
        for (String minute : new String[] {"09:50", "10:00", "10:01", "10:04", "11:59", "12:30"}) {
            store.count("sip_requests", "2026-11-01T" + minute + ":00Z", "method=INVITE", 10);
        }
        store.count("sip_requests", "2026-11-01T10:04:00Z", "method=BYE", 20);
        store.count("undecodable_not_kept", "2026-11-01T10:04:00Z", "reason=bad_magic", 6);
        store.count("undecodable_not_kept", "2026-11-01T12:00:00Z", "reason=bad_magic", 7);
        store.execute(
                "INSERT INTO undecodable (received_at, agent, node, protocol, reason, detail,"
                        + " bytes, uid) VALUES (TIMESTAMP '2026-11-01 10:00:00', '', '', 1,"
                        + " 'bad_magic', '', X'00', RANDOM_UUID()), (TIMESTAMP '2026-11-01"
                        + " 12:00:00', '', '', 1, 'bad_magic', '', X'00', RANDOM_UUID())");
        store.execute(
                "INSERT INTO quarantine (at, target, error, row_text, uid) VALUES (TIMESTAMP"
                        + " '2026-11-01 11:00:00', 'calls', '', '', RANDOM_UUID())");

        Completeness completeness = report(null, null).completeness();

        assertThat(completeness.gaps())
                .containsExactly(
                        gap("2026-11-01T10:02:00Z", "2026-11-01T10:04:00Z", 20),
                        gap("2026-11-01T10:05:00Z", "2026-11-01T11:59:00Z", 20));
        assertThat(completeness.gapMicros()).isEqualTo(116 * 60_000_000L);
        assertThat(completeness.recorded())
                .isEqualTo(Span.of(Instant.parse(FROM), Instant.parse(TO)));
        assertThat(completeness.undecodable())
                .containsExactly(new Share("bad_magic", "bad magic", 7, 1));
        assertThat(completeness.refused()).isEqualTo(1);
        assertThat(completeness.kernelDrops()).isZero();
        assertThat(completeness.late()).isEmpty();
    }

    @Test
    void takesThePeriodForAGapWhenThereIsTrafficBeforeAndAfterOnly() throws SQLException {
        store.count("sip_requests", "2026-11-01T09:00:00Z", "method=INVITE", 4);
        store.count("sip_requests", "2026-11-01T13:00:00Z", "method=INVITE", 6);

        Completeness completeness = report(null, null).completeness();

        assertThat(completeness.gaps()).containsExactly(gap(FROM, TO, 5));
        assertThat(completeness.recorded()).isNull();
    }

    @Test
    void tellsWhenNobodyListenedOfAllSocketsTogether() throws SQLException {
        notListening("2026-11-01T09:59:00", "2026-11-01T10:01:00", "udp-9060-0");
        notListening("2026-11-01T10:00:30", "2026-11-01T10:02:00", "udp-9060-1");
        notListening("2026-11-01T11:00:00", "2026-11-01T11:00:01", "udp-9060-0");
        notListening("2026-11-01T13:00:00", "2026-11-01T13:00:01", "udp-9060-0");

        Completeness completeness = report(null, null).completeness();
        assertThat(completeness.notListening())
                .containsExactly(
                        Span.of(Instant.parse(FROM), Instant.parse("2026-11-01T10:02:00Z")),
                        Span.of(
                                Instant.parse("2026-11-01T11:00:00Z"),
                                Instant.parse("2026-11-01T11:00:01Z")));
        assertThat(completeness.notListeningMicros()).isEqualTo(121_000_000);
    }

    @Test
    void tellsWhatTheKernelDroppedAndWhatCameTooLate() throws SQLException {
        store.count("kernel_drops", "2026-11-01T09:59:55Z", "socket=udp-9060-0", 7);
        store.count("kernel_drops", "2026-11-01T10:00:05Z", "socket=udp-9060-0", 100);
        store.count("kernel_drops", "2026-11-01T10:00:05Z", "socket=udp-9060-1", 20);
        store.count("kernel_drops", "2026-11-01T10:30:00Z", "socket=udp-9060-0", 3);
        store.count("late_samples", "2026-11-01T10:00:00Z", "metric=rtcp_loss_pct", 4);
        store.count("late_samples", "2026-11-01T10:07:00Z", "metric=rtcp_loss_pct", 5);
        store.count("late_samples", "2026-11-01T10:07:00Z", "metric=sip_requests", 30);
        store.count("late_samples", "2026-11-01T12:00:00Z", "metric=sip_requests", 1);

        Completeness completeness = report(null, null).completeness();

        assertThat(completeness.kernelDrops()).isEqualTo(123);
        assertThat(completeness.dropping().from()).isEqualTo("2026-11-01T10:00:05Z");
        assertThat(completeness.late())
                .extracting(Share::key, Share::count)
                .containsExactly(tuple("sip_requests", 30L), tuple("rtcp_loss_pct", 9L));
        assertThat(completeness.lateSamples()).isEqualTo(39);
        assertThat(completeness.isWhole()).isFalse();
    }

    @Test
    void tellsHowManyCallsHaveNoEnd() throws SQLException {
        store.answered("2026-11-01T10:00:10Z", 100, 1000);
        store.execute("UPDATE calls SET ended_at = NULL");
        store.answered("2026-11-01T10:00:20Z", 100, 1000);

        assertThat(report(null, null).completeness().openCalls()).isEqualTo(1);
    }

    private void notListening(String from, String to, String socket) throws SQLException {
        store.execute(
                "INSERT INTO measurements (name, window_start, window_end, tags) VALUES"
                        + " ('capture_gap_s', ?, ?, ?)",
                LocalDateTime.parse(from),
                LocalDateTime.parse(to),
                "socket=" + socket);
    }

    private static Completeness.Gap gap(String from, String to, double neighbours) {
        return new Completeness.Gap(Span.of(Instant.parse(from), Instant.parse(to)), neighbours);
    }

    @Test
    void movesThePeriodToStoredWindows() throws SQLException {
        store.count("sip_requests", "2026-11-01T10:00:00Z", "method=INVITE", 4);
        store.answered("2026-11-01T10:00:10Z", 100, 1000);

        Report report =
                store.report(
                        new ReportRequest(
                                Span.of(
                                        Instant.parse("2026-11-01T10:00:30Z"),
                                        Instant.parse("2026-11-01T10:05:30Z")),
                                ZoneOffset.UTC,
                                null,
                                null,
                                true));

        assertThat(report.span())
                .isEqualTo(
                        Span.of(
                                Instant.parse("2026-11-01T10:00:00Z"),
                                Instant.parse("2026-11-01T10:05:00Z")));
        assertThat(report.total().calls().attempts()).isEqualTo(1);
    }

    @Test
    void refusesSlicesAndPeriodsShorterThanStoredWindows() throws SQLException {
        store.count("sip_requests", "2026-11-01T10:00:00Z", "method=INVITE", 4);

        assertThatThrownBy(() -> report("30s", null))
                .isInstanceOf(ConsoleException.class)
                .hasMessage(
                        "--every 30 s is shorter than the stored windows: expected 1 min or more");
        Span short_ = Span.of(Instant.parse(FROM), Instant.parse(FROM).plusSeconds(20));
        assertThatThrownBy(
                        () ->
                                store.report(
                                        new ReportRequest(
                                                short_, ZoneOffset.UTC, null, null, true)))
                .isInstanceOf(ConsoleException.class)
                .hasMessageStartingWith("the period is shorter than the stored windows of 1 min");
    }

    @Test
    void cutsDaysByTheClockOfTheZone() throws SQLException {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        // Clocks went back on 25 October 2026: a day of 25 hours.
        Span span =
                Span.of(
                        Instant.parse("2026-10-23T22:00:00Z"),
                        Instant.parse("2026-10-26T23:00:00Z"));
        store.answered("2026-10-25T22:30:00Z", 100, 1000);

        Report report =
                store.report(new ReportRequest(span, berlin, Duration.ofDays(1), null, true));

        assertThat(report.slices())
                .extracting(slice -> Lengths.text(slice.span().lengthMicros()))
                .containsExactly("1 d", "1 d 1 h", "1 d");
        assertThat(report.slices().get(1).figures().calls().attempts()).isEqualTo(1);
    }

    @Test
    void keepsTwentyGroupsAndTheRestTogether() throws SQLException {
        for (int agent = 0; agent < 30; agent++) {
            for (int call = 0; call <= agent; call++) {
                store.answered("2026-11-01T10:00:00Z", 1, 1, "user_agent = 'agent-" + agent + "'");
            }
        }

        Report report = report(null, "user-agent");

        assertThat(report.groups()).hasSize(21);
        assertThat(report.groups().get(0).name()).isEqualTo("agent-29");
        assertThat(report.groups().get(20).name()).isEqualTo("other");
        assertThat(report.groups().get(20).figures().calls().attempts()).isEqualTo(55);
        assertThat(
                        report.groups().stream()
                                .mapToLong(group -> group.figures().calls().attempts())
                                .sum())
                .isEqualTo(report.total().calls().attempts());
    }

    @Test
    void countsRegistrations() throws SQLException {
        registration("10:00", "a", "initial", "accepted", 200, "challenged_at", 40);
        registration("10:30", "a", "refresh", "accepted", 200, "lapsed_at", 20);
        registration("11:00", "b", "initial", "accepted", 200, "challenged_at", 60);
        registration("11:10", "c", "initial", "unauthorized", 401, "challenged_at", -1);
        registration("11:20", "d", "initial", "rejected", 403, "challenged_at", -1);
        registration("11:30", "e", "refresh", "timed_out", 0, null, -1);
        registration("11:40", "f", "initial", "in_progress", 0, "challenged_at", -1);
        registration("11:50", "b", "removal", "accepted", 200, null, 5);
        registration("11:55", "g", "query", "accepted", 200, null, 5);
        registration("09:00", "a", "initial", "accepted", 200, null, 80);
        registration("12:00", "a", "refresh", "accepted", 200, null, 80);

        Report report = report("1h", "user-agent");

        RegistrationFigures all = report.total().registrations();
        assertThat(all.attempts()).isEqualTo(7);
        assertThat(all.undecided()).isEqualTo(1);
        assertThat(all.accepted()).isEqualTo(3);
        assertThat(all.unauthorized()).isEqualTo(1);
        assertThat(all.success()).isEqualTo(100.0 * 3 / 6);
        assertThat(all.ineffective()).isEqualTo(100.0 * 2 / 6); // 403 and no answer, not 401
        assertThat(all.challenged()).isEqualTo(100.0 * 4 / 6);
        assertThat(all.delayP50Ms()).isCloseTo(40, within(0.4));
        assertThat(all.delayP95Ms()).isEqualTo(60); // the highest of three
        assertThat(all.lapsed()).isEqualTo(1);
        assertThat(all.removals()).isEqualTo(1);
        assertThat(all.addresses()).isEqualTo(6);
        assertThat(report.previous().registrations().attempts()).isEqualTo(1);
        assertThat(report.previous().registrations().addresses()).isEqualTo(1);
        assertThat(report.slices())
                .extracting(slice -> slice.figures().registrations().attempts())
                .containsExactly(2L, 5L);
        assertThat(report.groups())
                .singleElement()
                .satisfies(
                        group -> {
                            assertThat(group.name()).isEqualTo("phone/2.0");
                            assertThat(group.figures().registrations().attempts()).isEqualTo(7);
                        });
        assertThat(report.registrationResponses())
                .containsExactly(
                        new Share("200", "200 OK", 3, 0.5),
                        new Share("0", "no final response", 1, 1.0 / 6),
                        new Share("401", "401 Unauthorized", 1, 1.0 / 6),
                        new Share("403", "403 Forbidden", 1, 1.0 / 6));
        assertThat(report.registrationOutcomes()).hasSize(5);
        assertThat(report("1h", "codec").groups()).isEmpty();
    }

    /** One of that time of day, for that user; {@code set} is a time that it has, or null. */
    private void registration(
            String time,
            String user,
            String kind,
            String outcome,
            int status,
            String set,
            int delayMs)
            throws SQLException {
        LocalDateTime start = TestStore.utc("2026-11-01T" + time + ":00Z");
        String also = set == null ? "ended_at" : set;
        store.execute(
                "INSERT INTO registrations (aor, call_id, cseq, kind, contact, user_agent, source,"
                        + " destination, node, trunk, direction, started_at, "
                        + also
                        + ", delay_ms, outcome, final_status, uid) VALUES (?, 'c', 1, ?, '',"
                        + " 'phone/2.0', '', '', 'proxy-1', '', 'in', ?, ?, ?, ?, ?,"
                        + " RANDOM_UUID())",
                "sip:" + user + "@example.org",
                kind,
                start,
                start,
                delayMs < 0 ? null : delayMs,
                outcome,
                status == 0 ? null : status);
    }

    @Test
    void makesNoMoreLinesThanAreAllowed() throws SQLException {
        for (int i = 0; i < 30; i++) {
            store.answered("2026-11-01T10:00:00Z", 1, 1, "trunk = 't" + i + "'");
        }

        assertThat(store.report(request("15m", "node"), 16).slices()).hasSize(8);
        assertThatThrownBy(() -> store.report(request("15m", "node"), 15))
                .isInstanceOf(RequestException.class)
                .hasMessage(
                        "8 slices make 16 lines of figures, one of each group and of all: expected"
                                + " 15 or fewer; ask for a longer --every or a shorter period");
        // twenty, others, and all
        assertThat(store.report(request("15m", "trunk"), 176).groups()).hasSize(21);
        assertThatThrownBy(() -> store.report(request("15m", "trunk"), 175))
                .hasMessageContaining("176 lines");
        assertThatThrownBy(() -> store.report(request("15m", null), 7))
                .hasMessageContaining("8 slices make 8 lines");
    }

    @Test
    void countsAnswersToRegister() throws SQLException {
        store.count(
                "sip_responses", "2026-11-01T10:00:00Z", "class=2xx,code=200,method=REGISTER", 3);
        store.count(
                "sip_responses", "2026-11-01T10:00:00Z", "class=4xx,code=401,method=REGISTER", 1);
        store.count("sip_responses", "2026-11-01T10:00:00Z", "class=2xx,code=200,method=INVITE", 9);

        assertThat(report(null, null).registrations())
                .containsExactly(
                        new Share("200", "200 OK", 3, 0.75),
                        new Share("401", "401 Unauthorized", 1, 0.25));
    }

    @Test
    void measuresRtpWhereItWasSeen() throws SQLException {
        store.distribution("rtp_mos", "2026-11-01T10:00:00Z", "codec=PCMA", 4.4, 4.2, 2.0);
        store.distribution("rtp_mos", "2026-11-01T10:01:00Z", "codec=PCMA", 4.4);

        Report report = report(null, "codec");

        Media mos = report.total().media().get(MediaMetric.RTP_MOS);
        assertThat(mos.mean()).isEqualTo(3.75);
        assertThat(mos.worst()).isEqualTo(2.0);
        assertThat(mos.tail()).isEqualTo(2.0); // of fewer than 20 the lowest
        assertThat(mos.badShare()).isEqualTo(0.5);
        assertThat(report.groups().get(0).figures().media()).containsKey(MediaMetric.RTP_MOS);
        assertThat(report.worstStreams()).isEmpty();
    }

    @Test
    void namesTheWorstStreams() throws SQLException {
        stream("a", "2026-11-01T10:00:00Z", 4.1);
        stream("b", "2026-11-01T10:00:00Z", 1.7);
        stream("c", "2026-11-01T10:00:00Z", null);
        stream("d", "2026-11-01T12:00:00Z", 1.0);

        assertThat(report(null, null).worstStreams())
                .extracting(Report.WorstStream::callId)
                .containsExactly("b", "a");
    }

    @Test
    void namesTheWorstStreamsByRtcpWhereNoRtpWasSeen() throws SQLException {
        stream("seen", "2026-11-01T10:00:00Z", 3.0);
        reported("seen", "2026-11-01T10:00:00Z", 1.0);
        reported("told", "2026-11-01T10:00:00Z", 2.5);
        reported("unknown", "2026-11-01T10:00:00Z", null);
        reported("later", "2026-11-01T12:00:00Z", 1.0);

        List<Report.WorstStream> worst = report(null, null).worstStreams();

        assertThat(worst).extracting(Report.WorstStream::callId).containsExactly("told", "seen");
        assertThat(worst).extracting(Report.WorstStream::by).containsExactly("rtcp", "rtp");
        assertThat(worst.get(0).destination()).isEqualTo("udp:192.0.2.1:4001");
    }

    private void reported(String callId, String startedAt, Double mos) throws SQLException {
        store.execute(
                "INSERT INTO reported_streams (call_id, reporter, sender, node, trunk, ssrc, codec,"
                        + " started_at, ended_at, reports, lost, mos_mean, uid) VALUES (?,"
                        + " 'udp:192.0.2.1:4001', 'udp:192.0.2.2:5001', '', '', 1, 'PCMA', ?, ?, 2,"
                        + " 0, ?, RANDOM_UUID())",
                callId,
                TestStore.utc(startedAt),
                TestStore.utc(startedAt),
                mos);
    }

    private void stream(String callId, String startedAt, Double mos) throws SQLException {
        store.execute(
                "INSERT INTO streams (call_id, source, destination, ssrc, payload_type, codec,"
                        + " by_sdp, direction, node, trunk, started_at, last_at, packets, octets,"
                        + " lost, out_of_order, duplicates, loss_pct, mos, uid) VALUES (?, '', '',"
                        + " 1, 8, 'PCMA', 1, '', '', '', ?, ?, 1, 160, 0, 0, 0, 0.5, ?,"
                        + " RANDOM_UUID())",
                callId,
                TestStore.utc(startedAt),
                TestStore.utc(startedAt),
                mos);
    }
}
