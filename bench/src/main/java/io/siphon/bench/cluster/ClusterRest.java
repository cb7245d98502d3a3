package io.siphon.bench.cluster;

import org.apache.flink.client.deployment.StandaloneClusterId;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.apache.flink.runtime.rest.messages.EmptyMessageParameters;
import org.apache.flink.runtime.rest.messages.EmptyRequestBody;
import org.apache.flink.runtime.rest.messages.taskmanager.TaskManagerInfo;
import org.apache.flink.runtime.rest.messages.taskmanager.TaskManagersHeaders;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Queries a JobManager by REST. Each query is sent once and throws if there is no answer. */
final class ClusterRest implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 5;

    private final RestClusterClient<StandaloneClusterId> client;

    ClusterRest(Configuration options) throws Exception {
        Configuration once = new Configuration(options);
        once.set(RestOptions.RETRY_MAX_ATTEMPTS, 0);
        once.set(RestOptions.CONNECTION_TIMEOUT, Duration.ofSeconds(PATIENCE_SECONDS));
        client = new RestClusterClient<>(once, StandaloneClusterId.getInstance());
    }

    /** The registered TaskManagers, by name. */
    List<TaskManagerInfo> taskManagers() throws Exception {
        return answer(
                        client.sendRequest(
                                TaskManagersHeaders.getInstance(),
                                EmptyMessageParameters.getInstance(),
                                EmptyRequestBody.getInstance()))
                .getTaskManagerInfos()
                .stream()
                .sorted(Comparator.comparing(info -> info.getResourceId().toString()))
                .toList();
    }

    /** The jobs that it knows, the newest first. */
    List<JobStatusMessage> jobs() throws Exception {
        Collection<JobStatusMessage> jobs = answer(client.listJobs());
        return jobs.stream()
                .sorted(Comparator.comparingLong(JobStatusMessage::getStartTime).reversed())
                .toList();
    }

    private static <T> T answer(CompletableFuture<T> question) throws Exception {
        return question.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        client.close();
    }
}
