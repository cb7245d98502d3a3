package io.siphon.job.command;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * What goes through, in one line: rewritten every second on a terminal, a line a minute on a pipe.
 */
final class StatusLine {

    private static final Duration ON_TERMINAL = Duration.ofSeconds(1);
    private static final Duration ON_PIPE = Duration.ofMinutes(1);

    private final PrintStream out;
    private final boolean terminal;
    private final Clock clock;
    private long lastMessages;
    private long lastMillis;
    private int lastLength;

    StatusLine(PrintStream out, boolean terminal, Clock clock) {
        this.out = out;
        this.terminal = terminal;
        this.clock = clock;
        this.lastMillis = clock.millis();
    }

    Duration interval() {
        return terminal ? ON_TERMINAL : ON_PIPE;
    }

    void print() {
        String line = line();
        if (terminal) {
            out.print("\r" + line + " ".repeat(Math.max(0, lastLength - line.length())));
            out.flush();
            lastLength = line.length();
        } else {
            out.println(line);
        }
    }

    /** Leaves the terminal's cursor on a line of its own. */
    void end() {
        if (terminal && lastLength > 0) {
            out.println();
        }
    }

    private String line() {
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
