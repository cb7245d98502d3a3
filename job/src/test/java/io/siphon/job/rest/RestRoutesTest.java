package io.siphon.job.rest;

import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpMethod;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class RestRoutesTest {

    private static final RestRoutes EMBEDDED = new RestRoutes(true, true);
    private static final RestRoutes ARCHIVE = new RestRoutes(true, false);
    private static final RestRoutes CLUSTER = new RestRoutes(false, false);
    private static final String ID = "0123456789abcdef0123456789abcdef";

    @ParameterizedTest
    @CsvSource({
        "POST, /jobs, false, true",
        "POST, /v1/jobs, false, true",
        "POST, /v2/jobs, false, false",
        "POST, /v1/v1/jobs, false, false",
        "PATCH, /jobs/ID, false, true",
        "PUT, /jobs/ID/resource-requirements, false, true",
        "POST, /savepoint-disposal, false, true",
        "POST, /jobs/ID/stop, true, true",
        "POST, /v1/jobs/ID/savepoints, true, true",
        "GET, /jobs/ID/stop, false, false",
        "GET, /jobs/ID/yarn-stop, false, false",
        "POST, /jars/upload, false, false",
        "DELETE, /cluster, false, false",
    })
    void writesAreThoseOfFlinksClientOrOnlySnapshots(
            String method, String path, boolean embedded, boolean cluster) {
        HttpMethod asked = HttpMethod.valueOf(method);
        String full = path.replace("ID", ID);
        assertThat(EMBEDDED.isWrite(asked, full)).isEqualTo(embedded);
        assertThat(CLUSTER.isWrite(asked, full)).isEqualTo(cluster);
        assertThat(EMBEDDED.isRead(asked, full)).isFalse();
        assertThat(CLUSTER.isRead(asked, full)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "/, true",
        "/index.html, true",
        "/assets/vs/editor/editor.main.js, true",
        "/assets/vs/../editor.main.js, false",
        "/assets//main.js, false",
        "/x/main.js, false",
        "/taskmanagers/10.0.0.1:6122-a1b2c3, true",
        "/taskmanagers/10.0.0.1%3A6122-a1b2c3/logs/taskmanager.log.1, true",
        "/taskmanagers/../jobs, false",
        "/taskmanagers/a%2Fb, false",
        "/jobs/ID/vertices/ID/subtasks/0/attempts/1, true",
        "/jobs/ID/vertices/ID/subtasks/x, false",
        "/jobs/ID/checkpoints/details/7/subtasks/ID, true",
        "/v1/index.html, false",
    })
    void readsAreThoseOfTheWebUi(String path, boolean read) {
        assertThat(EMBEDDED.isRead(HttpMethod.GET, path.replace("ID", ID))).isEqualTo(read);
        assertThat(EMBEDDED.isRead(HttpMethod.POST, path.replace("ID", ID))).isFalse();
    }

    @Test
    void onlyRunIsStopped() {
        assertThat(ARCHIVE.isWrite(HttpMethod.POST, "/jobs/" + ID + "/savepoints")).isTrue();
        assertThat(ARCHIVE.isWrite(HttpMethod.POST, "/jobs/" + ID + "/stop")).isFalse();
    }

    /** A pattern that calls itself for each character would end the connection's thread here. */
    @ParameterizedTest
    @CsvSource({"/assets, /a", "/taskmanagers/a, %3A", "/a, .a", "/v1, /v1"})
    void longPathsAreNoTrouble(String start, String repeated) {
        String path = start + repeated.repeat(100_000);
        assertThat(CLUSTER.isRead(HttpMethod.GET, path)).isFalse();
        assertThat(CLUSTER.isWrite(HttpMethod.POST, path)).isFalse();
    }
}
