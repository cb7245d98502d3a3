package io.siphon.bench.cluster;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint;
import org.apache.flink.runtime.jobmanager.JobManagerProcessSpec;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;
import org.apache.flink.runtime.util.config.memory.ProcessMemoryUtils;
import org.apache.flink.runtime.zookeeper.FlinkZooKeeperQuorumPeer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The command lines of Flink's own JVMs, with the memory that Flink works out from its options:
 * what {@code jobmanager.sh} and {@code taskmanager.sh} of a Flink distribution do.
 *
 * @param folder of {@code config.yaml}: {@code FLINK_CONF_DIR}
 * @param properties win over the file
 */
record FlinkCommand(Configuration options, Path folder, Map<String, String> properties) {

    List<String> jobManager(Path log) {
        JobManagerProcessSpec memory = JobManagerProcessUtils.processSpecFromConfig(options);
        List<String> command =
                jvm(
                        JobManagerProcessUtils.generateJvmParametersStr(memory, options),
                        log,
                        restGuard());
        command.add(StandaloneSessionClusterEntrypoint.class.getName());
        command.addAll(arguments(JobManagerProcessUtils.generateDynamicConfigsStr(memory)));
        return command;
    }

    /**
     * @param name its {@code taskmanager.resource-id}
     */
    List<String> taskManager(String name, Path log) {
        TaskExecutorProcessSpec memory = TaskExecutorProcessUtils.processSpecFromConfig(options);
        List<String> command = jvm(ProcessMemoryUtils.generateJvmParametersStr(memory), log);
        command.add(TaskManagerRunner.class.getName());
        command.addAll(arguments(TaskExecutorProcessUtils.generateDynamicConfigsStr(memory)));
        command.addAll(List.of("-D", "taskmanager.resource-id=" + name));
        return command;
    }

    /** A ZooKeeper of one, as {@code zookeeper.sh} starts it. */
    List<String> zooKeeper(Path settings, Path log) {
        List<String> command = jvm("-Xmx128m -Dzookeeper.admin.enableServer=false", log);
        command.add(FlinkZooKeeperQuorumPeer.class.getName());
        command.addAll(List.of("--zkConfigFile", settings.toString(), "--peerId", "1"));
        return command;
    }

    /**
     * @param jars besides Flink's
     */
    private List<String> jvm(String memory, Path log, Path... jars) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // The launcher knows what Flink asks of a JVM, and gave it to this one.
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-"))
                .forEach(command::add);
        command.addAll(words(memory));
        command.addAll(words(options.get(CoreOptions.FLINK_JVM_OPTIONS)));
        command.add("-Dlog.file=" + log);
        command.add("-Dlog4j.configurationFile=file:" + folder.resolve("log4j.properties"));
        String classPath =
                Stream.concat(Stream.of(flinkLib().resolve("*")), Stream.of(jars))
                        .map(Path::toString)
                        .collect(Collectors.joining(File.pathSeparator));
        command.addAll(List.of("-cp", classPath));
        return command;
    }

    private List<String> arguments(String memory) {
        List<String> arguments = new ArrayList<>(List.of("--configDir", folder.toString()));
        arguments.addAll(words(memory));
        properties.forEach((key, value) -> arguments.addAll(List.of("-D", key + "=" + value)));
        return arguments;
    }

    /** The folder of Flink's jars, ours not among them: a job brings its own. */
    private static Path flinkLib() {
        try {
            return Path.of(
                            StreamExecutionEnvironment.class
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .toURI())
                    .getParent();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The jar that guards the JobManager's REST server; without it none is started. */
    private static Path restGuard() {
        Path jar = flinkLib().resolveSibling("rest-guard").resolve("siphon-rest-guard.jar");
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException("missing " + jar + ": build again");
        }
        return jar;
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split("\\s+")).filter(word -> !word.isEmpty()).toList();
    }
}
