package io.siphon.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The samples of RTCP figures, read anew from the reports that are stored in {@code hep_trace},
 * with call and codec of each stream as {@code reported_streams} has them. What was captured twice
 * counts once.
 */
final class PlainReports {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int RTCP_JSON = 5;

    /** Two that say the same are copies within this; 30 s where they answer a sender report; µs. */
    private static final long COPY = 1_000_000;

    private static final int NOT_AVAILABLE = 127;

    /** Seconds from 1900 to 1970. */
    private static final long NTP_EPOCH = 2_208_988_800L;

    /** RFC 3551, and RFC 7587 for Opus; 8000 for all others. */
    private static final Map<String, Integer> CLOCKS = Map.of("opus", 48_000, "L16", 44_100);

    private final Map<String, List<Double>> samples = new TreeMap<>();
    private final Map<String, Long> seen = new HashMap<>();
    private final List<Stream> streams = new ArrayList<>();
    private final PlainTrips trips = new PlainTrips();

    /** A row of {@code reported_streams}; times are epoch µs. */
    private record Stream(String hop, long ssrc, String call, String codec, long from, long to) {}

    /** A packet of reports: who captured it when, and who sends it. */
    private record Packet(String node, String from, String to, long at, long ssrc, boolean sends) {

        String hop() {
            return from + ' ' + to;
        }
    }

    private PlainReports() {}

    /** By name, such as {@code loss}, {@code jitter} and {@code xr_r_factor}. */
    static Map<String, List<Double>> samples(Connection connection) throws SQLException {
        PlainReports reports = new PlainReports();
        try (Statement select = connection.createStatement();
                ResultSet rows =
                        select.executeQuery(
                                "SELECT reporter, sender, ssrc, call_id, codec, started_at,"
                                        + " ended_at FROM reported_streams"
                                        + " WHERE origin = 'rtcp'")) {
            while (rows.next()) {
                reports.streams.add(
                        new Stream(
                                rows.getString(1) + ' ' + rows.getString(2),
                                rows.getLong(3),
                                rows.getString(4),
                                rows.getString(5),
                                micros(rows.getTimestamp(6)),
                                micros(rows.getTimestamp(7))));
            }
        }
        try (Statement select = connection.createStatement();
                ResultSet rows =
                        select.executeQuery(
                                "SELECT protocol, captured_at, source, destination, payload,"
                                        + " payload_raw, node FROM hep_trace WHERE protocol IN (5, 65541)"
                                        + " ORDER BY captured_at")) {
            while (rows.next()) {
                Packet hop =
                        new Packet(
                                rows.getString(7),
                                rows.getString(3),
                                rows.getString(4),
                                micros(rows.getTimestamp(2)),
                                -1,
                                false);
                if (rows.getInt(1) == RTCP_JSON) {
                    reports.json(JSON.readTree(rows.getString(5)), hop);
                } else {
                    reports.binary(ByteBuffer.wrap(rows.getBytes(6)), hop);
                }
            }
        } catch (IOException e) {
            throw new SQLException(e);
        }
        return reports.samples;
    }

    private static long micros(Timestamp time) {
        return time.toInstant().getEpochSecond() * 1_000_000L + time.getNanos() / 1_000;
    }

    /** Asterisk writes Unix seconds and microseconds, and the NTP seconds for some SSRCs. */
    private void json(JsonNode report, Packet hop) {
        JsonNode sender = report.path("sender_information");
        long seconds = sender.path("ntp_timestamp_sec").asLong();
        long fraction = sender.path("ntp_timestamp_usec").asLong();
        boolean unix = seconds > 1_000_000_000L && seconds < NTP_EPOCH && fraction < 1_000_000;
        long whole = unix ? seconds + NTP_EPOCH : seconds;
        long part = unix ? (fraction << 16) / 1_000_000 : fraction >>> 16;
        long middle = (whole << 16 | part) & 0xffffffffL;
        long ssrc = report.path("ssrc").asLong(-1);
        boolean none = unix && Math.abs(ssrc - whole) <= 1;
        Packet packet = packet(hop, none ? -1 : ssrc, middle);
        for (JsonNode block : report.path("report_blocks")) {
            block(
                    packet,
                    block.toString(),
                    block.path("source_ssrc").asLong(),
                    block.path("fraction_lost").asInt(),
                    block.path("ia_jitter").asLong(),
                    block.path("lsr").asLong(),
                    block.path("dlsr").asLong());
        }
    }

    /** With its sender report, whose middle of the NTP time is 0 where there is none. */
    private Packet packet(Packet hop, long ssrc, long middle) {
        if (middle != 0) {
            trips.sent(hop.node, hop.from, hop.to, ssrc, middle, hop.at);
        }
        return new Packet(hop.node, hop.from, hop.to, hop.at, ssrc, middle != 0);
    }

    /** RFC 3550, 6.4.1 and 6.4.2; RFC 3611, 4.7. */
    private void binary(ByteBuffer packets, Packet hop) {
        for (int start = 0; start + 8 <= packets.limit(); ) {
            int type = packets.get(start + 1) & 0xff;
            int end = start + 4 * ((packets.getShort(start + 2) & 0xffff) + 1);
            int first = start + (type == 200 ? 28 : 8);
            int blocks = type == 200 || type == 201 ? packets.get(start) & 0x1f : 0;
            long middle = type == 200 ? u32(packets, start + 10) : 0;
            Packet packet = packet(hop, u32(packets, start + 4), middle);
            for (int i = 0; i < blocks; i++) {
                int b = first + 24 * i;
                block(
                        packet,
                        text(packets, b, 24),
                        u32(packets, b),
                        packets.get(b + 4) & 0xff,
                        u32(packets, b + 12),
                        u32(packets, b + 16),
                        u32(packets, b + 20));
            }
            for (int b = start + 8; type == 207 && b + 4 <= end; ) {
                if (packets.get(b) == 7 && isNew(hop.hop() + text(packets, b, 36), hop.at, COPY)) {
                    voip(packets, b);
                }
                b += 4 + 4 * (packets.getShort(b + 2) & 0xffff);
            }
            start = end;
        }
    }

    private static long u32(ByteBuffer packets, int at) {
        return packets.getInt(at) & 0xffffffffL;
    }

    private static String text(ByteBuffer packets, int at, int length) {
        byte[] bytes = new byte[length];
        packets.get(at, bytes);
        return new java.math.BigInteger(1, bytes).toString(16);
    }

    private void block(
            Packet packet, String said, long ssrc, int lost, long jitter, long lsr, long dlsr) {
        if (isNew(packet.hop() + said, packet.at, lsr == 0 ? COPY : 30 * COPY)) {
            Stream stream = stream(packet, ssrc);
            double lossPct = lost * 100.0 / 256;
            double trip =
                    trips.roundTrip(
                            new PlainTrips.Answer(
                                    stream.call,
                                    packet.node,
                                    packet.from,
                                    packet.to,
                                    packet.ssrc,
                                    ssrc,
                                    packet.sends,
                                    lsr,
                                    dlsr,
                                    packet.at));
            add("loss", lossPct);
            add("jitter", jitter * 1000.0 / CLOCKS.getOrDefault(stream.codec, 8_000));
            known("rtt", trip);
            known("mos", PlainTrips.score(stream.codec, lossPct, trip));
        }
    }

    private Stream stream(Packet packet, long ssrc) {
        return streams.stream()
                .filter(s -> s.ssrc == ssrc && s.hop.equals(packet.hop()))
                .filter(s -> s.from <= packet.at && packet.at <= s.to)
                .findFirst()
                .orElse(new Stream("", ssrc, "", "", 0, 0));
    }

    private void known(String name, double value) {
        if (!Double.isNaN(value)) {
            add(name, value);
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
