package io.siphon.bench.backfill;

import io.siphon.bench.lab.StoreUnderTest;
import io.siphon.job.config.DataSection;
import io.siphon.job.config.JdbcSection;
import io.siphon.job.config.JobConfig;
import io.siphon.job.sink.Output;
import io.siphon.job.sink.Outputs;
import io.siphon.job.sink.jdbc.JdbcOutput;
import io.siphon.job.topology.Topology;
import io.siphon.sources.Captures;
import io.siphon.sources.archive.CaptureFiles;
import io.siphon.sources.pcap.Datagram;
import io.siphon.sources.pcap.PcapRecord;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Three agents at a time, as real proxies sent their HEP; the clock of one of them is wrong. What
 * is stored is what is stored with right clocks, but for the offset.
 */
@Timeout(600)
class AgentClocksITCase {

    @RegisterExtension
    private static final MiniClusterExtension FLINK =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberSlotsPerTaskManager(1)
                            .build());

    /** That of the wrong clock: 70 s of calls and registrations. */
    private static final String WRONG = "kam-hep3-basic";

    private static final List<String> RIGHT = List.of("kam-hep3-two-agents", "osips349-hep3-udp");

    /** What receipt tells of a clock may be off by this. */
    private static final long TOLERANCE_MS = 200;

    /** HEP 3 chunks of vendor 0. */
    private static final int SECONDS = 9;

    private static final int MICROS = 10;

    @TempDir private static Path ofAll;

    /** The same for every clock: read once. */
    private static StoreUnderTest right;

    @TempDir private Path folder;

    /** Of the moments since the first packet, by a right clock, those by the wrong one, µs. */
    enum Clock {
        /** Beyond a day the time of receipt stands instead: {@code hep.clock.max-behind}. */
        ALMOST_A_DAY_BEHIND(t -> t - 86_340_000_000L),
        AN_HOUR_BEHIND(t -> t - 3_600_000_000L),
        FIVE_MINUTES_BEHIND(t -> t - 300_000_000L),
        FORTY_SECONDS_BEHIND(t -> t - 40_000_000L),
        TEN_SECONDS_AHEAD(t -> t + 10_000_000L),
        A_MINUTE_AHEAD(t -> t + 60_000_000L),
        /** Far more than any quartz: 0.35 s in 70 s. */
        DRIFTING(t -> t - 120_000_000L + t / 200),
        STEPPING_BACK(t -> t < 30_000_000L ? t : t - 300_000_000L),
        SET_RIGHT(t -> t < 30_000_000L ? t - 300_000_000L : t);

        private final LongUnaryOperator reads;

        Clock(LongUnaryOperator reads) {
            this.reads = reads;
        }
    }

    @ParameterizedTest
    @EnumSource
    void rowsAreThoseOfRightClocksButForTheOffset(Clock clock) throws Exception {
        if (right == null) {
            right = backfill(ofAll, "right", LongUnaryOperator.identity());
        }
        StoreUnderTest wrong = backfill(folder, "wrong", clock.reads);

        for (String sql :
                List.of(
                        "SELECT call_id, outcome, final_status, released_by, retries, codecs, caller"
                                + " FROM calls",
                        "SELECT aor, call_id, cseq, kind, outcome, final_status, expires_s FROM"
                                + " registrations",
                        "SELECT name, tags, SUM(count) FROM measurements WHERE name IN"
                                + " ('call_attempts', 'call_answers', 'call_ends',"
                                + " 'register_attempts', 'sip_requests', 'sip_responses') GROUP BY"
                                + " name, tags",
                        "SELECT callid, method, status, fromip, toip, COUNT(*) FROM sip_trace GROUP"
                                + " BY callid, method, status, fromip, toip")) {
            assertThat(rows(wrong, sql)).as(sql).isNotEmpty().isEqualTo(rows(right, sql));
        }
        assertThat(rows(right, "SELECT MAX(ABS(clock_offset_ms)) FROM sip_trace"))
                .containsExactly("0");
        assertThat(rows(wrong, "SELECT COUNT(*) FROM sip_trace WHERE ABS(clock_offset_ms) > 5000"))
                .doesNotContain("0");
        for (String sql :
                List.of(
                        // true times, and what lies between them
                        "SELECT call_id, DATEDIFF(MILLISECOND, TIMESTAMP '2020-01-01 00:00:00',"
                                + " started_at) - COALESCE(clock_offset_ms, 0) FROM calls",
                        "SELECT call_id, COALESCE(duration_ms, -1) FROM calls",
                        "SELECT call_id, COALESCE(setup_ms, -1) FROM calls",
                        "SELECT call_id || ' ' || cseq, DATEDIFF(MILLISECOND, TIMESTAMP '2020-01-01"
                                + " 00:00:00', started_at) - COALESCE(clock_offset_ms, 0) FROM"
                                + " registrations")) {
            assertClose(sql, numbers(wrong, sql), numbers(right, sql));
        }
    }

    private static void assertClose(
            String sql, Map<String, Long> numbers, Map<String, Long> expected) {
        assertThat(numbers.keySet()).isEqualTo(expected.keySet());
        expected.forEach(
                (key, number) ->
                        assertThat(numbers.get(key))
                                .as("%s of %s", key, sql)
                                .isCloseTo(number, within(TOLERANCE_MS)));
    }

    private static StoreUnderTest backfill(Path folder, String name, LongUnaryOperator clock)
            throws Exception {
        Path data = Files.createDirectory(folder.resolve(name));
        Configuration options = new Configuration();
        options.set(PipelineOptions.GENERIC_TYPES, false);
        options.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        options.set(PipelineOptions.OBJECT_REUSE, true);
        options.set(DataSection.DIR, data.toString());
        options.set(JdbcSection.URL, JdbcOutput.embeddedUrl(data.toString()));
        JobConfig config = JobConfig.from(options);
        List<Output> outputs = Outputs.ALL.stream().filter(o -> o.enabled(config)).toList();
        outputs.forEach(output -> output.prepare(config));
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(options);
        Path capture = Files.write(folder.resolve(name + ".pcap"), capture(clock));
        Topology.archive(env, List.of(capture.toString()), "pcap", config, outputs);
        env.execute(name);
        return new StoreUnderTest(JdbcOutput.embeddedUrl(data.toString()), "sa", "");
    }

    /** All begin together. */
    private static byte[] capture(LongUnaryOperator clock) throws Exception {
        InetSocketAddress receiver = new InetSocketAddress("127.0.0.1", 9060);
        long start = Captures.datagrams(WRONG).get(0).timeMicros();
        List<PcapRecord> records = new ArrayList<>();
        int port = 20_000;
        for (String name : List.of(WRONG, RIGHT.get(0), RIGHT.get(1))) {
            List<Datagram> datagrams = Captures.datagrams(name);
            long first = datagrams.get(0).timeMicros();
            port += 1000;
            for (Datagram datagram : datagrams) {
                InetSocketAddress sender =
                        new InetSocketAddress(
                                datagram.sourceIp(), port + datagram.sourcePort() % 1000);
                LongUnaryOperator set =
                        micros -> {
                            long since = micros - first;
                            return start + (name.equals(WRONG) ? clock.applyAsLong(since) : since);
                        };
                records.add(
                        CaptureFiles.datagram(
                                start + datagram.timeMicros() - first,
                                sender,
                                receiver,
                                withTime(datagram.payload(), set)));
            }
        }
        records.sort(Comparator.comparingLong(PcapRecord::timeMicros));
        return CaptureFiles.pcap(records);
    }

    /** HEP 3 with another time. */
    private static byte[] withTime(byte[] hep, LongUnaryOperator set) {
        ByteBuffer packet = ByteBuffer.wrap(hep.clone());
        int seconds = value(packet, SECONDS);
        int micros = value(packet, MICROS);
        long time = set.applyAsLong(packet.getInt(seconds) * 1_000_000L + packet.getInt(micros));
        packet.putInt(seconds, (int) (time / 1_000_000));
        packet.putInt(micros, (int) (time % 1_000_000));
        return packet.array();
    }

    /** Where the value of a chunk begins. */
    private static int value(ByteBuffer packet, int type) {
        int chunk = 6;
        while (packet.getShort(chunk) != 0 || packet.getShort(chunk + 2) != type) {
            chunk += packet.getShort(chunk + 4);
        }
        return chunk + 6;
    }

    private static List<String> rows(StoreUnderTest store, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = store.connect();
                Statement select = connection.createStatement();
                ResultSet found = select.executeQuery(sql)) {
            int columns = found.getMetaData().getColumnCount();
            while (found.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 1; column <= columns; column++) {
                    row.add(found.getString(column));
                }
                rows.add(String.join(" ", row));
            }
        }
        rows.sort(null);
        return rows;
    }

    private static Map<String, Long> numbers(StoreUnderTest store, String sql) throws SQLException {
        Map<String, Long> numbers = new TreeMap<>();
        try (Connection connection = store.connect();
                Statement select = connection.createStatement();
                ResultSet found = select.executeQuery(sql)) {
            while (found.next()) {
                numbers.put(found.getString(1), found.getLong(2));
            }
        }
        return numbers;
    }
}
