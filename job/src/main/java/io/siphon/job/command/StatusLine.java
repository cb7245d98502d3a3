package io.siphon.job.command;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** What goes through a receiving job, in one line. */
final class StatusLine {

    private final Clock clock;
    private long lastMessages;
    private long lastMillis;

    StatusLine(Clock clock) {
        this.clock = clock;
        this.lastMillis = clock.millis();
    }

    String text() {
        long messages = JobMetrics.sum("datagramsReceived");
        long now = clock.millis();
        long perSecond = (messages - lastMessages) * 1000 / Math.max(1, now - lastMillis);
        lastMessages = messages;
        lastMillis = now;
        return String.format(
                Locale.ROOT,
                "%s  received %,d (%,d/s)  stored %,d  calls up %,d  lost %,d  undecodable %,d%s",
                clock.instant().truncatedTo(ChronoUnit.SECONDS),
                messages,
                perSecond,
                JobMetrics.sum("jdbc sip_trace", "numRecordsSend")
                        + JobMetrics.sum("jdbc hep_trace", "numRecordsSend"),
                JobMetrics.sum("callsUp"),
                JobMetrics.sum("kernelDrops"),
                JobMetrics.sum("undecodable"),
                journal());
    }

    /** Only what somebody should see to. */
    private static String journal() {
        if (JobMetrics.sum("journalFailing") > 0) {
            return String.format(
                    Locale.ROOT,
                    "  JOURNAL CANNOT BE WRITTEN (%,d messages are not in it)",
                    JobMetrics.sum("journalNotWritten"));
        }
        long needed = JobMetrics.sum("journalNeededSegmentsDeleted");
        return needed == 0
                ? ""
                : String.format(Locale.ROOT, "  journal segments deleted too early %,d", needed);
    }
}
