package io.siphon.sources.pcap;

import io.siphon.sources.hep.HepException;
import io.siphon.sources.hep.HepFramer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads what capture agents sent out of a capture file of their traffic: every UDP payload, and
 * every HEP 3 frame of TCP. A TCP flow that is not HEP 3 is passed over.
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

    private static final class Messages implements Frames.Sink, TcpStreams.Sink {

        private final Consumer<Datagram> sink;
        private final TcpStreams streams = new TcpStreams(this);
        private final Map<TcpFlow, HepFramer> framers = new HashMap<>();
        private final Set<TcpFlow> foreign = new HashSet<>();

        private Messages(Consumer<Datagram> sink) {
            this.sink = sink;
        }

        @Override
        public void udp(Datagram datagram) {
            sink.accept(datagram);
        }

        @Override
        public void tcp(TcpSegment segment) {
            streams.accept(segment);
        }

        @Override
        public void data(TcpFlow flow, long timeMicros, byte[] bytes) {
            if (foreign.contains(flow)) {
                return;
            }
            HepFramer framer = framers.computeIfAbsent(flow, any -> new HepFramer());
            try {
                framer.feed(
                        bytes,
                        0,
                        bytes.length,
                        (frame, offset, length) ->
                                sink.accept(
                                        new Datagram(
                                                timeMicros,
                                                flow.sourceIp(),
                                                flow.sourcePort(),
                                                flow.destinationIp(),
                                                flow.destinationPort(),
                                                Arrays.copyOfRange(
                                                        frame, offset, offset + length))));
            } catch (HepException e) {
                foreign.add(flow);
                framers.remove(flow);
            }
        }

        @Override
        public void closed(TcpFlow flow) {
            foreign.remove(flow);
            framers.remove(flow);
        }
    }

    private HepCapture() {}
}
