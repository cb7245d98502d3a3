package io.siphon.sources.pcap;

import io.siphon.sources.Captures;
import io.siphon.sources.hep.HepDecoder;
import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepProtocol;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is read off the wire of every capture: the same SIP as tshark finds in it (made by {@code
 * src/test/resources/tshark/sip-messages.py}), and the same HEP as a listener would have decoded.
 */
class WireCapturesTest {

    /**
     * Requests with blanks in odd places and an endless status: tshark does not take them for SIP.
     */
    private static final List<String> ONLY_WE_TAKE_FOR_SIP =
            List.of(
                    "SIP/2.0 4294967301 better not break the receiver",
                    "INVITE sip:user@example.com; lr SIP/2.0",
                    "INVITE  sip:user@example.com  SIP/2.0",
                    "OPTIONS sip:remote-target@example.com SIP/2.0",
                    "INVITE sip:foo@127.0.0.1:5061  SIP/2.0",
                    "INVITE sip:foo@127.0.0.1:5061  SIP/2.0");

    /** A message in the torture capture. */
    private static final long TSHARK_READS_NO_HEADERS = 1_795_399_222_768_674L;

    static List<String> raw() {
        return Captures.rawNames();
    }

    static List<String> hep() {
        return Captures.names();
    }

    @ParameterizedTest
    @MethodSource("raw")
    void findsTheSipThatTsharkFinds(String name) throws IOException {
        List<HepPacket> sip =
                new ArrayList<>(sip(Wire.read(Captures.open(name + ".raw.pcap.zst"))));
        if (name.equals("kam-hep3-torture")) {
            List<HepPacket> more =
                    sip.stream().filter(p -> ONLY_WE_TAKE_FOR_SIP.contains(startLine(p))).toList();
            assertThat(more).hasSameSizeAs(ONLY_WE_TAKE_FOR_SIP);
            sip.removeAll(more);
        }
        List<String> lines = new ArrayList<>();
        for (HepPacket packet : sip) {
            String line = SipFields.line(packet);
            lines.add(packet.timeMicros() == TSHARK_READS_NO_HEADERS ? upToMethod(line) : line);
        }
        assertThat(String.join("\n", lines)).isEqualTo(String.join("\n", tshark(name)));
    }

    private static String upToMethod(String line) {
        return line.replaceAll("^((?:[^\t]*\t){4}).*", "$1\t");
    }

    @ParameterizedTest
    @MethodSource("hep")
    void unpacksHepAsAListenerDoes(String name) throws IOException {
        HepDecoder decoder = new HepDecoder(Wire.ANY_CLOCK);
        List<HepPacket> live = new ArrayList<>();
        for (Datagram datagram : Captures.datagrams(name)) {
            byte[] payload = datagram.payload();
            HepPacket packet =
                    decoder.decodeOrKeep(
                            payload,
                            0,
                            payload.length,
                            Captures.peer(datagram),
                            datagram.timeMicros());
            if (packet.version() > 0 || packet.direction() != null) {
                live.add(packet);
            }
        }
        List<HepPacket> wire = Wire.read(Captures.open(name + ".hep.pcap"));
        assertThat(wire).isNotEmpty();
        List<HepPacket> sent = wire.stream().filter(p -> !p.node().equals(Wire.NODE)).toList();
        assertThat(Wire.texts(sent)).isEqualTo(Wire.texts(live));
    }

    @Test
    void readsEveryContainerAlike() throws IOException {
        String name = "kam-hep3-b2bua.raw";
        List<HepPacket> packets = Wire.read(Captures.open(name + ".pcap"));
        assertThat(packets).hasSize(112);
        for (String other :
                List.of(
                        name + ".pcap.gz",
                        name + ".pcap.zst",
                        name + "-nsec.pcap",
                        name + "-pcapng.pcapng")) {
            assertThat(Wire.texts(Wire.read(Captures.open(other))))
                    .as(other)
                    .isEqualTo(Wire.texts(packets));
        }
    }

    private static List<HepPacket> sip(List<HepPacket> packets) {
        return packets.stream().filter(p -> p.protocol() == HepProtocol.SIP).toList();
    }

    private static String startLine(HepPacket packet) {
        String text = new String(packet.payload(), StandardCharsets.ISO_8859_1);
        return text.lines().findFirst().orElse("").stripTrailing();
    }

    private static List<String> tshark(String name) throws IOException {
        String file = "/tshark/" + name + ".sip.tsv";
        try (InputStream in = WireCapturesTest.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
