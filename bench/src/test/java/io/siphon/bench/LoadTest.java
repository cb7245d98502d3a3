package io.siphon.bench;

import io.siphon.schema.EpochMicros;
import io.siphon.sources.hep.ClockWindow;
import io.siphon.sources.hep.HepDecoder;
import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepPeer;
import io.siphon.sources.hep.HepProtocol;
import io.siphon.udf.sip.SipParser;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(180)
class LoadTest {

    /** As many as fit the receive buffer of any kernel. */
    private static final int PART = 100;

    private static final double RATE = 1000;

    @TempDir Path folder;
    private DatagramSocket receiver;

    @BeforeEach
    void listen() throws Exception {
        receiver = new DatagramSocket(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void callsReachFromOnePartIntoTheNextAndNoneIsCut() throws Exception {
        Set<String> begun = new HashSet<>();
        SipParser parser = new SipParser();
        int goneOn = 0;
        try (Load load = load(0)) {
            for (int part = 0; part < 10; part++) {
                Set<String> before = new HashSet<>(begun);
                for (HepPacket packet : send(load, RATE, 0)) {
                    if (packet.protocol() == HepProtocol.SIP) {
                        parser.parse(packet.payload());
                        if (parser.method().equals("INVITE") && parser.status() == 0) {
                            begun.add(packet.correlationId());
                        }
                    }
                    assertThat(begun).contains(packet.correlationId());
                    goneOn += before.contains(packet.correlationId()) ? 1 : 0;
                }
            }
        }
        assertThat(goneOn).isPositive();
    }

    @Test
    void itsMessagesLeaveAtTheirRateAndSayWhen() throws Exception {
        try (Load load = load(0)) {
            long before = EpochMicros.now();
            load.prepare(PART, RATE);
            double seconds = load.send(RATE);
            long after = EpochMicros.now();
            List<HepPacket> packets = receive();
            assertThat(seconds).isGreaterThanOrEqualTo(PART / RATE);
            assertThat(packets)
                    .allSatisfy(packet -> assertThat(packet.timeMicros()).isBetween(before, after));
            assertThat(packets.get(PART - 1).timeMicros() - packets.get(0).timeMicros())
                    .isGreaterThan((long) (0.9e6 * PART / RATE));
        }
    }

    @Test
    void theHotCallHasItsShare() throws Exception {
        Map<String, Integer> messages = new HashMap<>();
        try (Load load = load(0.25)) {
            for (HepPacket packet : send(load, RATE, 0)) {
                messages.merge(packet.correlationId(), 1, Integer::sum);
            }
        }
        assertThat(messages.values().stream().max(Integer::compare)).hasValue(PART / 4);
    }

    @Test
    void heldCallsAreAnsweredBeforeAllElse() throws Exception {
        Workload work = new Workload(0, 0, 0, 0, Duration.ofSeconds(3), 0, 20, null);
        try (Load load = new Load(work, folder, receiver.getLocalPort())) {
            assertThat(load.hold()).isEqualTo(PART);
        }
        assertThat(receive().stream().map(HepPacket::correlationId).distinct()).hasSize(20);
    }

    private Load load(double hotShare) throws Exception {
        return new Load(
                new Workload(RATE, 0, RATE, PART, Duration.ofSeconds(3), hotShare, 0, null),
                folder,
                receiver.getLocalPort());
    }

    private List<HepPacket> send(Load load, double prepared, double sent) throws Exception {
        load.prepare(PART, prepared);
        load.send(sent);
        return receive();
    }

    private List<HepPacket> receive() throws Exception {
        HepDecoder decoder =
                new HepDecoder(ClockWindow.of(Duration.ofDays(1), Duration.ofHours(1)));
        HepPeer peer = new HepPeer("127.0.0.1", 1, "127.0.0.1", 2);
        List<HepPacket> packets = new ArrayList<>();
        byte[] buffer = new byte[65_536];
        while (packets.size() < PART) {
            DatagramPacket datagram = new DatagramPacket(buffer, buffer.length);
            receiver.receive(datagram);
            packets.add(
                    decoder.decodeOrKeep(buffer, 0, datagram.getLength(), peer, EpochMicros.now()));
        }
        return packets;
    }
}
