package io.siphon.sources.pcap;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Reads what capture agents sent out of a capture file of their traffic, as it was sent: every UDP
 * payload, and every HEP 3 frame of TCP. All else on TCP is passed over.
 */
public final class HepCapture {

    /**
     * Gives every message of the file to {@code sink}, in the order of capture.
     *
     * @throws IOException when the file cannot be read or is no capture
     */
    public static void read(Path file, Consumer<Datagram> sink) throws IOException {
        try (PcapFile pcap = PcapFile.open(file)) {
            read(pcap, sink);
        }
    }

    /** The same of a file that is open; does not close it. */
    public static void read(PcapFile pcap, Consumer<Datagram> sink) throws IOException {
        Frames frames = new Frames(new Messages(sink));
        for (PcapRecord record = pcap.next(); record != null; record = pcap.next()) {
            frames.accept(record);
        }
    }

    private static final class Messages implements Frames.Sink, WireStream.Messages {

        private final Consumer<Datagram> sink;
        private final TcpStreams streams =
                new TcpStreams(flow -> new WireStream(flow, this), new WireCounts());

        private Messages(Consumer<Datagram> sink) {
            this.sink = sink;
        }

        @Override
        public void udp(WirePayload payload) {
            sink.accept(payload.datagram());
        }

        @Override
        public void tcp(TcpSegment segment) {
            streams.accept(segment);
        }

        @Override
        public void hep(TcpFlow flow, long timeMicros, byte[] bytes, int from, int end) {
            sink.accept(
                    new Datagram(
                            timeMicros,
                            flow.sourceIp(),
                            flow.sourcePort(),
                            flow.destinationIp(),
                            flow.destinationPort(),
                            Arrays.copyOfRange(bytes, from, end)));
        }

        @Override
        public void sip(
                TcpFlow flow, long timeMicros, int transport, byte[] bytes, int from, int end) {}

        @Override
        public void foreign() {}
    }

    private HepCapture() {}
}
