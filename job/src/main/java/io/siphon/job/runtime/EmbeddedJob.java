package io.siphon.job.runtime;

import io.siphon.job.config.ConfigurationException;
import io.siphon.job.config.ErrorText;
import io.siphon.job.config.JobConfig;
import io.siphon.job.config.Settings;
import io.siphon.job.rest.RestGuardOptions;
import io.siphon.job.rest.RestSecret;
import io.siphon.job.topology.Topology;
import io.siphon.sources.GracefulStop;
import io.siphon.sources.archive.ArchiveProgress;
import io.siphon.sources.journal.JournalLane;

import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.annotation.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A whole job in this JVM: Flink, its web UI, the sources and the sinks. */
public final class EmbeddedJob {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedJob.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration MOMENT = Duration.ofSeconds(3);
    private static final MemorySize NETWORK_MEMORY_OF_A_SLOT = MemorySize.ofMebiBytes(32);

    private final StateFolder state;
    private final String webUi;
    private final boolean resumed;
    private final Duration watermarkInterval;
    private final JobClient client;
    private final CompletableFuture<JobExecutionResult> end;
    private final JobPulse pulse;

    private EmbeddedJob(
            StateFolder state,
            String webUi,
            boolean resumed,
            Duration watermarkInterval,
            JobClient client) {
        this.state = state;
        this.webUi = webUi;
        this.resumed = resumed;
        this.watermarkInterval = watermarkInterval;
        this.client = client;
        this.end = client.getJobExecutionResult();
        this.pulse = new JobPulse(client);
    }

    /**
     * Checks the ports and takes the folder, before anything is changed in a store that another
     * Siphon may be using.
     *
     * @return the folder, which is this process's until it ends
     * @throws ConfigurationException when a port or the folder is taken
     */
    public static StateFolder reserve(JobConfig config) {
        FreePorts.require(config);
        return StateFolder.ofRun(Path.of(config.data().dir()));
    }

    /**
     * Receives; returns when the sockets are open.
     *
     * @param state see {@link #reserve}
     * @param fresh leaves the state of an earlier run aside
     * @throws ConfigurationException when the state does not fit
     */
    public static EmbeddedJob listen(
            Configuration configuration, Stores stores, StateFolder state, boolean fresh)
            throws Exception {
        JobConfig config = stores.config();
        if (fresh) {
            for (JournalLane lane : JournalLane.all(config.journalFolder())) {
                lane.cover(lane.end());
            }
        }
        Configuration stoppable = new Configuration(configuration);
        stoppable.set(RestGuardOptions.STOPPABLE, true);
        return start(
                stoppable,
                state,
                fresh,
                config.udp().sockets(),
                env -> Topology.live(env, config, stores.outputs()),
                () -> JobMetrics.sum("receiveBufferBytes") > 0);
    }

    /**
     * Receives into a topic; returns when the sockets are open.
     *
     * @throws ConfigurationException when the port is taken
     */
    public static EmbeddedJob capture(
            Configuration configuration, JobConfig config, String name, int partitions)
            throws Exception {
        FreePorts.require(config);
        return start(
                configuration,
                StateFolder.ofCapture(Path.of(config.data().dir())),
                true,
                config.udp().sockets(),
                env -> Topology.capture(env, config, name, partitions),
                () -> JobMetrics.sum("receiveBufferBytes") > 0);
    }

    /**
     * Reads a topic; returns when it has begun to.
     *
     * @throws ConfigurationException when the state does not fit
     */
    public static EmbeddedJob analyze(
            Configuration configuration, Stores stores, boolean untilNow, boolean fresh)
            throws Exception {
        JobConfig config = stores.config();
        return start(
                configuration,
                StateFolder.ofTopic(
                        Path.of(config.data().dir()),
                        config.kafka().topic(),
                        config.kafka().groupId(),
                        untilNow),
                fresh,
                1,
                env -> Topology.topic(env, untilNow, config, stores.outputs()),
                () -> JobMetrics.sum("topicReaders") > 0);
    }

    /**
     * Reads an archive; returns when it has begun to.
     *
     * @param state of this very archive
     * @throws ConfigurationException when the state does not fit
     */
    public static EmbeddedJob read(
            Configuration configuration,
            Stores stores,
            StateFolder state,
            boolean fresh,
            Consumer<StreamExecutionEnvironment> define)
            throws Exception {
        return start(configuration, state, fresh, 1, define, ArchiveProgress::begun);
    }

    private static EmbeddedJob start(
            Configuration configuration,
            StateFolder state,
            boolean fresh,
            int sources,
            Consumer<StreamExecutionEnvironment> define,
            BooleanSupplier begun)
            throws Exception {
        int restPort = FreePorts.from(configuration.get(RestOptions.PORT));
        Configuration flink = flink(configuration, state, restPort, sources);
        new RestSecret(RestGuardOptions.secretFile(flink)).prepare();
        String restored = fresh ? null : state.newest().orElse(null);
        if (restored != null) {
            flink.set(StateRecoveryOptions.SAVEPOINT_PATH, restored);
            flink.set(StateRecoveryOptions.RESTORE_MODE, RecoveryClaimMode.CLAIM);
        }
        GracefulStop.reset();
        ArchiveProgress.reset();
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.createLocalEnvironmentWithWebUI(flink);
        define.accept(env);
        EmbeddedJob job =
                new EmbeddedJob(
                        state,
                        RestGuardOptions.url(flink, restPort),
                        restored != null,
                        flink.get(PipelineOptions.AUTO_WATERMARK_INTERVAL),
                        env.executeAsync("siphon"));
        job.awaitBegun(begun, restored);
        return job;
    }

    private static Configuration flink(
            Configuration configuration, StateFolder state, int restPort, int sources)
            throws IOException {
        Configuration flink = new Configuration(configuration);
        // For the processes of a cluster; here Flink would log that it is of no effect.
        flink.removeConfig(TaskManagerOptions.TOTAL_PROCESS_MEMORY);
        // It is handed on into the job graph, and shown by the web UI.
        configuration.keySet().stream().filter(Settings::isSecret).forEach(flink::removeKey);
        flink.set(RestOptions.PORT, restPort);
        // Nobody logs in to the web UI: not from elsewhere. Nor to the server of blobs.
        if (!flink.contains(RestOptions.BIND_ADDRESS)) {
            flink.set(RestOptions.BIND_ADDRESS, "localhost");
        }
        if (!flink.contains(JobManagerOptions.BIND_HOST)) {
            flink.set(JobManagerOptions.BIND_HOST, "localhost");
        }
        // What the guard before it refuses, it does not offer.
        flink.set(RestGuardOptions.EMBEDDED, true);
        flink.set(WebOptions.SUBMIT_ENABLE, false);
        flink.set(WebOptions.CANCEL_ENABLE, false);
        flink.set(WebOptions.RESCALE_ENABLE, false);
        // Its pages are unpacked there: not where anybody may leave another page.
        flink.set(WebOptions.TMP_DIR, state.web());
        if (!flink.contains(CheckpointingOptions.SAVEPOINT_DIRECTORY)) {
            flink.set(CheckpointingOptions.SAVEPOINT_DIRECTORY, state.savepoints());
        }
        flink.setString(
                "metrics.reporter.siphon.factory.class", JobMetrics.Factory.class.getName());
        if (state.keepCheckpoints(flink.get(CheckpointingOptions.CHECKPOINTS_DIRECTORY))) {
            flink.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, state.checkpoints());
        } else {
            LOG.warn(
                    "execution.checkpointing.dir {} is not on this machine: after a crash the next"
                            + " run goes on from the last clean stop",
                    flink.get(CheckpointingOptions.CHECKPOINTS_DIRECTORY));
        }
        int slots = Math.max(flink.getOptional(CoreOptions.DEFAULT_PARALLELISM).orElse(1), sources);
        flink.set(TaskManagerOptions.NUM_TASK_SLOTS, slots);
        // Flink takes 64 MB whatever the parallelism, and fills them at once.
        if (!flink.contains(TaskManagerOptions.NETWORK_MEMORY_MIN)
                && !flink.contains(TaskManagerOptions.NETWORK_MEMORY_MAX)) {
            MemorySize network = NETWORK_MEMORY_OF_A_SLOT.multiply(slots);
            flink.set(TaskManagerOptions.NETWORK_MEMORY_MIN, network);
            flink.set(TaskManagerOptions.NETWORK_MEMORY_MAX, network);
        }
        return flink;
    }

    /** Whether it goes on where an earlier one was. */
    public boolean resumed() {
        return resumed;
    }

    public String webUi() {
        return webUi;
    }

    /**
     * Whether it has not ended yet.
     *
     * @throws JobDeadException when it neither ends nor goes on
     */
    boolean running() {
        if (end.isDone()) {
            return false;
        }
        String doom = pulse.doom();
        if (doom != null) {
            throw new JobDeadException(doom);
        }
        return true;
    }

    /** Returns when the job has ended, or the time is over: whether it has ended. */
    public boolean awaitEnd(Duration atMost) throws Exception {
        try {
            end.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return !running();
        } catch (ExecutionException | CancellationException e) {
            return true; // failure() says why
        }
    }

    /** Whether it has come to its end, rather than to grief or to a stop. */
    public boolean succeeded() {
        return end.isDone() && !end.isCompletedExceptionally();
    }

    /** Why the job ended by itself. */
    public Exception failure() throws InterruptedException {
        try {
            end.get();
            return new IllegalStateException("the job ended by itself");
        } catch (ExecutionException e) {
            return e;
        }
    }

    /** Closes the sockets and lets everything received into the job. */
    public void drain() throws Exception {
        GracefulStop.request();
        await(GracefulStop::done, "the sockets to hand over what they have");
        // the last watermark passes: the next one that each source emits
        Thread.sleep(watermarkInterval.multipliedBy(2).toMillis());
    }

    /**
     * Stores everything and keeps the state for the next run.
     *
     * @param waiting is run when that takes longer than a moment: a store is unavailable
     * @throws TimeoutException when it stays unavailable
     */
    public void stop(Runnable waiting) throws Exception {
        CompletableFuture<String> stopped =
                new StopAttempts(
                                () ->
                                        client.stopWithSavepoint(
                                                false,
                                                state.savepoints(),
                                                SavepointFormatType.NATIVE))
                        .begin();
        try {
            stopped.get(MOMENT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException away) {
            waiting.run();
            stopped.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        state.prune();
        state.close();
    }

    private void awaitBegun(BooleanSupplier begun, @Nullable String restored) throws Exception {
        await(() -> end.isDone() || begun.getAsBoolean(), "the job to begin");
        if (end.isCompletedExceptionally()) {
            Exception failure = failure();
            throw restored == null
                    ? failure
                    : new ConfigurationException(
                            "cannot continue from "
                                    + restored
                                    + ": "
                                    + ErrorText.root(failure)
                                    + "; --fresh starts without it",
                            failure);
        }
    }

    private static void await(BooleanSupplier condition, String what) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("waited " + PATIENCE.toSeconds() + " s for " + what);
            }
            Thread.sleep(20);
        }
    }
}
