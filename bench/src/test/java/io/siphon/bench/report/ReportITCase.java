package io.siphon.bench.report;

import io.siphon.console.store.StoreAddress;
import io.siphon.job.sink.jdbc.JdbcOutput;
import io.siphon.job.topology.Topology;
import io.siphon.sources.Captures;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** From the embedded database. */
@Timeout(600)
class ReportITCase implements ReportContract, QueryContract {

    private static final Path CAPTURES = Path.of("../sources/src/test/resources/captures");

    @TempDir Path data;

    /** Media on the wire and registrations, too. */
    @Test
    void agreesWithTheRowsOfCaptures() throws Exception {
        List<String> captures =
                Captures.rawNames().stream()
                        .map(name -> CAPTURES.resolve(name + ".raw.pcap.zst").toString())
                        .toList();
        run(
                (env, config, output) ->
                        Topology.archive(env, captures, "tap", config, List.of(output)));

        JsonNode report = report("--from=2020-01-01T00:00Z", "--to=2040-01-01T00:00Z");

        for (String figure :
                List.of(
                        "answered",
                        "register_accepted",
                        "rtcp_loss_samples",
                        "rtcp_rtt_samples",
                        "rtp_loss_samples",
                        "rtp_mos_samples")) {
            assertThat(report.get("total").get(figure).asInt()).as(figure).isPositive();
        }
        assertAgreesWithItsRows(report);
    }

    @Override
    public StoreAddress store() {
        return new StoreAddress(JdbcOutput.embeddedUrl(data.toString()), "sa", "");
    }

    @Override
    public List<String> forbidden(Path file) {
        return List.of(
                "CALL CSVWRITE('" + file + "', 'SELECT * FROM query_probe')",
                "SELECT CSVWRITE('" + file + "', 'SELECT 1')",
                "SELECT FILE_WRITE('x', '" + file + "')",
                "SELECT FILE_READ('/etc/hostname', NULL)",
                "SELECT * FROM CSVREAD('/etc/passwd')",
                "SELECT * FROM FINAL TABLE (INSERT INTO query_probe (number) VALUES (1))",
                "EXPLAIN ANALYZE DELETE FROM query_probe",
                "SCRIPT TO '" + file + "'",
                "BACKUP TO '" + file + "'",
                "CREATE ALIAS run FOR 'java.lang.Runtime.getRuntime'",
                "CREATE USER other PASSWORD 'x' ADMIN",
                "ALTER USER sa SET PASSWORD 'x'",
                "CALL LINK_SCHEMA('X', '', 'jdbc:h2:" + file + "', 'sa', '', 'PUBLIC')",
                "SHUTDOWN",
                "SET WRITE_DELAY 0");
    }

    @Override
    public String slow() {
        return "SELECT count(*) FROM SYSTEM_RANGE(1, 100000) a, SYSTEM_RANGE(1, 100000) b";
    }
}
