package io.siphon.udf.stream;

import io.siphon.schema.Trace;
import io.siphon.sources.Captures;
import io.siphon.sources.hep.ClockWindow;
import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepProtocol;
import io.siphon.sources.pcap.PcapFile;
import io.siphon.sources.pcap.PcapRecord;
import io.siphon.sources.pcap.WireMessages;
import io.siphon.udf.payload.Hops;
import io.siphon.udf.payload.PayloadDecoder;
import io.siphon.udf.payload.PayloadException;
import io.siphon.udf.payload.Trunks;
import io.siphon.udf.rtp.RtpDecoder;
import io.siphon.udf.rtp.RtpPacket;
import io.siphon.udf.sip.SipDecoder;
import io.siphon.udf.sip.SipMessage;

import org.apache.flink.util.OutputTag;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * SIP, RTP and RTCP of a capture of the wire, as the decoders make of it. The captures are those of
 * real traffic, with RTP cut to its headers ({@code editcap -s 54}) and without the ICMP that
 * quotes it; tshark's figures for them are the same.
 */
final class WireCapture {

    private static final ClockWindow ALWAYS =
            ClockWindow.of(Duration.ofDays(1), Duration.ofDays(1));

    final List<SipMessage> messages = new ArrayList<>();
    final List<RtpPacket> rtp = new ArrayList<>();

    /** Whole compound packets. */
    final List<HepPacket> rtcp = new ArrayList<>();

    private final Hops hops = new Hops(Trunks.of(Map.of()), Set.of());
    private final SipDecoder sip = new SipDecoder(List.of());

    private WireCapture() {}

    static WireCapture of(String name) {
        String resource = "/rtp/" + name + ".pcap.gz";
        return read(name, WireCapture.class.getResourceAsStream(resource));
    }

    /** SIP traffic of the lab. */
    static WireCapture raw(String name) {
        return read(name, Captures.open(name + ".raw.pcap.zst"));
    }

    static WireCapture read(Path pcap) throws IOException {
        return read(pcap.toString(), Files.newInputStream(pcap));
    }

    private static WireCapture read(String name, InputStream stream) {
        WireCapture capture = new WireCapture();
        try (InputStream in = stream;
                PcapFile file = PcapFile.read(in)) {
            WireMessages messages =
                    new WireMessages(
                            new WireMessages.Settings("wire", ALWAYS, true), capture::take);
            for (PcapRecord frame = file.next(); frame != null; frame = file.next()) {
                messages.accept(frame);
            }
            messages.end();
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
        return capture;
    }

    private void take(HepPacket packet) {
        try {
            switch (packet.protocol()) {
                case HepProtocol.SIP -> sip.decode(packet, hops, into(messages));
                case HepProtocol.RTP -> new RtpDecoder().decode(packet, hops, into(rtp));
                case HepProtocol.RTCP -> rtcp.add(packet);
                default -> throw new AssertionError(packet.toString());
            }
        } catch (PayloadException e) {
            throw new AssertionError(packet.toString(), e);
        }
    }

    private static <T> PayloadDecoder.Decoded<T> into(List<T> values) {
        return new PayloadDecoder.Decoded<>() {
            @Override
            public void value(T value) {
                values.add(value);
            }

            @Override
            public <U> void value(OutputTag<U> output, U value) {}

            @Override
            public void trace(Trace trace) {}
        };
    }
}
