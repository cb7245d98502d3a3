package io.siphon.bench.cluster;

import io.siphon.job.config.ConfigurationException;
import io.siphon.job.config.DataSection;
import io.siphon.job.rest.RestGuardOptions;
import io.siphon.job.rest.RestSecret;

import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.apache.flink.runtime.rest.messages.taskmanager.TaskManagerInfo;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A session cluster of Flink's on this machine: a JobManager and TaskManagers, a JVM each, on
 * loopback. Its processes are in {@code <data.dir>/cluster}, its logs in {@code <data.dir>/log}.
 */
public final class StandaloneCluster {

    private static final String JOB_MANAGER = "jobmanager";
    private static final String TASK_MANAGER = "taskmanager-";
    private static final Pattern NUMBER = Pattern.compile("\\D+");
    private static final int SNAPSHOTS_SHOWN = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Configuration options;
    private final Path folder;
    private final Path logs;
    private final Path conf;
    private final Map<String, String> properties = new LinkedHashMap<>();

    private StandaloneCluster(Configuration options, Path conf, Map<String, String> overrides) {
        Path data = Path.of(options.get(DataSection.DIR)).toAbsolutePath().normalize();
        this.folder = data.resolve("cluster");
        this.logs = data.resolve("log");
        this.conf = conf;
        if (!options.contains(CheckpointingOptions.CHECKPOINTS_DIRECTORY)) {
            properties.put(
                    CheckpointingOptions.CHECKPOINTS_DIRECTORY.key(), uri(folder, "checkpoints"));
        }
        if (!options.contains(CheckpointingOptions.SAVEPOINT_DIRECTORY)) {
            properties.put(
                    CheckpointingOptions.SAVEPOINT_DIRECTORY.key(), uri(folder, "savepoints"));
        }
        properties.put(WebOptions.TMP_DIR.key(), folder.resolve("web").toString());
        properties.put(
                RestGuardOptions.SECRET_FILE.key(),
                RestGuardOptions.secretFile(options).toString());
        properties.putAll(overrides);
        this.options = new Configuration(options);
        this.options.addAll(Configuration.fromMap(properties));
    }

    /**
     * @param options of {@code conf} and {@code overrides}
     * @param conf folder of {@code config.yaml}
     * @param overrides go to every process
     */
    public static StandaloneCluster of(
            Configuration options, Path conf, Map<String, String> overrides) {
        return new StandaloneCluster(
                options, conf.toAbsolutePath().normalize(), Map.copyOf(overrides));
    }

    /**
     * Starts what is not running, and returns when all of it has registered.
     *
     * @param highlyAvailable whether a JobManager that is started again takes up its jobs; once
     *     asked for it stays so until {@link #stop}
     * @throws ConfigurationException when all of it runs already, or a port is taken
     */
    public void start(int taskManagers, boolean highlyAvailable) throws Exception {
        FlinkProcess jobManager = process(JOB_MANAGER);
        FlinkProcess zooKeeper = process(ZooKeeper.NAME);
        boolean withZooKeeper = highlyAvailable || processes().contains(zooKeeper);
        ZooKeeper coordination = ZooKeeper.of(folder, options);
        if (!jobManager.isAlive()) {
            requireFree(RestOptions.PORT.key(), options.get(RestOptions.PORT));
            requireFree(JobManagerOptions.PORT.key(), options.get(JobManagerOptions.PORT));
        }
        if (withZooKeeper && !zooKeeper.isAlive()) {
            requireFree(ZooKeeper.portKey(), coordination.port());
        }

        List<FlinkProcess> started = new ArrayList<>();
        if (withZooKeeper) {
            properties.putAll(coordination.properties());
            if (!zooKeeper.isAlive()) {
                zooKeeper.start(command().zooKeeper(coordination.settings(), zooKeeper.log()));
                started.add(zooKeeper);
            }
        }
        if (!jobManager.isAlive()) {
            prepareForRest();
            jobManager.start(command().jobManager(jobManager.log()));
            started.add(jobManager);
        }
        for (int number = 1; number <= taskManagers; number++) {
            FlinkProcess taskManager = process(TASK_MANAGER + number);
            if (!taskManager.isAlive()) {
                taskManager.start(command().taskManager(taskManager.name(), taskManager.log()));
                started.add(taskManager);
            }
        }
        if (started.isEmpty()) {
            throw new ConfigurationException(
                    "the cluster of " + folder + " is running already: " + webUi());
        }
        awaitRegistered(started);
    }

    /**
     * Ends every process; running jobs end with them.
     *
     * @throws ConfigurationException when none runs
     */
    public void stop() throws InterruptedException {
        List<FlinkProcess> all = processes();
        boolean ran = all.stream().anyMatch(FlinkProcess::isAlive);
        for (FlinkProcess process : all) {
            process.stop();
        }
        if (!ran) {
            throw notRunning();
        }
    }

    /** Prints processes, slots, jobs, and what can be restored. */
    public void print(PrintStream out) throws Exception {
        FlinkProcess jobManager = process(JOB_MANAGER);
        if (processes().isEmpty()) {
            throw notRunning();
        }
        out.printf("JobManager    %s  %s%n", state(jobManager), webUi());
        List<TaskManagerInfo> registered = List.of();
        List<JobStatusMessage> jobs = List.of();
        if (jobManager.isAlive()) {
            try (ClusterRest rest = new ClusterRest(options)) {
                registered = rest.taskManagers();
                jobs = rest.jobs();
            }
        }
        for (FlinkProcess process : taskManagers()) {
            out.printf("TaskManager   %s  %s%n", state(process), slots(process.name(), registered));
        }
        FlinkProcess zooKeeper = process(ZooKeeper.NAME);
        if (processes().contains(zooKeeper)) {
            out.printf("ZooKeeper     %s%n", state(zooKeeper));
        }
        for (JobStatusMessage job : jobs) {
            out.printf(
                    "job           %s  %s  %s  since %s%n",
                    job.getJobId(),
                    job.getJobState(),
                    job.getJobName(),
                    Instant.ofEpochMilli(job.getStartTime()).truncatedTo(ChronoUnit.SECONDS));
        }
        for (Snapshots.Snapshot snapshot :
                Snapshots.of(options).stream().limit(SNAPSHOTS_SHOWN).toList()) {
            out.printf(
                    "snapshot      %s  %s%n",
                    snapshot.at().truncatedTo(ChronoUnit.SECONDS), snapshot.path());
        }
        out.printf("logs          %s%n", logs);
    }

    /**
     * The newest whole checkpoint or savepoint, for {@code flink run -s}.
     *
     * @throws ConfigurationException when there is none
     */
    public String newestSnapshot() throws IOException {
        return Snapshots.of(options).stream()
                .findFirst()
                .orElseThrow(
                        () ->
                                new ConfigurationException(
                                        "no checkpoint or savepoint in "
                                                + options.get(
                                                        CheckpointingOptions.CHECKPOINTS_DIRECTORY)
                                                + " and "
                                                + options.get(
                                                        CheckpointingOptions.SAVEPOINT_DIRECTORY)))
                .path();
    }

    /** The secret by which clients submit and stop jobs, and where the web UI is unpacked. */
    private void prepareForRest() throws IOException {
        new RestSecret(RestGuardOptions.secretFile(options)).prepare();
        Path web = Path.of(options.get(WebOptions.TMP_DIR));
        if (!Files.isDirectory(web)) {
            Files.createDirectories(
                    web,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
    }

    private void awaitRegistered(List<FlinkProcess> started) throws Exception {
        long alive = taskManagers().stream().filter(FlinkProcess::isAlive).count();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (ClusterRest rest = new ClusterRest(options)) {
            while (registered(rest) < alive) {
                for (FlinkProcess process : started) {
                    if (!process.isAlive()) {
                        throw new IllegalStateException(
                                process.name()
                                        + " ended: see "
                                        + process.log()
                                        + " and "
                                        + process.output());
                    }
                }
                if (System.nanoTime() > deadline) {
                    throw new TimeoutException(
                            "waited "
                                    + PATIENCE.toSeconds()
                                    + " s for the TaskManagers to register; see "
                                    + logs);
                }
                Thread.sleep(200);
            }
        }
    }

    /** Those that run: after a crash, the JobManager may still count one that is gone. */
    private long registered(ClusterRest rest) {
        try {
            return rest.taskManagers().stream()
                    .filter(info -> process(info.getResourceId().toString()).isAlive())
                    .count();
        } catch (Exception notYet) {
            return -1;
        }
    }

    private String state(FlinkProcess process) {
        return process.name()
                + "  "
                + process.handle()
                        .map(handle -> "pid " + handle.pid())
                        .orElse("ended; siphon cluster start starts it again");
    }

    private static String slots(String name, List<TaskManagerInfo> registered) {
        return registered.stream()
                .filter(info -> info.getResourceId().toString().equals(name))
                .map(
                        info ->
                                "slots "
                                        + info.getNumberSlots()
                                        + ", free "
                                        + info.getNumberAvailableSlots())
                .findFirst()
                .orElse("not registered");
    }

    private String webUi() {
        return RestGuardOptions.url(options, options.get(RestOptions.PORT));
    }

    private ConfigurationException notRunning() {
        return new ConfigurationException(
                "no cluster runs in " + folder + "; siphon cluster start starts one");
    }

    private FlinkProcess process(String name) {
        return new FlinkProcess(name, folder, logs.resolve(name + ".log"));
    }

    private FlinkCommand command() {
        return new FlinkCommand(options, conf, properties);
    }

    private List<FlinkProcess> taskManagers() {
        return processes().stream()
                .filter(process -> process.name().startsWith(TASK_MANAGER))
                .sorted(Comparator.comparingInt(StandaloneCluster::number))
                .toList();
    }

    private static int number(FlinkProcess taskManager) {
        return Integer.parseInt(NUMBER.matcher(taskManager.name()).replaceAll(""));
    }

    /** All that were started and not stopped, ZooKeeper first. */
    private List<FlinkProcess> processes() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".pid"))
                    .map(name -> name.substring(0, name.length() - ".pid".length()))
                    .sorted(Comparator.reverseOrder())
                    .map(this::process)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void requireFree(String key, int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            probe.getLocalPort();
        } catch (IOException e) {
            throw new ConfigurationException(
                    key
                            + ": port "
                            + port
                            + " is taken ("
                            + e.getMessage()
                            + "); set another in config.yaml",
                    e);
        }
    }

    private static String uri(Path folder, String name) {
        return folder.resolve(name).toUri().toString();
    }
}
