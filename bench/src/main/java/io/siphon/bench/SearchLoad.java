package io.siphon.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Searches in a collector's console while it is measured, one at a time. */
final class SearchLoad implements AutoCloseable {

    /** As people look at what goes on. */
    private static final List<String> SEARCHES =
            List.of(
                    "/calls",
                    "/api/v1/calls?q=outcome:failed&last=1h",
                    "/api/v1/calls?q=to:%2B49*&last=15m",
                    "/api/v1/messages?q=method:INVITE&last=5m");

    /** The console's threads, by how their names begin. */
    private static final String THREADS = "console";

    private final String console;
    private final long pid;
    private final Duration every;
    private final HttpClient client = HttpClient.newHttpClient();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final List<Double> millis = Collections.synchronizedList(new ArrayList<>());

    /** CPU ticks by thread: what one that has ended had stays. */
    private final Map<String, Long> before;

    private final Map<String, Long> ticks = new HashMap<>();
    private final Thread thread = new Thread(this::run, "search-load");
    private int failed;

    /**
     * Begins to search.
     *
     * @param console its URL
     * @param pid of the process that it is in
     */
    SearchLoad(String console, long pid, Duration every) {
        this.console = console;
        this.pid = pid;
        this.every = every;
        before = threads();
        thread.start();
    }

    private void run() {
        long due = System.nanoTime();
        try {
            for (int n = 0; !stop.await(due - System.nanoTime(), TimeUnit.NANOSECONDS); n++) {
                search(SEARCHES.get(n % SEARCHES.size()));
                ticks.putAll(threads());
                due += every.toNanos();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void search(String path) throws InterruptedException {
        long start = System.nanoTime();
        try {
            HttpResponse<byte[]> answer =
                    client.send(
                            HttpRequest.newBuilder(URI.create(console + path)).build(),
                            HttpResponse.BodyHandlers.ofByteArray());
            failed += answer.statusCode() == 200 ? 0 : 1;
        } catch (IOException e) {
            failed++;
        }
        millis.add((System.nanoTime() - start) / 1e6);
    }

    /** Ends the searches, and says what they took. */
    SearchResult result() throws InterruptedException {
        close();
        ticks.putAll(threads());
        long all = 0;
        for (Map.Entry<String, Long> of : ticks.entrySet()) {
            all += of.getValue() - before.getOrDefault(of.getKey(), 0L);
        }
        return SearchResult.of(millis, failed, CpuTime.ofTicks(all));
    }

    /** CPU ticks of the console's threads, by number. */
    private Map<String, Long> threads() {
        Map<String, Long> found = new HashMap<>();
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
            for (Path task : tasks.toList()) {
                if (name(task).startsWith(THREADS)) {
                    found.put(task.getFileName().toString(), CpuTime.ticks(task));
                }
            }
        } catch (IOException ended) {
            // its threads are known as they were last
        }
        return found;
    }

    private static String name(Path task) {
        try {
            return Files.readString(task.resolve("comm"));
        } catch (IOException ended) {
            return "";
        }
    }

    @Override
    public void close() throws InterruptedException {
        stop.countDown();
        thread.join();
    }
}
