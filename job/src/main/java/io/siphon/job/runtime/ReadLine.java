package io.siphon.job.runtime;

import io.siphon.sources.archive.ArchiveFigures;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * Progress of reading an archive, in one line:
 *
 * <pre>
 * [=====>        ]  41 %  1.2 of 2.9 GB  85 MB/s  20 s left  at 2026-01-02T03:04:05Z  messages 1,234  calls 56
 * </pre>
 */
public final class ReadLine {

    private static final int BAR = 20;

    private final Clock clock;
    private final long totalBytes;
    private final long startMillis;
    private final long startBytes;

    /**
     * @param totalBytes of all files; -1 when nobody knows
     * @param startBytes that an earlier run has read
     */
    public ReadLine(Clock clock, long totalBytes, long startBytes) {
        this.clock = clock;
        this.totalBytes = totalBytes;
        this.startBytes = startBytes;
        startMillis = clock.millis();
    }

    public String text(ArchiveFigures figures, long calls) {
        double seconds = Math.max(0.001, (clock.millis() - startMillis) / 1000.0);
        double perSecond = (figures.bytes() - startBytes) / seconds;
        return how(figures.bytes())
                + String.format(
                        Locale.ROOT,
                        "  %s/s%s%s  messages %,d  calls %,d",
                        size(perSecond),
                        left(figures.bytes(), perSecond),
                        reached(figures.timeMicros()),
                        figures.counts().messages(),
                        calls);
    }

    private static String reached(long timeMicros) {
        Instant time = Instant.EPOCH.plus(timeMicros, ChronoUnit.MICROS);
        return timeMicros == 0 ? "" : "  at " + time.truncatedTo(ChronoUnit.SECONDS);
    }

    private String how(long bytes) {
        if (totalBytes <= 0) {
            return size(bytes);
        }
        double part = Math.min(1, (double) bytes / totalBytes);
        int done = (int) (part * BAR);
        String bar = "=".repeat(done) + (done < BAR ? ">" + " ".repeat(BAR - done - 1) : "");
        return String.format(
                Locale.ROOT,
                "[%s] %3d %%  %s of %s",
                bar,
                (int) (100 * part),
                size(bytes),
                size(totalBytes));
    }

    private String left(long bytes, double perSecond) {
        if (totalBytes <= 0 || perSecond <= 0 || bytes >= totalBytes) {
            return "";
        }
        long seconds = (long) Math.ceil((totalBytes - bytes) / perSecond);
        String text = seconds < 120 ? seconds + " s" : seconds / 60 + " min";
        return "  " + text + " left";
    }

    /** Octets in units of thousands. */
    static String size(double bytes) {
        String[] units = {"B", "kB", "MB", "GB", "TB"};
        double value = bytes;
        int unit = 0;
        while (value >= 1000 && unit < units.length - 1) {
            value /= 1000;
            unit++;
        }
        String format = unit == 0 || value >= 100 ? "%.0f %s" : "%.1f %s";
        return String.format(Locale.ROOT, format, value, units[unit]);
    }
}
