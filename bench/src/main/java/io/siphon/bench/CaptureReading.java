package io.siphon.bench;

import io.siphon.sources.hep.ClockWindow;
import io.siphon.sources.hep.HepProtocol;
import io.siphon.sources.pcap.PcapFile;
import io.siphon.sources.pcap.PcapRecord;
import io.siphon.sources.pcap.WireMessages;
import io.siphon.udf.payload.PayloadException;
import io.siphon.udf.sip.SipParser;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * Does what {@code tshark -q -z sip,stat -r FILE} does, as a process of its own: reads a capture,
 * parses its SIP, and counts requests by method and responses by status.
 */
final class CaptureReading {

    static final String FRAMES = "frames ";
    static final String SIP = "sip ";

    private static final ClockWindow ANY_CLOCK =
            ClockWindow.of(Duration.ofDays(36_500), Duration.ofDays(36_500));

    private final SipParser parser = new SipParser();
    private final Map<String, Long> counts = new TreeMap<>();
    private long messages;

    private CaptureReading() {}

    public static void main(String[] arguments) throws IOException {
        new CaptureReading().read(Path.of(arguments[0]));
    }

    private void read(Path path) throws IOException {
        WireMessages wire =
                new WireMessages(
                        new WireMessages.Settings("wire", ANY_CLOCK, false),
                        packet -> {
                            if (packet.protocol() == HepProtocol.SIP) {
                                count(packet.payload());
                            }
                        });
        try (PcapFile file = PcapFile.open(path)) {
            for (PcapRecord record = file.next(); record != null; record = file.next()) {
                wire.accept(record);
            }
        }
        wire.end();
        System.out.println(FRAMES + wire.counts().frames);
        System.out.println(SIP + messages);
        counts.forEach((what, count) -> System.out.println(what + " " + count));
    }

    private void count(byte[] message) {
        try {
            parser.parse(message);
        } catch (PayloadException e) {
            return;
        }
        messages++;
        counts.merge(parser.status() == 0 ? parser.method() : parser.statusText(), 1L, Long::sum);
    }
}
