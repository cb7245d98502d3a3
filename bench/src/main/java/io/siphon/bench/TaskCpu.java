package io.siphon.bench;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** CPU of threads or processes that come and go: what one that has ended had stays. */
final class TaskCpu {

    private final Map<Path, Long> before = new HashMap<>();
    private final Map<Path, Long> ticks = new HashMap<>();

    /**
     * @param tasks their folders in /proc, whose CPU until now does not count
     */
    TaskCpu(List<Path> tasks) {
        tasks.forEach(task -> before.put(task, CpuTime.ticks(task)));
    }

    /**
     * @param tasks those that there are now
     */
    void look(List<Path> tasks) {
        for (Path task : tasks) {
            // one that ends meanwhile reads as 0
            ticks.merge(task, CpuTime.ticks(task), Math::max);
        }
    }

    /** Seconds until they were looked at last. */
    double seconds() {
        long all = 0;
        for (Map.Entry<Path, Long> task : ticks.entrySet()) {
            all += task.getValue() - before.getOrDefault(task.getKey(), 0L);
        }
        return CpuTime.ofTicks(all);
    }
}
