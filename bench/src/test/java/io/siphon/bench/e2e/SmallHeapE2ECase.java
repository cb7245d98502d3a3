package io.siphon.bench.e2e;

import io.siphon.bench.lab.KnownCalls;
import io.siphon.bench.lab.SiphonProcess;
import io.siphon.bench.lab.StoreUnderTest;
import io.siphon.job.testutils.Await;
import io.siphon.schema.EpochMicros;
import io.siphon.sources.Bytes;
import io.siphon.sources.hep.HepChunk;
import io.siphon.sources.hep.HepEncoder;
import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepProtocol;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Strangers that want the memory of a {@code siphon run} on the smallest heap, with its own
 * database in it and ceilings as they come: more of everything than they leave room for.
 */
@Timeout(600)
class SmallHeapE2ECase {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    /** Places on a heap of 256 MB. */
    private static final int PLACES = 5_000;

    private static final int MANY = PLACES + 3_000;
    private static final int INFLATING = 3_000;

    private final HepEncoder encoder = new HepEncoder();
    private long sip;

    @Test
    void captureGoesOn() throws Exception {
        try (SiphonProcess siphon = SiphonProcess.onHeap("256m");
                Socket agent = new Socket(siphon.hep().ip(), siphon.hep().port());
                Socket stranger = new Socket(siphon.hep().ip(), siphon.hep().port())) {
            List<KnownCalls> good = new ArrayList<>();
            good.add(send(agent, 1));
            OutputStream out = new BufferedOutputStream(stranger.getOutputStream());

            inflating(out);
            for (int n = 0; n < MANY; n++) {
                send(out, request("INVITE", "one-packet-" + n, ""));
            }
            for (int n = 0; n < MANY; n++) {
                String id = "long-" + n;
                String binding = "Contact: <sip:" + id + "@192.0.2.1>\r\nExpires: 1209600\r\n";
                send(out, request("REGISTER", id, binding));
                send(out, response("REGISTER", id, binding));
            }
            for (int n = 0; n < MANY; n++) {
                send(out, rtcp("rtcp-" + n, n));
                send(out, rtcp("rtcp", n));
            }
            out.flush();

            StoreUnderTest store = siphon.openStore();
            Await.until(
                    "calls closed as evicted",
                    PATIENCE,
                    () -> store.number("SELECT count(*) FROM calls WHERE outcome = 'evicted'"),
                    count -> count >= MANY - PLACES);
            Await.until(
                    "subjects of state_limit",
                    PATIENCE,
                    () -> subjects(store),
                    subjects -> subjects.containsAll(List.of("calls", "registrations", "rtcp")));
            good.add(send(agent, 2));
            awaitCalls(store, good);
            Await.until(
                    "messages",
                    PATIENCE,
                    () -> store.number("SELECT count(*) FROM sip_trace"),
                    count -> count == sip);

            siphon.stop();
            assertThat(siphon.output())
                    .containsPattern("undecodable %,d\\s".formatted(INFLATING))
                    .endsWith("stopped: everything received is stored\n");
            assertThat(Files.readString(siphon.logFile())).doesNotContain("Error", "Exception");
        }
    }

    private static List<String> subjects(StoreUnderTest store) throws SQLException {
        return store
                .rows("SELECT DISTINCT subject FROM alerts WHERE detector = 'state_limit'")
                .stream()
                .map(row -> row.get(0).replaceAll("/\\d+$", ""))
                .distinct()
                .sorted()
                .toList();
    }

    private KnownCalls send(Socket agent, long seed) throws IOException {
        KnownCalls calls = KnownCalls.past(5, 10, Duration.ofMillis(500), seed);
        for (int n = 0; n < calls.size(); n++) {
            agent.getOutputStream().write(calls.datagram(n));
        }
        sip += calls.sip();
        return calls;
    }

    /** A kB that unpacks to a MB, and that it would be a call of. */
    private void inflating(OutputStream out) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream zlib = new DeflaterOutputStream(packed)) {
            String header = "Subject: " + "x".repeat(1 << 20) + "\r\n";
            zlib.write(request("INVITE", "inflating", header));
        }
        byte[] frame = encoder.encode(packet(HepProtocol.SIP, null, new byte[0]));
        byte[] inflating =
                Bytes.hex("")
                        .and(Arrays.copyOfRange(frame, 6, frame.length))
                        .and(HepChunk.COMPRESSED_PAYLOAD.encode(packed.toByteArray()))
                        .frame();
        for (int n = 0; n < INFLATING; n++) {
            out.write(inflating);
        }
    }

    private void send(OutputStream out, byte[] message) throws IOException {
        out.write(encoder.encode(packet(HepProtocol.SIP, null, message)));
        sip++;
    }

    private void send(OutputStream out, HepPacket report) throws IOException {
        out.write(encoder.encode(report));
    }

    private static HepPacket rtcp(String callId, int ssrc) {
        String report =
                ("{\"ssrc\":%d,\"type\":201,\"report_count\":1,\"report_blocks\":[{"
                                + "\"source_ssrc\":%d,\"highest_seq_no\":1,\"fraction_lost\":0,"
                                + "\"ia_jitter\":1,\"packets_lost\":0,\"lsr\":0,\"dlsr\":0}]}")
                        .formatted(ssrc, ssrc + 1);
        return packet(HepProtocol.RTCP_JSON, callId, report.getBytes(StandardCharsets.US_ASCII));
    }

    private static HepPacket packet(int protocol, String callId, byte[] payload) {
        long now = EpochMicros.now();
        return new HepPacket(
                now,
                now,
                3,
                17,
                "192.0.2.1",
                5060,
                "192.0.2.2",
                5060,
                "127.0.0.1",
                "stranger",
                protocol,
                callId,
                null,
                payload,
                null,
                null);
    }

    private static byte[] request(String method, String id, String headers) {
        return message(method + " sip:" + id + "@192.0.2.2 SIP/2.0", method, id, "", headers);
    }

    private static byte[] response(String method, String id, String headers) {
        return message("SIP/2.0 200 OK", method, id, ";tag=2", headers);
    }

    private static byte[] message(
            String start, String method, String id, String toTag, String headers) {
        String text =
                start
                        + "\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK-"
                        + id
                        + "\r\nFrom: <sip:"
                        + id
                        + "@192.0.2.1>;tag=1\r\nTo: <sip:"
                        + id
                        + "@192.0.2.2>"
                        + toTag
                        + "\r\nCall-ID: "
                        + id
                        + "\r\nCSeq: 1 "
                        + method
                        + "\r\n"
                        + headers
                        + "\r\n";
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void awaitCalls(StoreUnderTest store, List<KnownCalls> good) {
        Map<String, KnownCalls.Expected> expected = new HashMap<>();
        good.forEach(calls -> expected.putAll(calls.expected()));
        Await.until(
                "calls that are not as expected",
                PATIENCE,
                () -> {
                    Map<String, KnownCalls.Expected> other = new HashMap<>(expected);
                    KnownCalls.of(store.calls()).forEach(other::remove);
                    return other;
                },
                Map::isEmpty);
    }
}
