package io.siphon.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The samples of RTCP figures, read anew from the reports that are stored in {@code hep_trace},
 * with the codec of each stream as {@code reported_streams} has it. What was captured twice counts
 * once.
 *
 * <p>Round trips and scores are not among them: a round trip takes the sender report that is
 * answered, and where a capture stands in the middle both halves of it; a score takes its round
 * trip. Rows have their mean and worst, not each of them.
 */
final class PlainReports {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int RTCP_JSON = 5;

    /** Two that say the same are copies within this; 30 s where they answer a sender report; µs. */
    private static final long COPY = 1_000_000;

    private static final int NOT_AVAILABLE = 127;

    /** RFC 3551, and RFC 7587 for Opus; 8000 for all others. */
    private static final Map<String, Integer> CLOCKS = Map.of("opus", 48_000, "L16", 44_100);

    private final Map<String, List<Double>> samples = new TreeMap<>();
    private final Map<String, Long> seen = new HashMap<>();
    private final Map<String, String> codecs = new HashMap<>();

    private PlainReports() {}

    /** By name, such as {@code loss}, {@code jitter} and {@code xr_r_factor}. */
    static Map<String, List<Double>> samples(Connection connection) throws SQLException {
        PlainReports reports = new PlainReports();
        try (Statement select = connection.createStatement();
                ResultSet rows =
                        select.executeQuery(
                                "SELECT reporter, sender, ssrc, codec FROM reported_streams"
                                        + " WHERE origin = 'rtcp'")) {
            while (rows.next()) {
                reports.codecs.put(
                        rows.getString(1) + ' ' + rows.getString(2) + ' ' + rows.getLong(3),
                        rows.getString(4));
            }
        }
        try (Statement select = connection.createStatement();
                ResultSet rows =
                        select.executeQuery(
                                "SELECT protocol, captured_at, source, destination, payload,"
                                        + " payload_raw FROM hep_trace WHERE protocol IN (5, 65541)"
                                        + " ORDER BY captured_at")) {
            while (rows.next()) {
                long at = rows.getTimestamp(2).toInstant().toEpochMilli() * 1000;
                String hop = rows.getString(3) + ' ' + rows.getString(4);
                if (rows.getInt(1) == RTCP_JSON) {
                    reports.json(JSON.readTree(rows.getString(5)), hop, at);
                } else {
                    reports.binary(ByteBuffer.wrap(rows.getBytes(6)), hop, at);
                }
            }
        } catch (IOException e) {
            throw new SQLException(e);
        }
        return reports.samples;
    }

    private void json(JsonNode report, String hop, long at) {
        for (JsonNode block : report.path("report_blocks")) {
            block(
                    hop,
                    at,
                    block.toString(),
                    block.path("source_ssrc").asLong(),
                    block.path("fraction_lost").asInt(),
                    block.path("ia_jitter").asLong(),
                    block.path("lsr").asLong());
        }
    }

    /** RFC 3550, 6.4.1 and 6.4.2; RFC 3611, 4.7. */
    private void binary(ByteBuffer packets, String hop, long at) {
        for (int start = 0; start + 8 <= packets.limit(); ) {
            int type = packets.get(start + 1) & 0xff;
            int end = start + 4 * ((packets.getShort(start + 2) & 0xffff) + 1);
            int first = start + (type == 200 ? 28 : 8);
            int blocks = type == 200 || type == 201 ? packets.get(start) & 0x1f : 0;
            for (int i = 0; i < blocks; i++) {
                int b = first + 24 * i;
                block(
                        hop,
                        at,
                        text(packets, b, 24),
                        packets.getInt(b) & 0xffffffffL,
                        packets.get(b + 4) & 0xff,
                        packets.getInt(b + 12) & 0xffffffffL,
                        packets.getInt(b + 16));
            }
            for (int b = start + 8; type == 207 && b + 4 <= end; ) {
                if (packets.get(b) == 7 && isNew(hop + text(packets, b, 36), at, COPY)) {
                    voip(packets, b);
                }
                b += 4 + 4 * (packets.getShort(b + 2) & 0xffff);
            }
            start = end;
        }
    }

    private static String text(ByteBuffer packets, int at, int length) {
        byte[] bytes = new byte[length];
        packets.get(at, bytes);
        return new java.math.BigInteger(1, bytes).toString(16);
    }

    private void block(
            String hop, long at, String said, long ssrc, int lost, long jitter, long lsr) {
        if (isNew(hop + said, at, lsr == 0 ? COPY : 30 * COPY)) {
            String codec = codecs.getOrDefault(hop + ' ' + ssrc, "");
            add("loss", lost * 100.0 / 256);
            add("jitter", jitter * 1000.0 / CLOCKS.getOrDefault(codec, 8_000));
        }
    }

    private void voip(ByteBuffer packets, int b) {
        add("xr_discard", (packets.get(b + 9) & 0xff) * 100.0 / 256);
        available("xr_r_factor", packets.get(b + 24), 1);
        available("xr_lq_mos", packets.get(b + 26), 10);
        available("xr_cq_mos", packets.get(b + 27), 10);
    }

    private void available(String name, int value, int unit) {
        if (value != NOT_AVAILABLE) {
            add(name, (double) value / unit);
        }
    }

    private void add(String name, double value) {
        samples.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
    }

    private boolean isNew(String what, long at, long within) {
        Long before = seen.get(what);
        if (before != null && at - before <= within) {
            return false;
        }
        seen.put(what, at);
        return true;
    }
}
