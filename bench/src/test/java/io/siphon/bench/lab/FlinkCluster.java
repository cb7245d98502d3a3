package io.siphon.bench.lab;

import io.siphon.bench.lab.SiphonCommand.Result;
import io.siphon.bench.server.ServerProcess;
import io.siphon.job.testutils.Await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code siphon cluster} and {@code siphon flink} as a user has them: processes of their own, on
 * free ports, by a copy of {@code flink-conf}.
 */
public final class FlinkCluster implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(240);
    private static final Pattern JOB = Pattern.compile("submitted with JobID (\\w{32})");
    private static final Pattern SAVEPOINT = Pattern.compile("Savepoint completed. Path: (\\S+)");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final Path conf;
    private final int restPort = ServerProcess.freePort();

    private FlinkCluster(Path folder) {
        this.folder = folder;
        this.conf = folder.resolve("conf");
    }

    /**
     * Configures one; nothing runs yet.
     *
     * @param options of Flink, over those of {@code flink-conf/config.yaml}
     */
    public static FlinkCluster in(Path folder, Map<String, String> options) throws IOException {
        FlinkCluster cluster = new FlinkCluster(folder);
        Map<String, String> all = new LinkedHashMap<>();
        all.put("rest.port", "" + cluster.restPort);
        all.put("jobmanager.rpc.port", "" + ServerProcess.freePort());
        all.put("jobmanager.memory.process.size", "700m");
        all.put("taskmanager.memory.process.size", "1g");
        all.put("env.java.opts.all", SiphonCommand.SHORT_LIVED);
        all.put("data.dir", cluster.data().toString());
        all.putAll(options);
        Path shipped = SiphonCommand.launcher().resolveSibling("flink-conf");
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(shipped.resolve("config.yaml"))) {
            if (!all.containsKey(line.split(":", 2)[0])) {
                lines.add(line);
            }
        }
        all.forEach((key, value) -> lines.add(key + ": " + value));
        Files.createDirectories(cluster.conf);
        Files.write(cluster.conf.resolve("config.yaml"), lines);
        Files.copy(shipped.resolve("log4j.properties"), cluster.conf.resolve("log4j.properties"));
        return cluster;
    }

    /** Its {@code data.dir}. */
    public Path data() {
        return folder.resolve("data");
    }

    /** Runs a command to its end, however it ends. */
    public Result run(String... arguments) {
        try (SiphonCommand command = start(arguments)) {
            return command.awaitEnd(PATIENCE);
        }
    }

    private SiphonCommand start(String... arguments) {
        return SiphonCommand.start(Map.of("FLINK_CONF_DIR", conf.toString()), arguments);
    }

    /** Runs a command that must succeed, and returns what it said. */
    public String succeed(String... arguments) {
        Result result = run(arguments);
        assertThat(result.status())
                .as(String.join(" ", arguments) + "\n" + result.output() + logs())
                .isZero();
        return result.output();
    }

    /**
     * {@code siphon flink run -d}.
     *
     * @param options of the client: {@code -p 2}, {@code -s PATH}
     * @param arguments of the job
     * @return the job's id
     */
    public String submit(List<String> options, List<String> arguments) {
        List<String> all = new ArrayList<>(List.of("flink", "run", "-d"));
        all.addAll(options);
        all.add(jobJar().toString());
        all.addAll(arguments);
        return only(JOB, succeed(all.toArray(String[]::new)));
    }

    /** {@code siphon flink stop}: the savepoint's path. */
    public String stop(String job) {
        return stop(job, () -> {});
    }

    /**
     * Likewise.
     *
     * @param asked is run when the client asks the JobManager
     */
    public String stop(String job, Runnable asked) {
        try (SiphonCommand command = start("flink", "stop", job)) {
            command.awaitOutput("Waiting for response...");
            asked.run();
            return only(SAVEPOINT, command.awaitEnd(PATIENCE).output());
        }
    }

    /** What the JobManager answers; null when it does not. */
    public JsonNode rest(String path) {
        try (InputStream answer = uri(path).toURL().openStream()) {
            return JSON.readTree(answer);
        } catch (IOException e) {
            return null;
        }
    }

    /** Of the JobManager's REST API. */
    public URI uri(String path) {
        return URI.create("http://localhost:" + restPort + path);
    }

    /** Returns when the job is in that state. */
    public void await(String job, String state) {
        Await.until(
                "state of the job" + logs(),
                PATIENCE,
                () -> rest("/jobs/" + job),
                details -> details != null && details.path("state").asText().equals(state));
    }

    /** Returns when every task of the job runs, but for those that have read all they had to. */
    public void awaitRunning(String job) {
        Await.until(
                "tasks of the job" + logs(),
                PATIENCE,
                () -> rest("/jobs/" + job),
                details -> details != null && isRunning(details.path("vertices")));
    }

    private static boolean isRunning(JsonNode tasks) {
        List<String> states = tasks.findValuesAsText("status");
        return states.contains("RUNNING") && Set.of("RUNNING", "FINISHED").containsAll(states);
    }

    /** Returns when it runs on other TaskManagers than that one, which was killed. */
    public void awaitMovedFrom(String job, String taskManager) {
        Await.until(
                "TaskManagers of the job" + logs(),
                PATIENCE,
                () -> taskManagersOf(job),
                names -> !names.isEmpty() && !names.contains(taskManager));
    }

    /** Returns when a checkpoint is complete that was begun from now on. */
    public void awaitCheckpoint(String job) {
        long now = checkpoints(job);
        Await.until("checkpoint", PATIENCE, () -> checkpoints(job), n -> n > now + 1);
    }

    private long checkpoints(String job) {
        JsonNode answer = rest("/jobs/" + job + "/checkpoints");
        return answer == null ? 0 : answer.path("counts").path("completed").asLong();
    }

    /** The TaskManagers that run something of the job, by name. */
    public List<String> taskManagersOf(String job) {
        List<String> names = new ArrayList<>();
        for (JsonNode vertex : rest("/jobs/" + job).path("vertices")) {
            String path = "/jobs/" + job + "/vertices/" + vertex.path("id").asText();
            for (JsonNode runner : rest(path + "/taskmanagers").path("taskmanagers")) {
                String name = runner.path("taskmanager-id").asText();
                if (!names.contains(name)) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    /** {@code kill -9}. */
    public void kill(String process) throws IOException {
        Path pid = data().resolve("cluster").resolve(process + ".pid");
        long number = Long.parseLong(Files.readString(pid).split(" ")[0]);
        ProcessHandle handle = ProcessHandle.of(number).orElseThrow();
        handle.destroyForcibly();
        handle.onExit().join();
    }

    /** The job jar of the last build. */
    public static Path jobJar() {
        Path target = SiphonCommand.launcher().resolveSibling("job").resolve("target");
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(
                            file -> file.getFileName().toString().matches("siphon-job-.*\\.jar"))
                    .max(Comparator.comparingLong(file -> file.toFile().lastModified()))
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String logs() {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(data().resolve("log"))) {
            files.sorted()
                    .forEach(
                            file ->
                                    all.append("\n== ")
                                            .append(file.getFileName())
                                            .append('\n')
                                            .append(ServerProcess.lastLines(file)));
        } catch (IOException none) {
            return "";
        }
        return all.toString();
    }

    private static String only(Pattern pattern, String output) {
        Matcher found = pattern.matcher(output);
        assertThat(found.find()).as(output).isTrue();
        return found.group(1);
    }

    @Override
    public void close() {
        run("cluster", "stop");
    }
}
