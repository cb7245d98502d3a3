package io.siphon.job.rest;

import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpMethod;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The paths of Flink's REST API that are served; all others are not. They are matched as they stand
 * in the request, before anything is decoded, and have no percent sign but in {@code %3A}: Flink's
 * router decodes twice, skips slashes at both ends, and knows each path with and without {@code
 * /v1}.
 */
final class RestRoutes {

    private static final String ID = "[0-9a-fA-F]{32}";
    private static final String NUMBER = "\\d{1,19}";
    private static final String FILE = "\\w[\\w.-]*";
    private static final String TASK_MANAGER = "\\w(?:[\\w.:-]|%3A){0,255}+";
    private static final String LOGS = "(?:/(?:metrics|log|stdout|thread-dump|logs|logs/FILE))";

    /** What the web UI is made of. */
    private static final Pattern FILES =
            Pattern.compile(
                    "/|(?:/assets/(?:\\w[\\w-]*/){0,9}|/)\\w[\\w.-]*"
                            + "\\.(?:html|js|css|svg|png|ico|txt|json|ttf|woff2?|xml|webmanifest)");

    /** What the web UI, Flink's client and Siphon read; nothing that changes anything. */
    private static final Pattern READS =
            oneOf(
                    "/config",
                    "/overview",
                    "/jobmanager/(?:config|environment)",
                    "/jobmanager" + LOGS,
                    "/taskmanagers(?:/metrics)?",
                    "/taskmanagers/TM",
                    "/taskmanagers/TM" + LOGS,
                    "/jobs(?:/overview|/metrics)?",
                    "/jobs/ID",
                    "/jobs/ID/(?:accumulators|config|exceptions|execution-result|metrics|plan"
                            + "|resource-requirements|status)",
                    "/jobs/ID/jobmanager/(?:config|environment|log-url)",
                    "/jobs/ID/taskmanagers/TM/log-url",
                    "/jobs/ID/checkpoints(?:/config)?",
                    "/jobs/ID/checkpoints/details/N(?:/subtasks/ID)?",
                    "/jobs/ID/(?:checkpoints|savepoints)/ID",
                    "/savepoint-disposal/ID",
                    "/jobs/ID/vertices/ID",
                    "/jobs/ID/vertices/ID/(?:accumulators|backpressure|flamegraph|metrics"
                            + "|jm-operator-metrics|subtasktimes|taskmanagers|watermarks)",
                    "/jobs/ID/vertices/ID/subtasks/(?:accumulators|metrics)",
                    "/jobs/ID/vertices/ID/subtasks/N(?:/metrics)?",
                    "/jobs/ID/vertices/ID/subtasks/N/attempts/N(?:/accumulators)?");

    private static final Pattern SNAPSHOTS = oneOf("POST /jobs/ID/(?:savepoints|checkpoints)");

    private static final Pattern SNAPSHOTS_AND_STOP =
            oneOf(SNAPSHOTS.pattern(), "POST /jobs/ID/stop");

    /** What Flink's client does besides: run, cancel, rescale, dispose of savepoints. */
    private static final Pattern CLIENTS =
            oneOf(
                    SNAPSHOTS_AND_STOP.pattern(),
                    "POST /jobs",
                    "PATCH /jobs/ID",
                    "PATCH /jobs/ID/clientHeartbeat",
                    "PUT /jobs/ID/resource-requirements",
                    "POST /savepoint-disposal");

    private static final String VERSION = "/v1/";

    private final Pattern writes;

    /**
     * @param embedded whether Flink runs in Siphon's own process, where nobody submits jobs
     * @param stoppable whether that process knows what it means when its job is stopped
     */
    RestRoutes(boolean embedded, boolean stoppable) {
        if (embedded) {
            this.writes = stoppable ? SNAPSHOTS_AND_STOP : SNAPSHOTS;
        } else {
            this.writes = CLIENTS;
        }
    }

    /** Whether anybody who reaches the port may have it. */
    boolean isRead(HttpMethod method, String path) {
        return method.equals(HttpMethod.GET)
                && (READS.matcher(unversioned(path)).matches() || FILES.matcher(path).matches());
    }

    /** Whether who has the secret may do it. */
    boolean isWrite(HttpMethod method, String path) {
        return writes.matcher(method.name() + " " + unversioned(path)).matches();
    }

    private static String unversioned(String path) {
        return path.startsWith(VERSION) ? path.substring(VERSION.length() - 1) : path;
    }

    private static Pattern oneOf(String... routes) {
        return Pattern.compile(
                Stream.of(routes)
                        .map(route -> route.replace("TM", TASK_MANAGER))
                        .map(route -> route.replace("FILE", FILE))
                        .map(route -> route.replace("ID", ID))
                        .map(route -> route.replace("/N", "/" + NUMBER))
                        .collect(Collectors.joining("|")));
    }
}
