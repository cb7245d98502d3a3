package io.siphon.job.runtime;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Counters of a running job, in one line. */
public final class StatusLine {

    private static final List<String> RECEIVED =
            List.of("datagramsReceived", "tcpMessagesReceived");

    private final Clock clock;
    private final String verb;
    private final List<String> counters;
    private final Supplier<String> rest;
    private long lastMessages;
    private long lastMillis;
    private long lastCompleted;
    private long failedBefore;

    private StatusLine(Clock clock, String verb, List<String> counters, Supplier<String> rest) {
        this.clock = clock;
        this.verb = verb;
        this.counters = counters;
        this.rest = rest;
        this.lastMillis = clock.millis();
    }

    /** Of {@code siphon run}. */
    public static StatusLine ofReceiving(Clock clock) {
        return new StatusLine(
                clock,
                "received",
                RECEIVED,
                () ->
                        stored()
                                + numbers("  lost %,d", "kernelDrops")
                                + undecodable()
                                + connections()
                                + journal());
    }

    /** Of {@code siphon capture}. */
    public static StatusLine ofCapturing(Clock clock) {
        return new StatusLine(
                clock,
                "received",
                RECEIVED,
                () ->
                        String.format(
                                        Locale.ROOT,
                                        "  sent %,d",
                                        JobMetrics.sum("kafka ", "numRecordsSend")
                                                - JobMetrics.sum("marksTold"))
                                + numbers("  lost %,d", "kernelDrops")
                                + undecodable()
                                + connections());
    }

    /** Of {@code siphon analyze}. */
    public static StatusLine ofAnalyzing(Clock clock) {
        return new StatusLine(
                clock,
                "read",
                List.of("recordsRead"),
                () -> numbers("  behind %,d", "pendingRecords") + stored() + undecodable());
    }

    public String text() {
        long messages = counters.stream().mapToLong(JobMetrics::sum).sum();
        long now = clock.millis();
        // a job that was restarted has counted anew
        long since = messages < lastMessages ? messages : messages - lastMessages;
        long perSecond = since * 1000 / Math.max(1, now - lastMillis);
        lastMessages = messages;
        lastMillis = now;
        return String.format(
                Locale.ROOT,
                "%s  %s %,d (%,d/s)%s",
                clock.instant().truncatedTo(ChronoUnit.SECONDS),
                verb,
                messages,
                perSecond,
                rest.get() + unavailable() + checkpoints());
    }

    /** Only what somebody should see to. */
    private static String unavailable() {
        long rows = JobMetrics.sum("rowsWaiting");
        return rows == 0
                ? ""
                : String.format(Locale.ROOT, "  STORE UNAVAILABLE, RETRYING (%,d rows wait)", rows);
    }

    /** Likewise: one that fails is tried again; several in a row are a disk that is full. */
    private String checkpoints() {
        long completed = JobMetrics.sum("numberOfCompletedCheckpoints");
        long failed = JobMetrics.sum("numberOfFailedCheckpoints");
        if (completed != lastCompleted || failed < failedBefore) {
            lastCompleted = completed;
            failedBefore = failed;
        }
        long inARow = failed - failedBefore;
        return inARow < 2
                ? ""
                : String.format(Locale.ROOT, "  CHECKPOINTS FAIL (%,d in a row)", inARow);
    }

    private static String stored() {
        return inDatabase() + numbers("  calls up %,d", "callsUp");
    }

    /** Messages, which no other store takes. */
    private static String inDatabase() {
        return JobMetrics.has("jdbc ")
                ? String.format(
                        Locale.ROOT,
                        "  stored %,d",
                        JobMetrics.sum("jdbc sip_trace", "numRecordsSend")
                                + JobMetrics.sum("jdbc hep_trace", "numRecordsSend"))
                : "";
    }

    private static String undecodable() {
        return numbers("  undecodable %,d", "undecodable");
    }

    private static String numbers(String format, String metric) {
        return String.format(Locale.ROOT, format, JobMetrics.sum(metric));
    }

    /** Only what somebody should see to. */
    private static String connections() {
        long refused =
                JobMetrics.sum("tcpConnectionsRefused")
                        + JobMetrics.sum("tcpConnectionsRefusedOfAddress");
        return some("  connections refused %,d", refused)
                + some("  senders refused %,d", JobMetrics.sum("refused"));
    }

    private static String some(String format, long number) {
        return number == 0 ? "" : String.format(Locale.ROOT, format, number);
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
