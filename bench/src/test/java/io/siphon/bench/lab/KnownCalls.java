package io.siphon.bench.lab;

import io.siphon.bench.generate.Traffic;
import io.siphon.sources.archive.CaptureFiles;
import io.siphon.sources.hep.HepEncoder;
import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepProtocol;
import io.siphon.sources.pcap.PcapRecord;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Seeded calls as a capture agent tells of them, message by message, and what each has come to once
 * all is told.
 */
public final class KnownCalls {

    /**
     * How a call has to be stored.
     *
     * @param durationMs from the first 200 to the BYE; -1 without an answer
     */
    public record Expected(String outcome, long finalStatus, long durationMs) {}

    /** What all their Call-IDs end in. */
    public static final String DOMAIN = "@198.51.100.10";

    private final List<HepPacket> packets = new ArrayList<>();

    private KnownCalls(long calls, double rate, Duration meanDuration, long seed, long start) {
        Traffic traffic = new Traffic(calls, rate, meanDuration, seed);
        while (traffic.hasNext()) {
            packets.add(traffic.next(start + traffic.nextAtMicros()));
        }
    }

    /** Calls whose first message is of that time. */
    public static KnownCalls beginning(
            Instant start, long calls, double rate, Duration meanDuration, long seed) {
        return new KnownCalls(
                calls, rate, meanDuration, seed, ChronoUnit.MICROS.between(Instant.EPOCH, start));
    }

    /** Calls that are over five seconds ago: also of a failure that may be retried it is known. */
    public static KnownCalls past(long calls, double rate, Duration meanDuration, long seed) {
        KnownCalls template = new KnownCalls(calls, rate, meanDuration, seed, 0);
        long last = template.packets.get(template.size() - 1).timeMicros();
        return beginning(
                Instant.now().minus(last, ChronoUnit.MICROS).minusSeconds(5),
                calls,
                rate,
                meanDuration,
                seed);
    }

    /** How many messages there are. */
    public int size() {
        return packets.size();
    }

    /** How many of them are SIP, rows of {@code sip_trace}. */
    public long sip() {
        return packets.stream().filter(packet -> packet.protocol() == HepProtocol.SIP).count();
    }

    /** Epoch µs of the n-th message. */
    public long timeMicros(int n) {
        return packets.get(n).timeMicros();
    }

    /** Of the SIP messages from the one to before the other. */
    public Set<String> callIds(int from, int to) {
        return callIdsOfSip(packets.subList(from, to)).collect(Collectors.toSet());
    }

    private static Stream<String> callIdsOfSip(List<HepPacket> packets) {
        return packets.stream()
                .filter(packet -> packet.protocol() == HepProtocol.SIP)
                .map(HepPacket::correlationId);
    }

    /** The n-th message, as HEP 3. */
    public byte[] datagram(int n) {
        return new HepEncoder().encode(packets.get(n));
    }

    /**
     * How many calls a caller began in each window, where they are many.
     *
     * @return by the caller's address and the window's begin, epoch s
     */
    public Map<String, Long> begunByCaller(Duration window, int many) {
        Set<String> begun = new HashSet<>();
        Map<String, Long> calls = new HashMap<>();
        for (HepPacket packet : packets) {
            if (packet.protocol() == HepProtocol.SIP && begun.add(packet.correlationId())) {
                long second = packet.timeMicros() / 1_000_000;
                calls.merge(
                        packet.sourceIp() + " " + (second - second % window.toSeconds()),
                        1L,
                        Long::sum);
            }
        }
        calls.values().removeIf(count -> count < many);
        return calls;
    }

    /** A capture of all of it. */
    public Path write(Path file) throws IOException {
        InetSocketAddress agent = new InetSocketAddress("198.51.100.10", 9060);
        InetSocketAddress captureServer = new InetSocketAddress("198.51.100.9", 9060);
        List<PcapRecord> records = new ArrayList<>();
        for (int n = 0; n < size(); n++) {
            records.add(CaptureFiles.datagram(timeMicros(n), agent, captureServer, datagram(n)));
        }
        return Files.write(file, CaptureFiles.pcap(records));
    }

    /** Sends them from the one to before the other, without waiting. */
    public void send(HepSender agent, int from, int to) {
        for (int n = from; n < to; n++) {
            agent.send(datagram(n));
        }
    }

    /** Every call, by Call-ID. */
    public Map<String, Expected> expected() {
        Map<String, List<HepPacket>> calls = new LinkedHashMap<>();
        packets.stream()
                .filter(packet -> packet.protocol() == HepProtocol.SIP)
                .forEach(
                        packet ->
                                calls.computeIfAbsent(
                                                packet.correlationId(), id -> new ArrayList<>())
                                        .add(packet));
        Map<String, Expected> expected = new LinkedHashMap<>();
        calls.forEach((id, messages) -> expected.put(id, expected(messages)));
        return expected;
    }

    /** The rows of {@code calls} in the same terms. */
    public static Map<String, Expected> of(Map<String, StoredCall> stored) {
        Map<String, Expected> calls = new LinkedHashMap<>();
        stored.forEach(
                (id, call) ->
                        calls.put(
                                id,
                                new Expected(
                                        call.outcome(),
                                        call.finalStatus() == null ? 0 : call.finalStatus(),
                                        call.durationMs() == null ? -1 : call.durationMs())));
        return calls;
    }

    private static Expected expected(List<HepPacket> messages) {
        int status = 0;
        long answered = 0;
        long ended = 0;
        for (HepPacket packet : messages) {
            String text = new String(packet.payload(), StandardCharsets.UTF_8);
            if (text.startsWith("SIP/2.0 ") && text.contains(" INVITE\r\n")) {
                status = Integer.parseInt(text.substring(8, 11));
                answered = status == 200 ? packet.timeMicros() : answered;
            } else if (text.startsWith("BYE ")) {
                ended = packet.timeMicros();
            }
        }
        return new Expected(
                outcome(status),
                status,
                answered == 0 ? -1 : Math.round((ended - answered) / 1000.0));
    }

    private static String outcome(int status) {
        return switch (status) {
            case 200 -> "answered";
            case 486 -> "busy";
            case 487 -> "cancelled";
            case 404, 480 -> "rejected";
            default -> "failed";
        };
    }
}
