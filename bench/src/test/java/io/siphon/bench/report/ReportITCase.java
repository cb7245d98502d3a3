package io.siphon.bench.report;

import io.siphon.console.store.StoreAddress;
import io.siphon.job.sink.jdbc.JdbcOutput;
import io.siphon.job.topology.Topology;
import io.siphon.sources.Captures;
import io.siphon.sources.archive.CaptureFiles;
import io.siphon.sources.pcap.PcapRecord;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/** From the embedded database. */
@Timeout(600)
class ReportITCase implements ReportContract, QueryContract {

    private static final Path CAPTURES = Path.of("../sources/src/test/resources/captures");

    @TempDir Path data;

    /** Media on the wire and registrations, too. */
    @Test
    void agreesWithTheRowsOfCaptures() throws Exception {
        List<String> captures = new ArrayList<>();
        Captures.rawNames().stream()
                .map(name -> CAPTURES.resolve(name + ".raw.pcap.zst").toString())
                .forEach(captures::add);
        captures.add(Files.write(data.resolve("xr.pcap"), extendedReports()).toString());
        byte[] delayed = CaptureFiles.pcap(DelayedReports.records());
        captures.add(Files.write(data.resolve("delayed.pcap"), delayed).toString());
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
                        "rtp_mos_samples",
                        "xr_r_factor_samples",
                        "xr_discard_samples")) {
            assertThat(report.get("total").get(figure).asInt()).as(figure).isPositive();
        }
        assertThat(report.get("total").get("rtcp_rtt_p95_ms").asDouble()).isGreaterThan(1_000);
        assertThat(report.get("total").get("rtcp_mos_p5").asDouble()).isLessThan(3);
        assertAgreesWithItsRows(report);
    }

    /** Receivers' own figures (RFC 3611, 4.7), some unavailable, every third captured twice. */
    private static byte[] extendedReports() {
        Random random = new Random(3);
        InetSocketAddress receiver = new InetSocketAddress("192.0.2.81", 4001);
        InetSocketAddress sender = new InetSocketAddress("192.0.2.82", 5001);
        List<PcapRecord> records = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            long at = 1_780_000_000_000_000L + i * 5_000_000L;
            byte[] report = extendedReport(i, random);
            records.add(CaptureFiles.datagram(at, receiver, sender, report));
            if (i % 3 == 0) {
                records.add(CaptureFiles.datagram(at + 200, receiver, sender, report));
            }
        }
        return CaptureFiles.pcap(records);
    }

    private static byte[] extendedReport(int number, Random random) {
        ByteBuffer packet = ByteBuffer.allocate(32 + 44);
        packet.putInt(0x81c9_0007).putInt(81).putInt(82).put((byte) random.nextInt(30));
        packet.put(new byte[3]).putInt(number).putInt(random.nextInt(400)).putLong(0);
        packet.putInt(0x80cf_000a).putInt(81).putInt(0x0700_0008).putInt(82);
        packet.put((byte) random.nextInt(20)).put((byte) random.nextInt(20)).put(new byte[14]);
        packet.put(octet(random, 20, 100)).put((byte) 127);
        packet.put(octet(random, 10, 50)).put(octet(random, 10, 50)).putLong(0);
        return packet.array();
    }

    /** Or 127: not available. */
    private static byte octet(Random random, int from, int to) {
        return (byte) (random.nextInt(10) == 0 ? 127 : from + random.nextInt(to - from));
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
