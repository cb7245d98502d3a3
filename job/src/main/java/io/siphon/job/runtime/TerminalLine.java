package io.siphon.job.runtime;

import io.siphon.schema.PlainText;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A line that is rewritten every second on a terminal, and printed every minute on a pipe. */
public final class TerminalLine {

    private static final Duration ON_TERMINAL = Duration.ofSeconds(1);
    private static final Duration ON_PIPE = Duration.ofMinutes(1);

    private final PrintStream out;
    private final boolean terminal;
    private int lastLength;

    TerminalLine(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    public static TerminalLine ofStandardOutput() {
        return new TerminalLine(System.out, isTerminal());
    }

    /** {@link System#console} requires standard input to be one, too. */
    private static boolean isTerminal() {
        try {
            String file = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
            return file.startsWith("/dev/pts/") || file.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException e) {
            return System.console() != null;
        }
    }

    public Duration interval() {
        return terminal ? ON_TERMINAL : ON_PIPE;
    }

    public void print(String text) {
        String line = PlainText.line(text);
        if (terminal) {
            out.print("\r" + line + " ".repeat(Math.max(0, lastLength - line.length())));
            out.flush();
            lastLength = line.length();
        } else {
            out.println(line);
        }
    }

    /** Leaves the terminal's cursor on a line of its own. */
    public void end() {
        if (terminal && lastLength > 0) {
            out.println();
        }
    }
}
