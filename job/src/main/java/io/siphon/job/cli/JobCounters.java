package io.siphon.job.cli;

import io.siphon.console.web.ConsoleSettings.JobCounter;
import io.siphon.job.runtime.JobMetrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Counters of the job in this process for the console's page of health. Thread: any. */
final class JobCounters {

    private JobCounters() {}

    /**
     * @param journal whether there is one
     */
    static List<JobCounter> read(boolean journal) {
        List<JobCounter> counters = new ArrayList<>();
        counters.add(
                counter(
                        "received",
                        number("datagramsReceived", "tcpMessagesReceived"),
                        "messages, UDP and TCP"));
        long dropped = JobMetrics.sum("kernelDrops");
        counters.add(
                new JobCounter(
                        "kernel drops",
                        number("kernelDrops"),
                        "datagrams dropped by the kernel: the receive buffer was full",
                        dropped > 0));
        if (journal) {
            counters.addAll(journal());
        } else {
            counters.add(counter("journal", "off", "journal.enabled is false"));
        }
        long waiting = JobMetrics.sum("rowsWaiting");
        counters.add(
                new JobCounter(
                        "stores",
                        waiting == 0 ? "all take rows" : "unavailable, retrying",
                        waiting == 0
                                ? "no row waits for a store that does not answer"
                                : String.format(Locale.ROOT, "%,d rows wait", waiting),
                        waiting > 0));
        counters.add(
                counter(
                        "checkpoints",
                        number("numberOfCompletedCheckpoints"),
                        number("numberOfFailedCheckpoints") + " failed"));
        return counters;
    }

    private static List<JobCounter> journal() {
        boolean failing = JobMetrics.sum("journalFailing") > 0;
        long early = JobMetrics.sum("journalNeededSegmentsDeleted");
        long damaged = JobMetrics.sum("journalSegmentsDamaged");
        return List.of(
                new JobCounter(
                        "journal",
                        failing ? "cannot be written" : "written",
                        number("journalNotWritten") + " messages are not in it",
                        failing || JobMetrics.sum("journalNotWritten") > 0),
                counter(
                        "journal size",
                        String.format(
                                Locale.ROOT, "%,.1f MB", JobMetrics.sum("journalBytes") / 1e6),
                        "all sockets; journal.max-size and journal.retention limit it"),
                counter(
                        "read back",
                        number("journalReplayed"),
                        "messages read from the journal, after a failure or while a store held"
                                + " the job back"),
                new JobCounter(
                        "journal segments",
                        number("journalSegmentsDeleted") + " deleted",
                        String.format(
                                Locale.ROOT,
                                "%,d of them not covered by a checkpoint; %,d damaged",
                                early,
                                damaged),
                        early + damaged > 0));
    }

    private static JobCounter counter(String name, String value, String meaning) {
        return new JobCounter(name, value, meaning, false);
    }

    private static String number(String... metrics) {
        long sum = 0;
        for (String metric : metrics) {
            sum += JobMetrics.sum(metric);
        }
        return String.format(Locale.ROOT, "%,d", sum);
    }
}
