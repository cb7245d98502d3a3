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
                "%s  received %,d (%,d/s)  stored %,d  calls up %,d  lost %,d  undecodable %,d",
                clock.instant().truncatedTo(ChronoUnit.SECONDS),
                messages,
                perSecond,
                JobMetrics.sum("jdbc sip_trace", "numRecordsSend")
                        + JobMetrics.sum("jdbc hep_trace", "numRecordsSend"),
                JobMetrics.sum("callsUp"),
                JobMetrics.sum("kernelDrops"),
                JobMetrics.sum("undecodable"));
    }
}
