package io.siphon.job.runtime;

import io.siphon.schema.PlainText;
import io.siphon.sources.archive.ArchiveFigures;
import io.siphon.sources.archive.Damage;
import io.siphon.sources.pcap.WireCounts;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/**
 * Summary of an archive: what was read, and what could not be.
 *
 * @param before what of it an earlier run had read
 * @param time of this run
 * @param calls found in it; {@link #UNKNOWN} when an earlier run has read a part
 */
public record ReadSummary(
        ArchiveFigures figures, ArchiveFigures before, Duration time, long calls) {

    public static final long UNKNOWN = -1;

    /** All was read. */
    static final int WHOLE = 0;

    /** Something was not a capture. */
    static final int UNUSABLE = 2;

    /** What could be read was. */
    static final int PARTLY = 3;

    public int exitCode() {
        if (figures.damages().isEmpty()) {
            return WHOLE;
        }
        return unusable() == figures.files() ? UNUSABLE : PARTLY;
    }

    /** Files that are no captures, or could not be opened. */
    private long unusable() {
        return figures.damages().stream().filter(damage -> !damage.usable()).count();
    }

    private String files() {
        long all = figures.files();
        String read =
                unusable() == 0 ? "" : String.format(Locale.ROOT, "%,d of ", all - unusable());
        return read + String.format(Locale.ROOT, all == 1 ? "%,d file" : "%,d files", all);
    }

    public void print(PrintStream out) {
        WireCounts counts = figures.counts();
        double seconds = Math.max(0.001, time.toMillis() / 1000.0);
        line(
                out,
                "read       %s, %s, %,d packets in %.1f s (%s/s)",
                files(),
                ReadLine.size(figures.bytes()),
                counts.frames,
                seconds,
                ReadLine.size((figures.bytes() - before.bytes()) / seconds));
        line(
                out,
                "messages   SIP %,d  HEP %,d (undecodable %,d)  RTP %,d  RTCP %,d%s",
                counts.sip,
                counts.hep,
                counts.undecodable,
                counts.rtp,
                counts.rtcp,
                ofCalls());
        line(
                out,
                "skipped    %,d packets and stream parts of other protocols; lost: %,d fragments,"
                        + " %,d stream gaps",
                counts.passedOver,
                counts.fragmentsLost,
                counts.holes);
        for (Damage damage : figures.damages()) {
            line(out, "damaged    %s", damage);
        }
    }

    /** Of Kamailio's table. */
    public void printTable(PrintStream out) {
        WireCounts counts = figures.counts();
        double seconds = Math.max(0.001, time.toMillis() / 1000.0);
        line(
                out,
                "read       %,d rows, %s of messages in %.1f s (%,.0f rows/s)",
                counts.frames,
                ReadLine.size(figures.bytes()),
                seconds,
                (counts.frames - before.counts().frames) / seconds);
        line(
                out,
                "messages   SIP %,d; rows without a message %,d, for one more traced_user %,d%s",
                counts.sip,
                counts.undecodable,
                counts.passedOver,
                ofCalls());
    }

    private String ofCalls() {
        return calls == UNKNOWN ? "" : String.format(Locale.ROOT, "  calls %,d", calls);
    }

    private static void line(PrintStream out, String format, Object... values) {
        out.println(PlainText.line(String.format(Locale.ROOT, format, values)));
    }
}
