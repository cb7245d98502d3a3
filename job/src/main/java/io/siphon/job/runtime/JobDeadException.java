package io.siphon.job.runtime;

import picocli.CommandLine;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The job in this process neither ends nor continues. */
public final class JobDeadException extends IllegalStateException {

    private static final long serialVersionUID = 1;

    private static final long MOMENT = Duration.ofSeconds(3).toNanos();

    JobDeadException(String message) {
        super(message);
    }

    /** The end of this process waits for nobody: what has died may not answer. */
    public static void haltSoon() {
        Thread halt =
                new Thread(
                        () -> {
                            LockSupport.parkNanos(MOMENT);
                            Runtime.getRuntime().halt(CommandLine.ExitCode.SOFTWARE);
                        },
                        "halt");
        halt.setDaemon(true);
        halt.start();
    }
}
