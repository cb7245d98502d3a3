package io.siphon.console.report.format;

import io.siphon.console.report.Media;
import io.siphon.console.report.Report;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TextReportTest {

    private final String text = ReportFormat.TEXT.write(SampleReport.report());

    @Test
    void saysOnTopWhatItIsOfAndWhatIsMissing() {
        assertThat(text)
                .startsWith(
                        """
                        SIP report of H2 at data/siphon
                        2026-11-01 11:00 – 13:00, Europe/Berlin (UTC+01:00), 2 h
                        Compared with 2026-11-01 09:00 – 11:00. Stored windows: 1 min.

                        Alerts (1 of 21)
                          severity  detector       time                      worst window                                                               node     windows
                          critical  call_failures  2026-11-01 11:00 – 13:00  42.0 % of 100 calls of trunk </script><img src=x onerror=alert(1)> failed  proxy-1      120

                        Completeness
                          1 stretch without any SIP request, 3 min in all: no traffic, or not captured.
                          Gap 2026-11-01 11:10 – 11:13 (3 min); a window beside it has 12 SIP requests.
                          Siphon did not listen once, 12 s in all; what was sent then is missing: 2026-11-01 11:11 – 11:11:12 (12 s).
                          3 calls have no end: they are still up, or the capture ended before they did.
                          The kernel dropped 1200 datagrams before Siphon could read them, 2026-11-01 11:11:45 – 11:11:55: they are missing.
                          3 messages could not be decoded: bad magic 3.
                          8 samples came too late to be measured: rtcp_loss_pct 8. Calls and registrations are counted.
                          None recorded: rows refused by the database.
                          Not detectable: datagrams lost between an agent and Siphon's socket (HEP has no sequence numbers).

                        Calls
                                                now    before        change
                          Attempts               40        80       -50.0 %
                          Answered               30        40       -25.0 %
                          ASR                75.0 %    50.0 %  +25.0 points
                        """);
    }

    @Test
    void hasALineForEachMeasureOfMedia() {
        assertThat(text)
                .contains(
                        """
                        Media
                                         mean  before  change  p95, of MOS p5   before    worst  bad windows  before  samples          bad is
                          RTCP jitter  4.5 ms  4.5 ms  ±0.0 %         12.3 ms  12.3 ms  31.0 ms       12.5 %  12.5 %       99  p95 over 30 ms
                        """);
    }

    @Test
    void alignsGroupsAndSlices() {
        assertThat(text)
                .contains(
                        """
                        By trunk: calls
                                                                 attempts  answered   ASR   NER   SER  SEER   ACD  PDD p50  PDD p95  peak
                          trunk                                                         %     %     %     %     s       ms       ms
                          carrier-a                                    25        20  80.0  80.0  80.0  80.0  61.5      510    1\u202f234     7
                        """)
                .contains("  2026-11-01 12:00  carrier-a  ");
    }

    @Test
    void leavesOutFiguresThatNoGroupHas() {
        Report report = SampleReport.of(new Media(99, 4.5, null, 31, null));

        assertThat(ReportFormat.TEXT.write(report))
                .contains(
                        """
                        By trunk: RTCP
                                                                 RTCP jitter
                          trunk                                      mean ms
                          carrier-a                                      4.5
                        """);
    }

    @Test
    void letsNoNameMoveTheCursor() {
        assertThat(text).contains("a1@�[2Jhost").doesNotContain("\u001b");
    }

    @Test
    void leavesOutWhatThereIsNothingOf() {
        assertThat(text).doesNotContain("Answers to REGISTER", "RTP jitter");
    }
}
