package io.siphon.job.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** CPU seconds (user and system) of a process with its children, from /proc (proc(5)). */
final class CpuTime {

    /** USER_HZ: 100 on every Linux that Siphon runs on. */
    private static final double TICKS_A_SECOND = 100;

    private CpuTime() {}

    /** Those of children that have ended are in it once their parent has waited for them. */
    static double seconds(long pid) {
        Stream<ProcessHandle> children =
                ProcessHandle.of(pid).stream().flatMap(ProcessHandle::descendants);
        long ticks = ticks(pid);
        return (ticks + children.mapToLong(child -> ticks(child.pid())).sum()) / TICKS_A_SECOND;
    }

    /** Of this process alone. */
    static double ownSeconds() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(duration -> duration.toNanos() / 1e9)
                .orElse(0.0);
    }

    private static long ticks(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            // the name in brackets may have blanks: count fields from behind it
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            long own = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
            long ended = Long.parseLong(fields[13]) + Long.parseLong(fields[14]);
            return own + ended;
        } catch (IOException e) {
            return 0;
        }
    }

    /** Peak resident set, MB; 0 when it has ended. */
    static long peakRssMb(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
