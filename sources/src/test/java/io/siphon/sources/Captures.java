package io.siphon.sources;

import io.siphon.sources.hep.HepPeer;
import io.siphon.sources.pcap.Datagram;
import io.siphon.sources.pcap.HepCapture;
import io.siphon.sources.pcap.PcapFile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The captures of real agents' traffic that tests may use, with facts about them that independent
 * tools (tshark among them) found.
 */
public final class Captures {

    private static final List<String> NAMES =
            List.of(
                    "agent-captagent-v2-basic",
                    "agent-captagent-v3-rtcp",
                    "agent-captagent-v3-zlib",
                    "agent-sngrep-v3auth-tcp",
                    "ast-hep3-b2bua-rtcp",
                    "heplify-v3-tcp-media",
                    "kam-hep1-basic",
                    "kam-hep2-ipv6",
                    "kam-hep3-b2bua",
                    "kam-hep3-basic",
                    "kam-hep3-direct-media",
                    "kam-hep3-fragmented",
                    "kam-hep3-func-corr-hlog",
                    "kam-hep3-loss20",
                    "kam-hep3-rtpe-media",
                    "kam-hep3-sipp-rtp",
                    "kam-hep3-sll2",
                    "kam-hep3-tcp",
                    "kam-hep3-torture",
                    "kam-hep3-two-agents",
                    "kam-sipdup-func-xheaders",
                    "osips349-hep3-udp");

    /** All captures, by the name that {@link #datagrams} and {@link #expected} take. */
    public static List<String> names() {
        return NAMES;
    }

    /** Those of which there is {@code .raw.pcap.zst}: the SIP, RTP and RTCP itself on the wire. */
    public static List<String> rawNames() {
        return NAMES.stream()
                .filter(name -> !name.startsWith("agent-") && !name.startsWith("heplify"))
                .toList();
    }

    /** What reached the capture port, in order: HEP and plain SIP, one message each. */
    public static List<Datagram> datagrams(String name) {
        List<Datagram> datagrams = new ArrayList<>();
        try (PcapFile file = PcapFile.read(open(name + ".hep.pcap"))) {
            HepCapture.read(file, datagrams::add);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
        return datagrams;
    }

    /** The facts: {@code hep} about the datagrams, {@code sip_trace} and {@code raw} beside. */
    public static JsonNode expected(String name) {
        try (InputStream in = open(name + ".expected.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    /** The socket that a datagram came through, as a listener would know it. */
    public static HepPeer peer(Datagram datagram) {
        return new HepPeer(
                datagram.sourceIp(),
                datagram.sourcePort(),
                datagram.destinationIp(),
                datagram.destinationPort());
    }

    /** A file of the captures; the stream is the caller's to close. */
    public static InputStream open(String file) {
        InputStream in = Captures.class.getResourceAsStream("/captures/" + file);
        if (in == null) {
            throw new IllegalArgumentException(
                    "no capture file " + file + ", expected one of " + NAMES);
        }
        return in;
    }

    private Captures() {}
}
