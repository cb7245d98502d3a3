package io.siphon.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
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

    /** Of all children of this process that have ended and been waited for. */
    static double ofEndedChildren() {
        long[] times = times(ProcessHandle.current().pid());
        return (times[2] + times[3]) / TICKS_A_SECOND;
    }

    private static long ticks(long pid) {
        return LongStream.of(times(pid)).sum();
    }

    /**
     * Of one thread, user and system.
     *
     * @param task {@code /proc/PID/task/TID}
     */
    static long ticks(Path task) {
        long[] times = times(task);
        return times[0] + times[1];
    }

    static double ofTicks(long ticks) {
        return ticks / TICKS_A_SECOND;
    }

    private static long[] times(long pid) {
        return times(Path.of("/proc/" + pid));
    }

    /** utime, stime, cutime, cstime; zeros when it has ended. */
    private static long[] times(Path of) {
        try {
            String stat = Files.readString(of.resolve("stat"));
            // the name in brackets may have blanks: count fields from behind it
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return IntStream.range(11, 15).mapToLong(i -> Long.parseLong(fields[i])).toArray();
        } catch (IOException e) {
            return new long[4];
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
