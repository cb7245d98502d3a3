package io.siphon.job.runtime;

import io.siphon.sources.archive.ArchiveFigures;
import io.siphon.sources.archive.Damage;
import io.siphon.sources.pcap.WireCounts;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class ReadLineTest {

    private static final long NOON = 1_767_268_800_000_000L; // 2026-01-01T12:00:00Z

    private final SettableClock clock = new SettableClock();

    @Test
    void tellsHowFarItIsHowFastAndHowLongStill() {
        ReadLine line = new ReadLine(clock, 2_900_000_000L, 0);
        clock.millis += 10_000;
        assertThat(line.text(figures(1_200_000_000L), 56))
                .isEqualTo(
                        "[========>           ]  41 %  1.2 GB of 2.9 GB  120 MB/s  15 s left"
                                + "  at 2026-01-01T12:00:00Z  messages 1,234  calls 56");
    }

    @Test
    void ofAPipeItKnowsNoEnd() {
        ReadLine line = new ReadLine(clock, -1, 0);
        clock.millis += 1000;
        assertThat(line.text(figures(2_500), 0))
                .isEqualTo("2.5 kB  2.5 kB/s  at 2026-01-01T12:00:00Z  messages 1,234  calls 0");
    }

    @Test
    void whatAnEarlierRunReadIsNoSpeedOfThis() {
        ReadLine line = new ReadLine(clock, 4000, 1000);
        clock.millis += 1000;
        assertThat(line.text(figures(4000), 0))
                .startsWith("[====================] 100 %  4.0 kB of 4.0 kB  3.0 kB/s  at");
    }

    @Test
    void theSummaryNamesWhatCouldNotBeRead() {
        ArchiveFigures figures =
                figures(2_000_000, new Damage("file:/a/b.pcap", 7, true, "the file ends"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new ReadSummary(figures, ArchiveFigures.none(), Duration.ofSeconds(2), 56)
                .print(new PrintStream(out, true, StandardCharsets.UTF_8));
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        "read       2 files, 2.0 MB, 2,000 packets in 2.0 s (1.0 MB/s)\n"
                                + "messages   SIP 1,234  HEP 0 (undecodable 0)  RTP 0  RTCP 0  calls 56\n"
                                + "skipped    766 packets and stream parts of other protocols;"
                                + " lost: 0 fragments, 0 stream gaps\n"
                                + "damaged    /a/b.pcap at 7: the file ends\n");
    }

    @Test
    void theSummaryOfAResumedRunHasItsOwnSpeedAndOnlyFilesThatWereRead() {
        ArchiveFigures figures = figures(2_000_000, new Damage("b", 0, false, "no capture"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new ReadSummary(figures, figures(1_900_000), Duration.ofSeconds(2), ReadSummary.UNKNOWN)
                .print(new PrintStream(out, true, StandardCharsets.UTF_8));
        assertThat(out.toString(StandardCharsets.UTF_8))
                .startsWith("read       1 of 2 files, 2.0 MB, 2,000 packets in 2.0 s (50.0 kB/s)\n")
                .doesNotContain("calls");
    }

    @Test
    void theExitCodeSaysWhetherAllWasRead() {
        Damage part = new Damage("a", 7, true, "");
        Damage whole = new Damage("b", 0, false, "");
        assertThat(exitCode()).isZero();
        assertThat(exitCode(part)).isEqualTo(3);
        assertThat(exitCode(part, whole)).isEqualTo(3);
        assertThat(exitCode(whole)).isEqualTo(3); // the other file was read
        assertThat(exitCode(whole, whole)).isEqualTo(2);
    }

    private static int exitCode(Damage... damages) {
        return new ReadSummary(figures(0, damages), ArchiveFigures.none(), Duration.ZERO, 0)
                .exitCode();
    }

    /** Of two files. */
    private static ArchiveFigures figures(long bytes, Damage... damages) {
        WireCounts counts = new WireCounts();
        counts.frames = 2000;
        counts.sip = 1234;
        counts.passedOver = 766;
        return new ArchiveFigures(2, bytes, NOON, counts, List.of(damages));
    }

    private static final class SettableClock extends Clock {

        private long millis = 1_000_000;

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(millis);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
