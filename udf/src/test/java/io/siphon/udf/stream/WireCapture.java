package io.siphon.udf.stream;

import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepProtocol;
import io.siphon.sources.pcap.Datagram;
import io.siphon.sources.pcap.Frames;
import io.siphon.sources.pcap.PcapFile;
import io.siphon.sources.pcap.PcapRecord;
import io.siphon.udf.payload.Hops;
import io.siphon.udf.payload.PayloadDecoder;
import io.siphon.udf.payload.PayloadException;
import io.siphon.udf.payload.Trace;
import io.siphon.udf.payload.Trunks;
import io.siphon.udf.rtp.RtpDecoder;
import io.siphon.udf.rtp.RtpPacket;
import io.siphon.udf.sip.SipDecoder;
import io.siphon.udf.sip.SipMessage;

import org.apache.flink.util.OutputTag;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * SIP, RTP and RTCP of a capture of the wire, as the decoders make of it. The captures are those of
 * real traffic, with RTP cut to its headers ({@code editcap -s 54}) and without the ICMP that
 * quotes it; tshark's figures for them are the same.
 */
final class WireCapture {

    final List<SipMessage> messages = new ArrayList<>();
    final List<RtpPacket> rtp = new ArrayList<>();

    /** Whole compound packets. */
    final List<HepPacket> rtcp = new ArrayList<>();

    private final Hops hops = new Hops(Trunks.of(Map.of()), Set.of());
    private final SipDecoder sip = new SipDecoder(List.of());

    private WireCapture() {}

    static WireCapture of(String name) {
        WireCapture capture = new WireCapture();
        String resource = "/rtp/" + name + ".pcap.gz";
        try (InputStream in = WireCapture.class.getResourceAsStream(resource);
                PcapFile file = PcapFile.read(in)) {
            Frames frames = new Frames(capture::take);
            for (PcapRecord frame = file.next(); frame != null; frame = file.next()) {
                frames.accept(frame);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
        return capture;
    }

    private void take(Datagram datagram) {
        byte[] payload = datagram.payload();
        if (payload.length < 8) {
            return;
        }
        boolean rtpLike = (payload[0] & 0xc0) == 0x80;
        int second = payload[1] & 0xff;
        try {
            if (rtpLike && second >= 200 && second <= 207) {
                rtcp.add(packet(datagram, HepProtocol.RTCP));
            } else if (rtpLike) {
                new RtpDecoder().decode(packet(datagram, HepProtocol.RTP), hops, into(rtp));
            } else if (new String(payload, ISO_8859_1).contains("SIP/2.0")) {
                sip.decode(packet(datagram, HepProtocol.SIP), hops, into(messages));
            }
        } catch (PayloadException e) {
            throw new AssertionError(datagram.toString(), e);
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

    private static HepPacket packet(Datagram datagram, int protocol) {
        return new HepPacket(
                datagram.timeMicros(),
                datagram.timeMicros(),
                0,
                17,
                datagram.sourceIp(),
                datagram.sourcePort(),
                datagram.destinationIp(),
                datagram.destinationPort(),
                "",
                "wire",
                protocol,
                null,
                null,
                datagram.payload(),
                null,
                null);
    }
}
