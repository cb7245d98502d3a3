package io.siphon.bench.cluster;

import io.siphon.sources.OwnerOnly;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HighAvailabilityOptions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Where a cluster on one machine keeps what a new JobManager needs to take up the jobs of one that
 * died: a ZooKeeper of its own, on loopback, and a folder.
 *
 * @param port of {@code high-availability.zookeeper.quorum}, 2181 without
 */
record ZooKeeper(Path folder, int port) {

    static final String NAME = "zookeeper";

    private static final int PORT = 2181;

    /** How long a dead JobManager counts as the leader; Flink's default is a minute. */
    private static final String SESSION_TIMEOUT = "10 s";

    /**
     * @param folder of the cluster
     */
    static ZooKeeper of(Path folder, Configuration options) {
        String quorum = options.get(HighAvailabilityOptions.HA_ZOOKEEPER_QUORUM);
        return new ZooKeeper(
                folder,
                quorum == null
                        ? PORT
                        : Integer.parseInt(quorum.substring(quorum.lastIndexOf(':') + 1)));
    }

    /** Its port's option, for messages. */
    static String portKey() {
        return HighAvailabilityOptions.HA_ZOOKEEPER_QUORUM.key();
    }

    /** What JobManager and TaskManagers have to know. */
    Map<String, String> properties() {
        return Map.of(
                HighAvailabilityOptions.HA_MODE.key(),
                "zookeeper",
                HighAvailabilityOptions.HA_ZOOKEEPER_QUORUM.key(),
                "localhost:" + port,
                HighAvailabilityOptions.HA_STORAGE_PATH.key(),
                folder.resolve("ha").toUri().toString(),
                HighAvailabilityOptions.ZOOKEEPER_SESSION_TIMEOUT.key(),
                SESSION_TIMEOUT);
    }

    /** Writes its settings, and returns the file. */
    Path settings() throws IOException {
        Path data = OwnerOnly.create(folder.resolve(NAME));
        return Files.write(
                folder.resolve("zoo.cfg"),
                List.of("dataDir=" + data, "clientPort=" + port, "clientPortAddress=127.0.0.1"));
    }
}
