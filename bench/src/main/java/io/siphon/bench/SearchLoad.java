package io.siphon.bench;

import io.siphon.console.store.StoreAddress;

import javax.annotation.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Searches in a collector's console while it is measured, one at a time. Their own CPU is told
 * apart: that of the console's threads, of PostgreSQL's processes that serve it, and of who asks.
 */
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

    private static final String BACKENDS =
            "SELECT pid FROM pg_stat_activity WHERE application_name = ?";

    private final String console;
    private final Path process;
    private final Duration every;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final List<Double> millis = Collections.synchronizedList(new ArrayList<>());
    @Nullable private final Connection database;
    private final TaskCpu threads;
    private final TaskCpu backends;
    private final Thread thread = new Thread(this::run, "search-load");
    private int failed;
    private double ownCpu;

    /**
     * Begins to search.
     *
     * @param console its URL
     * @param pid of the process that it is in
     * @param store only of PostgreSQL is it known what its processes do
     */
    SearchLoad(String console, long pid, BenchStore store, Duration every) throws SQLException {
        this.console = console;
        this.every = every;
        process = Path.of("/proc/" + pid);
        database = store.hasProcesses() ? store.connect() : null;
        threads = new TaskCpu(threads());
        backends = new TaskCpu(backends());
        thread.start();
    }

    private void run() {
        long due = System.nanoTime();
        try {
            for (int n = 0; !stop.await(due - System.nanoTime(), TimeUnit.NANOSECONDS); n++) {
                search(SEARCHES.get(n % SEARCHES.size()));
                look();
                due += every.toNanos();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } finally {
            ownCpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9;
        }
    }

    /** In this thread, whose CPU is known. */
    private void search(String path) {
        long start = System.nanoTime();
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(console + path).toURL().openConnection();
            try (InputStream answer = connection.getInputStream()) {
                answer.transferTo(OutputStream.nullOutputStream());
            }
        } catch (IOException e) {
            failed++;
        }
        millis.add((System.nanoTime() - start) / 1e6);
    }

    /** Ends the searches, and says what they took. */
    SearchResult result() throws InterruptedException, SQLException {
        end();
        look();
        return SearchResult.of(millis, failed, threads.seconds(), backends.seconds(), ownCpu);
    }

    private void look() throws SQLException {
        threads.look(threads());
        backends.look(backends());
    }

    private List<Path> threads() {
        try (Stream<Path> tasks = Files.list(process.resolve("task"))) {
            return tasks.filter(task -> name(task).startsWith(THREADS)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Path> backends() throws SQLException {
        List<Path> found = new ArrayList<>();
        if (database == null) {
            return found;
        }
        try (PreparedStatement statement = database.prepareStatement(BACKENDS)) {
            statement.setString(1, StoreAddress.APPLICATION);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(Path.of("/proc/" + rows.getInt(1)));
                }
            }
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

    private void end() throws InterruptedException {
        stop.countDown();
        thread.join();
    }

    @Override
    public void close() throws InterruptedException, SQLException {
        end();
        if (database != null) {
            database.close();
        }
    }
}
