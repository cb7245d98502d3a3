package io.siphon.job.command;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.function.Supplier;

/** What goes through a job that goes on, in one line. */
final class StatusLine {

    private final Clock clock;
    private final String verb;
    private final String counter;
    private final Supplier<String> rest;
    private long lastMessages;
    private long lastMillis;

    private StatusLine(Clock clock, String verb, String counter, Supplier<String> rest) {
        this.clock = clock;
        this.verb = verb;
        this.counter = counter;
        this.rest = rest;
        this.lastMillis = clock.millis();
    }

    /** Of {@code siphon run}. */
    static StatusLine ofReceiving(Clock clock) {
        return new StatusLine(
                clock,
                "received",
                "datagramsReceived",
                () -> stored() + numbers("  lost %,d", "kernelDrops") + undecodable() + journal());
    }

    /** Of {@code siphon capture}. */
    static StatusLine ofCapturing(Clock clock) {
        return new StatusLine(
                clock,
                "received",
                "datagramsReceived",
                () ->
                        String.format(
                                        Locale.ROOT,
                                        "  sent %,d",
                                        JobMetrics.sum("kafka ", "numRecordsSend")
                                                - JobMetrics.sum("marksTold"))
                                + numbers("  lost %,d", "kernelDrops")
                                + undecodable());
    }

    /** Of {@code siphon analyze}. */
    static StatusLine ofAnalyzing(Clock clock) {
        return new StatusLine(
                clock,
                "read",
                "recordsRead",
                () -> numbers("  behind %,d", "pendingRecords") + stored() + undecodable());
    }

    String text() {
        long messages = JobMetrics.sum(counter);
        long now = clock.millis();
        long perSecond = (messages - lastMessages) * 1000 / Math.max(1, now - lastMillis);
        lastMessages = messages;
        lastMillis = now;
        return String.format(
                Locale.ROOT,
                "%s  %s %,d (%,d/s)%s",
                clock.instant().truncatedTo(ChronoUnit.SECONDS),
                verb,
                messages,
                perSecond,
                rest.get());
    }

    private static String stored() {
        return String.format(
                        Locale.ROOT,
                        "  stored %,d",
                        JobMetrics.sum("jdbc sip_trace", "numRecordsSend")
                                + JobMetrics.sum("jdbc hep_trace", "numRecordsSend"))
                + numbers("  calls up %,d", "callsUp");
    }

    private static String undecodable() {
        return numbers("  undecodable %,d", "undecodable");
    }

    private static String numbers(String format, String metric) {
        return String.format(Locale.ROOT, format, JobMetrics.sum(metric));
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
