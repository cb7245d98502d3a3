package io.siphon.sources.hep;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

/** Plain SIP on the HEP port. */
class PlainSipTest {

    private static final long RECEIVED = 1_795_399_154_900_000L;
    private static final HepPeer PEER = new HepPeer("192.0.2.7", 5060, "192.0.2.9", 9060);
    private static final String START = "INVITE sip:b@lab.example.org SIP/2.0\r\n";
    private static final String REST = "Content-Length: 4\r\n";
    private static final String TRACE =
            "X-Siptrace-Fromip: udp:127.0.0.21:5160\r\n"
                    + "X-Siptrace-Toip: udp:127.0.0.10:5060\r\n"
                    + "X-Siptrace-Time: 1795399154 821524\r\n"
                    + "X-Siptrace-Method: INVITE\r\n"
                    + "X-Siptrace-Dir: in\r\n";

    private final HepDecoder decoder =
            new HepDecoder(ClockWindow.of(Duration.ofDays(1), Duration.ofMinutes(10)));

    @Test
    void takesWhatTheTraceHeadersSay() {
        HepPacket packet = decode(START + REST + TRACE + "\r\nv=0\n");

        assertThat(packet.error()).isNull();
        assertThat(packet.version()).isZero();
        assertThat(packet.protocol()).isEqualTo(HepProtocol.SIP);
        assertThat(packet.timeMicros()).isEqualTo(1_795_399_154_821_524L);
        assertThat(packet.transport()).isEqualTo(17);
        assertThat(packet.sourceIp()).isEqualTo("127.0.0.21");
        assertThat(packet.sourcePort()).isEqualTo(5160);
        assertThat(packet.destinationIp()).isEqualTo("127.0.0.10");
        assertThat(packet.destinationPort()).isEqualTo(5060);
        assertThat(packet.agent()).isEqualTo("192.0.2.7");
        assertThat(packet.direction()).isEqualTo("in");
        assertThat(packet.payload()).asString().isEqualTo(START + REST + "\r\nv=0\n");
    }

    @Test
    void takesTheDatagramsAddressesWhereThereAreNoTraceHeaders() {
        HepPacket packet = decode(START + REST + "\r\nv=0\n");

        assertThat(packet.timeMicros()).isEqualTo(RECEIVED);
        assertThat(packet.transport()).isEqualTo(17);
        assertThat(packet.sourceIp()).isEqualTo("192.0.2.7");
        assertThat(packet.sourcePort()).isEqualTo(5060);
        assertThat(packet.destinationIp()).isEqualTo("192.0.2.9");
        assertThat(packet.destinationPort()).isEqualTo(9060);
        assertThat(packet.direction()).isNull();
        assertThat(packet.payload()).asString().isEqualTo(START + REST + "\r\nv=0\n");
    }

    @Test
    void leavesTheBodyAlone() {
        String message = START + REST + "\r\n" + TRACE;
        HepPacket packet = decode(message);
        assertThat(packet.payload()).asString().isEqualTo(message);
        assertThat(packet.sourceIp()).isEqualTo("192.0.2.7");
    }

    @Test
    void forgetsTheHeadersOfTheMessageBefore() {
        decode(START + TRACE + "\r\n");
        assertThat(decode(START + "\r\n").direction()).isNull();
        assertThat(decode(START + "\r\n").sourceIp()).isEqualTo("192.0.2.7");
    }

    @Test
    void believesSiptraceRatherThanTheCaller() {
        String forged = "x-siptrace-fromip:udp:8.8.8.8:53\r\nX-SIPTRACE-DIR : out\r\n";
        HepPacket packet = decode(START + forged + REST + TRACE + "\r\n");
        assertThat(packet.sourceIp()).isEqualTo("127.0.0.21");
        assertThat(packet.direction()).isEqualTo("in");
        assertThat(packet.payload()).asString().isEqualTo(START + REST + "\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "udp:192.0.2.1:5060, 17, 192.0.2.1, 5060",
        "tcp:192.0.2.1:33978, 6, 192.0.2.1, 33978",
        "tls:192.0.2.1:5061, 22, 192.0.2.1, 5061",
        "sctp:192.0.2.1:5060, 132, 192.0.2.1, 5060",
        "ws:192.0.2.1:80, 22, 192.0.2.1, 80",
        "wss:192.0.2.1:443, 22, 192.0.2.1, 443",
        "udp:2001:db8::1:5060, 17, 2001:db8::1, 5060", // tm
        "udp:[2001:db8::1]:5060, 17, 2001:db8::1, 5060", // core
        "udp:[2001:DB8:0:0::1]:5060, 17, 2001:db8::1, 5060",
        "udp:192.0.2.1:0, 17, 192.0.2.1, 0",
        "any:255.255.255.255:5060, 0, 255.255.255.255, 5060",
        "192.0.2.1, 0, 192.0.2.1, 0", // trace_local_ip
        "[::1], 0, ::1, 0",
    })
    void readsEveryFormOfAnAddress(String value, int transport, String ip, int port) {
        HepPacket packet = decode(START + "X-Siptrace-Fromip: " + value + "\r\n\r\n");
        assertThat(packet.transport()).isEqualTo(transport);
        assertThat(packet.sourceIp()).isEqualTo(ip);
        assertThat(packet.sourcePort()).isEqualTo(port);
        assertThat(packet.payload()).asString().isEqualTo(START + "\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Siptrace-Fromip: udp:host:5060",
                "X-Siptrace-Fromip: udp:192.0.2.1:65536",
                "X-Siptrace-Fromip: dccp:192.0.2.1:5060",
                "X-Siptrace-Fromip: udp",
                "X-Siptrace-Fromip:",
                "X-Siptrace-Fromip",
                "X-Siptrace-Time: 1795399154",
                "X-Siptrace-Time: 1795399154 1000000",
                "X-Siptrace-Time: -1 0",
                "X-Siptrace-Time: 99999999999 0",
                "X-Siptrace-Dir: sideways",
                "X-Siptrace-Else: what",
            })
    void leavesInWhatItCannotRead(String header) {
        String message = START + header + "\r\n\r\n";
        HepPacket packet = decode(message);
        assertThat(packet.error()).isNull();
        assertThat(packet.sourceIp()).isEqualTo("192.0.2.7");
        assertThat(packet.timeMicros()).isEqualTo(RECEIVED);
        assertThat(packet.payload()).asString().isEqualTo(message);
    }

    @Test
    void replacesImplausibleTime() {
        HepPacket packet = decode(START + "X-Siptrace-Time: 1700000000 123456\r\n\r\n");
        assertThat(packet.timeMicros()).isEqualTo(RECEIVED);
        assertThat(decoder.counts().timeReplaced).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SIP/2.0 200 OK\r\n\r\n",
                "SIP/2.0 200\r\n\r\n",
                "sip/2.0 200 ok\r\n\r\n",
                "\r\n\r\nBYE sip:a SIP/2.0\r\n\r\n",
                "RE%47IST%45R sip:a SIP/2.0\n\n",
                "!interesting-Method0123456789_*+`.%indeed'~ sip:a SIP/2.0\r\n",
                "INVITE  sip:a b  SIP/2.0  \r\n",
                "INVITE sip:a SIP/2.0",
            })
    void knowsSipByItsFirstLine(String message) {
        HepPacket packet = decode(message);
        assertThat(packet.error()).isNull();
        assertThat(packet.payload()).asString().isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SIP/2.0 2 OK\r\n",
                "SIP/7.0 200 OK\r\n",
                "INVITE sip:a SIP/7.0\r\n",
                "INVITE SIP/2.0\r\n",
                "INV@ITE sip:a SIP/2.0\r\n",
                "INVITE\tsip:a SIP/2.0\r\n",
                "INVITE",
                "S",
                " INVITE sip:a SIP/2.0\r\n",
            })
    void knowsWhatIsNotSip(String message) {
        assertThat(decode(message).error()).startsWith("not-hep: ");
    }

    @Test
    void takesFoldedTraceHeadersWhole() {
        String folded = "X-Siptrace-Time: 1795399154\r\n 821524\r\n";
        HepPacket packet = decode(START + folded + REST + "\r\n");
        assertThat(packet.timeMicros()).isEqualTo(1_795_399_154_821_524L);
        assertThat(packet.payload()).asString().isEqualTo(START + REST + "\r\n");
    }

    private HepPacket decode(String message) {
        byte[] bytes = message.getBytes(StandardCharsets.ISO_8859_1);
        return decoder.decodeOrKeep(bytes, 0, bytes.length, PEER, RECEIVED);
    }
}
