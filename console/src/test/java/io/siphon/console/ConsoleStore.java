package io.siphon.console;

import io.siphon.console.store.StoreAddress;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** H2 in memory with the tables of the job's own migrations; rows go in by SQL. */
public final class ConsoleStore implements AutoCloseable {

    private static final Path MIGRATIONS = Path.of("../job/src/main/resources/db/migration/h2");
    private static final LocalDateTime EPOCH = LocalDateTime.of(1970, 1, 1, 0, 0);

    private final StoreAddress address =
            new StoreAddress(
                    "jdbc:h2:mem:console-" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");
    private final Connection connection;
    private int messages;

    public ConsoleStore() throws SQLException {
        connection = DriverManager.getConnection(address.url(), "sa", "");
        try (Stream<Path> scripts = Files.list(MIGRATIONS)) {
            List<Path> ordered =
                    scripts.sorted(Comparator.comparingInt(ConsoleStore::version)).toList();
            for (Path script : ordered) {
                execute("RUNSCRIPT FROM '" + script + "'");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int version(Path script) {
        return Integer.parseInt(script.getFileName().toString().replaceAll("^V([0-9]+)__.*", "$1"));
    }

    public StoreAddress address() {
        return address;
    }

    public void execute(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.execute();
        }
    }

    /** A call of alice's that was answered; {@code set} overwrites: {@code "trunk = 'b'"}. */
    public void call(String callId, String startedAt, String... set) throws SQLException {
        LocalDateTime start = LocalDateTime.parse(startedAt);
        execute(
                "INSERT INTO calls (call_id, caller, callee, from_tag, to_tag, source, destination,"
                        + " node, trunk, direction, started_at, ringing_at, answered_at, ended_at,"
                        + " pdd_ms, setup_ms, duration_ms, outcome, final_status, released_by,"
                        + " user_agent, codecs, reason, retries) VALUES (?, 'alice', '+4420123',"
                        + " 'a', 'b', 'udp:192.0.2.1:5060', 'udp:192.0.2.2:5060', 'proxy-1',"
                        + " 'carrier-a', 'in', ?, ?, ?, ?, 500, 2000, 60000, 'answered', 200,"
                        + " 'caller', 'Phone/1.0', 'PCMA,telephone-event', 'OK', 0)",
                callId,
                start,
                start.plus(500, ChronoUnit.MILLIS),
                start.plusSeconds(2),
                start.plusSeconds(62));
        for (String assignment : set) {
            execute("UPDATE calls SET " + assignment + " WHERE call_id = ?", callId);
        }
    }

    /** A stream off the wire. */
    public void stream(String callId, String startedAt, String direction, Double mos)
            throws SQLException {
        LocalDateTime start = LocalDateTime.parse(startedAt);
        execute(
                "INSERT INTO streams (call_id, source, destination, ssrc, payload_type, codec,"
                        + " by_sdp, direction, node, trunk, started_at, last_at, ended_at, packets,"
                        + " octets, lost, out_of_order, duplicates, loss_pct, jitter_mean_ms, mos,"
                        + " uid) VALUES (?, 'udp:192.0.2.1:4000', 'udp:192.0.2.2:4000', 1, 8,"
                        + " 'PCMA', 1, ?, 'proxy-1', '', ?, ?, ?, 100, 16000, 2, 0, 0, 2, 5, ?,"
                        + " RANDOM_UUID())",
                callId,
                direction,
                start,
                start.plusSeconds(60),
                start.plusSeconds(60),
                mos);
        if (!direction.isEmpty()) {
            execute(
                    "UPDATE calls SET %1$s_origin = 'rtp', %1$s_mos_min = ?, %1$s_mos_mean = ?, %1$s_loss_max_pct = 2, %1$s_loss_mean_pct = 2, %1$s_jitter_max_ms = 9, %1$s_jitter_mean_ms = 5 WHERE call_id = ?"
                            .formatted(direction),
                    mos,
                    mos,
                    callId);
        }
    }

    /** A message, {@code time} with µs; its uid holds that time, as the job's do. */
    public void message(
            String callId, String time, String from, String to, String node, String text)
            throws SQLException {
        LocalDateTime at = LocalDateTime.parse(time);
        long micros = ChronoUnit.MICROS.between(EPOCH, at);
        String start = text.split("\r\n", 2)[0];
        boolean response = start.startsWith("SIP/2.0");
        String method =
                response
                        ? text.replaceAll("(?s).*CSeq: [0-9]+ (\\w+).*", "$1")
                        : start.split(" ")[0];
        execute(
                "INSERT INTO sip_trace (time_stamp, time_us, callid, msg, method, status, fromip,"
                        + " toip, node, received_at, uid) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                at.truncatedTo(ChronoUnit.SECONDS),
                (int) (micros % 1_000_000),
                callId,
                text,
                method,
                response ? start.split(" ")[1] : "",
                from,
                to,
                node,
                at,
                new UUID(micros, ++messages));
    }

    /** The bytes of a SIP message with the usual headers. */
    public static String sip(String startLine, String callId, String cseq, String... more) {
        StringBuilder text = new StringBuilder(startLine).append("\r\n");
        text.append("Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK-")
                .append(cseq.replace(' ', '-'));
        text.append(
                "\r\nFrom: <sip:alice@example.com>;tag=a\r\nTo: <sip:+4420123@example.com>\r\n");
        text.append("Call-ID: ").append(callId).append("\r\nCSeq: ").append(cseq).append("\r\n");
        for (String header : more) {
            text.append(header).append("\r\n");
        }
        return text.append("\r\n").toString();
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws SQLException {
        connection.createStatement().execute("SHUTDOWN");
        connection.close();
    }
}
