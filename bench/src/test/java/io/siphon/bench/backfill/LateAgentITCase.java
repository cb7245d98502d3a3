package io.siphon.bench.backfill;

import io.siphon.bench.generate.Traffic;
import io.siphon.job.config.DataSection;
import io.siphon.job.config.JdbcSection;
import io.siphon.job.config.JobConfig;
import io.siphon.job.sink.jdbc.JdbcOutput;
import io.siphon.job.topology.Topology;
import io.siphon.sources.archive.CaptureFiles;
import io.siphon.sources.hep.HepEncoder;
import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepProtocol;
import io.siphon.sources.pcap.PcapRecord;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One agent sees calls before a proxy, another behind it. That loses its connection, spools, and
 * sends all of that time at once. Rows are those of when both are in time.
 */
@Timeout(600)
class LateAgentITCase {

    private static final InetSocketAddress RECEIVER = new InetSocketAddress("127.0.0.1", 9060);
    private static final InetSocketAddress EDGE = new InetSocketAddress("127.0.0.11", 5000);
    private static final InetSocketAddress CORE = new InetSocketAddress("127.0.0.12", 5000);
    private static final String PROXY = "198.51.100.10";
    private static final long SECOND = 1_000_000;
    private static final long START =
            Instant.parse("2026-11-01T10:00:00Z").getEpochSecond() * SECOND;

    /** When the connection is lost, after that. */
    private static final long CUT = 60 * SECOND;

    /** Those of the store's own. */
    private static final Set<String> LEFT_OUT = Set.of("id", "received_at");

    @TempDir private Path folder;

    private record Sent(HepPacket packet, InetSocketAddress from) {}

    @ParameterizedTest
    @CsvSource({"90, 1", "90, 2", "600, 1"})
    void rowsAreThoseOfAnAgentInTime(int late, int parallelism) throws Exception {
        List<Sent> traffic = traffic(CUT + (late + 120) * SECOND);
        Map<String, List<String>> inTime = backfill("in time", traffic, 0, parallelism);

        Map<String, List<String>> spooled = backfill("late", traffic, late * SECOND, parallelism);

        assertThat(inTime.get("calls")).hasSizeGreaterThan(late / 2);
        for (String table :
                List.of("calls", "registrations", "sip_trace", "reported_streams", "call_links")) {
            TableDump.assertSame(
                    Map.of(table, spooled.get(table)), Map.of(table, inTime.get(table)));
        }
        TableDump.assertSame(
                Map.of("measurements", ofCalls(spooled)), Map.of("measurements", ofCalls(inTime)));
    }

    /** That there is something to tell apart. */
    @Test
    void withoutMemoryOfWhatHasEndedCallsAreWrittenTwice() throws Exception {
        List<Sent> traffic = traffic(CUT + 210 * SECOND);

        Map<String, List<String>> once = backfill("once", traffic, 90 * SECOND, 1);
        Map<String, List<String>> twice =
                backfill("twice", traffic, 90 * SECOND, 1, "call.ended-reach", "0 s");

        for (String table : List.of("calls", "registrations")) {
            assertThat(twice.get(table)).hasSizeGreaterThan(once.get(table).size());
        }
    }

    /** But the level: it falls where the answer to a BYE is seen first, 2 ms apart here. */
    private static List<String> ofCalls(Map<String, List<String>> tables) {
        return tables.get("measurements").stream()
                .filter(row -> row.contains("name=call_") || row.contains("name=register_"))
                .filter(row -> !row.contains("name=call_concurrent"))
                .toList();
    }

    private static List<Sent> traffic(long length) {
        List<Sent> all = new ArrayList<>();
        Traffic traffic = new Traffic(length / SECOND - 100, 1, Duration.ofSeconds(20), 11);
        while (traffic.hasNext()) {
            HepPacket packet = traffic.next(START + traffic.nextAtMicros());
            all.add(new Sent(packet, EDGE));
            all.add(new Sent(atCore(packet), CORE));
        }
        for (int i = 0; i < length / SECOND / 10; i++) {
            for (HepPacket packet : refusedLogin(i, START + i * 10 * SECOND)) {
                all.add(new Sent(packet, EDGE));
                all.add(new Sent(atCore(packet), CORE));
            }
        }
        return all;
    }

    private static List<HepPacket> refusedLogin(int number, long at) {
        String all =
                """
                Via: SIP/2.0/UDP 192.0.2.7:5060;branch=z9hG4bKreg%1$d
                From: <sip:user%1$d@example.org>;tag=u%1$d
                To: <sip:user%1$d@example.org>
                Call-ID: reg-%1$d
                CSeq: 1 REGISTER
                Content-Length: 0

                """
                        .formatted(number)
                        .replace("\n", "\r\n");
        return List.of(
                packet(at, "192.0.2.7", PROXY, "REGISTER sip:example.org SIP/2.0\r\n" + all),
                packet(at + 20_000, PROXY, "192.0.2.7", "SIP/2.0 403 Forbidden\r\n" + all));
    }

    private static HepPacket packet(long at, String from, String to, String text) {
        return new HepPacket(
                at,
                at,
                3,
                17,
                from,
                5060,
                to,
                5060,
                "127.0.0.1",
                "edge",
                HepProtocol.SIP,
                null,
                null,
                text.getBytes(StandardCharsets.UTF_8),
                null,
                null);
    }

    /** The same behind the proxy: a Via more, a moment later, or earlier on its way back. */
    private static HepPacket atCore(HepPacket p) {
        byte[] payload = p.payload();
        String from = p.sourceIp();
        String to = p.destinationIp();
        long apart = 2_000;
        if (p.protocol() == HepProtocol.SIP) {
            String text = new String(payload, StandardCharsets.UTF_8);
            boolean response = text.startsWith("SIP/2.0");
            int via = text.indexOf("Via: ");
            int branch = text.indexOf("branch=", via) + "branch=".length();
            int end = Math.min(text.indexOf('\r', branch), end(text, branch));
            String own =
                    "Via: SIP/2.0/UDP %s:5060;branch=z9hG4bKcore-%s\r\n"
                            .formatted(PROXY, text.substring(branch, end).replace("z9hG4bK", ""));
            boolean alone = text.contains(" CANCEL\r\n");
            int rest = alone ? text.indexOf("\r\n", via) + 2 : via;
            payload =
                    (text.substring(0, via) + own + text.substring(rest))
                            .getBytes(StandardCharsets.UTF_8);
            apart = response ? -2_000 : 2_000;
            // who calls is before the proxy
            boolean fromCaller = !response;
            from = fromCaller ? PROXY : from;
            to = fromCaller ? to : PROXY;
        }
        return new HepPacket(
                p.timeMicros() + apart,
                p.receivedMicros() + apart,
                p.version(),
                p.transport(),
                from,
                p.sourcePort(),
                to,
                p.destinationPort(),
                p.agent(),
                "core",
                p.protocol(),
                p.correlationId(),
                p.direction(),
                payload,
                p.chunks(),
                p.error());
    }

    private static int end(String text, int branch) {
        int semicolon = text.indexOf(';', branch);
        return semicolon < 0 ? text.length() : semicolon;
    }

    /**
     * @param late how long the agent behind the proxy has no connection, µs
     */
    private Map<String, List<String>> backfill(
            String name, List<Sent> traffic, long late, int parallelism, String... option)
            throws Exception {
        HepEncoder encoder = new HepEncoder();
        List<PcapRecord> records = new ArrayList<>();
        int[] burst = {0};
        traffic.stream()
                .sorted(Comparator.comparingLong(sent -> sent.packet().timeMicros()))
                .forEach(
                        sent -> {
                            long at = sent.packet().timeMicros();
                            boolean spooled =
                                    sent.from() == CORE
                                            && at >= START + CUT
                                            && at < START + CUT + late;
                            records.add(
                                    CaptureFiles.datagram(
                                            spooled
                                                    ? START + CUT + late + 100L * burst[0]++
                                                    : at + 300,
                                            sent.from(),
                                            RECEIVER,
                                            encoder.encode(sent.packet())));
                        });
        records.sort(Comparator.comparingLong(PcapRecord::timeMicros));
        Path capture = Files.write(folder.resolve(name + ".pcap"), CaptureFiles.pcap(records));
        Path data = Files.createDirectory(folder.resolve(name));
        Configuration options = new Configuration();
        options.set(PipelineOptions.GENERIC_TYPES, false);
        options.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        options.set(PipelineOptions.OBJECT_REUSE, true);
        options.set(DataSection.DIR, data.toString());
        options.set(JdbcSection.URL, JdbcOutput.embeddedUrl(data.toString()));
        options.set(JdbcSection.USER, "sa");
        for (int i = 0; i < option.length; i += 2) {
            options.setString(option[i], option[i + 1]);
        }
        JobConfig config = JobConfig.from(options);
        JdbcOutput output = new JdbcOutput();
        output.prepare(config);
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(options);
        env.setParallelism(parallelism);
        Topology.archive(env, List.of(capture.toString()), "pcap", config, List.of(output));
        env.execute(name);
        return TableDump.of(data, LEFT_OUT);
    }
}
