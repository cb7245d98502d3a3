package io.siphon.sources.pcap;

import io.siphon.sources.hep.ClockWindow;
import io.siphon.sources.hep.HepPacket;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Reads captures to their end. */
final class Wire {

    static final String NODE = "wire";
    static final ClockWindow ANY_CLOCK =
            ClockWindow.of(Duration.ofDays(36_500), Duration.ofDays(36_500));
    static final WireMessages.Settings SETTINGS = new WireMessages.Settings(NODE, ANY_CLOCK, true);

    /** All that is in it; closes the stream. */
    static List<HepPacket> read(InputStream in) throws IOException {
        List<HepPacket> packets = new ArrayList<>();
        WireMessages messages = new WireMessages(SETTINGS, packets::add);
        try (PcapFile file = PcapFile.read(in)) {
            for (PcapRecord record = file.next(); record != null; record = file.next()) {
                messages.accept(record);
            }
        }
        messages.end();
        return packets;
    }

    /** All of a packet, to compare and to show. */
    static String text(HepPacket packet) {
        byte[] chunks = packet.chunks();
        return packet.toString().replaceAll("(payload|chunks)=[^,]*, ", "")
                + new String(packet.payload(), StandardCharsets.ISO_8859_1)
                + (chunks == null ? "" : HexFormat.of().formatHex(chunks));
    }

    static List<String> texts(List<HepPacket> packets) {
        return packets.stream().map(Wire::text).toList();
    }

    private Wire() {}
}
