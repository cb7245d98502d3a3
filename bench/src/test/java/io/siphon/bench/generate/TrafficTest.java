package io.siphon.bench.generate;

import io.siphon.sources.hep.HepEncoder;
import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepProtocol;
import io.siphon.sources.pcap.Datagram;
import io.siphon.sources.pcap.HepCapture;
import io.siphon.udf.payload.PayloadException;
import io.siphon.udf.sip.SipParser;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class TrafficTest {

    private final SipParser parser = new SipParser();

    @Test
    void aCallThatIsHeldIsAnsweredAndNeverEnds() throws PayloadException {
        Traffic held = new Traffic(1, 1, null, 7);
        List<String> told = new ArrayList<>();
        while (held.hasNext()) {
            parser.parse(held.next(0).payload());
            told.add(parser.status() == 0 ? parser.method() : parser.statusText());
        }
        assertThat(told).containsExactly("INVITE", "100", "180", "200", "ACK");
        assertThat(Traffic.messagesPerCall(null)).isEqualTo(5);
    }

    @Test
    void whatIsWrittenIsWhatIsSent(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("calls.hep.pcap");
        long from = 1_900_000_000_000_000L;
        long messages;
        try (HepCaptureFile capture = new HepCaptureFile(file)) {
            messages = traffic().writeTo(capture, from);
        }
        Traffic again = traffic();
        HepEncoder encoder = new HepEncoder();
        List<Datagram> read = new ArrayList<>();
        HepCapture.read(file, read::add);
        assertThat(read).hasSize((int) messages).hasSizeGreaterThan(50);
        for (Datagram datagram : read) {
            long at = from + again.nextAtMicros();
            assertThat(datagram.timeMicros()).isEqualTo(at);
            assertThat(datagram.payload()).isEqualTo(encoder.encode(again.next(at)));
        }
        assertThat(again.hasNext()).isFalse();
    }

    private static Traffic traffic() {
        return new Traffic(10, 10, Duration.ofSeconds(8), 7).through(B2bua.SBC);
    }

    @Test
    void aHotCallIsOneDialogForEver() throws PayloadException {
        HotCall hot = new HotCall(7);
        HepPacket first = hot.next(0);
        long cseq = 1;
        String branch = "";
        for (int i = 1; i < 5; i++) {
            hot.next(i);
        }
        for (int i = 5; i < 25; i += 2) {
            HepPacket update = hot.next(i);
            parser.parse(update.payload());
            assertThat(parser.method()).isEqualTo("UPDATE");
            assertThat(parser.callId()).isEqualTo(first.correlationId());
            assertThat(parser.toTag()).isNotEmpty();
            assertThat(parser.cseq()).isEqualTo(++cseq);
            assertThat(parser.branch()).isNotEqualTo(branch);
            branch = parser.branch();
            parser.parse(hot.next(i + 1).payload());
            assertThat(parser.status()).isEqualTo(200);
            assertThat(parser.branch()).isEqualTo(branch);
        }
    }

    @Test
    void anotherRateHoldsForCallsThatBeginLater() {
        Duration mean = Duration.ofSeconds(3);
        Traffic traffic = new Traffic(Long.MAX_VALUE, 10, mean, 7);
        Traffic same = new Traffic(Long.MAX_VALUE, 10, mean, 7);
        double before = take(traffic, 1000);
        take(same, 1000);
        traffic.rate(20);
        same.rate(10);
        take(traffic, 500);
        take(same, 500);
        assertThat(before / take(same, 1000)).isCloseTo(1, within(0.2));
        assertThat(before / take(traffic, 1000)).isCloseTo(2, within(0.4));
    }

    @Test
    void messagesOfACallAreCounted() {
        Duration mean = Duration.ofSeconds(3);
        Traffic traffic = new Traffic(2000, 10, mean, 9);
        long messages = 0;
        for (; traffic.hasNext(); messages++) {
            traffic.next(0);
        }
        assertThat(messages / 2000.0).isCloseTo(Traffic.messagesPerCall(mean), within(0.2));
    }

    /** Returns how long they take, µs. */
    private static double take(Traffic traffic, int messages) {
        long from = traffic.nextAtMicros();
        for (int i = 0; i < messages; i++) {
            traffic.next(0);
        }
        return traffic.nextAtMicros() - from;
    }

    @Test
    void bothLegsThroughAB2buaGoTheSameWay() throws PayloadException {
        Duration mean = Duration.ofSeconds(3);
        Traffic traffic = new Traffic(50, 10, mean, 9).through(B2bua.SBC);
        Map<String, List<String>> told = new LinkedHashMap<>();
        Map<String, String> firstOf = new HashMap<>();
        while (traffic.hasNext()) {
            HepPacket packet = traffic.next(0);
            if (packet.protocol() != HepProtocol.SIP) {
                continue;
            }
            parser.parse(packet.payload());
            String step = parser.status() == 0 ? parser.method() : parser.statusText();
            told.computeIfAbsent(parser.callId(), id -> new ArrayList<>()).add(step);
            if (!parser.xcid().isEmpty()) {
                firstOf.put(parser.callId(), parser.xcid());
            }
        }
        assertThat(told).hasSize(100);
        assertThat(firstOf).hasSize(50);
        firstOf.forEach(
                (second, first) -> {
                    if (!told.get(first).contains("407")) { // the B2BUA asks for it
                        assertThat(told.get(second)).isEqualTo(told.get(first));
                    }
                });
    }
}
