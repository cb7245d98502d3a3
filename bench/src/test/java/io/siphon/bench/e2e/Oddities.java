package io.siphon.bench.e2e;

import io.siphon.schema.EpochMicros;
import io.siphon.sources.hep.HepEncoder;
import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepProtocol;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Good datagrams with something odd about them, each with a Call-ID that says what. */
final class Oddities {

    static final String QUOTED = "o'hara\"; DROP TABLE calls; --";

    /** What UDP over IPv4 can carry. */
    private static final int LARGEST = 65_507;

    /** The year 2106, the last one that HEP has: rivals lose a batch of rows by it. */
    private static final long IMPOSSIBLE_SECONDS = 0xffff_ffffL;

    private static final String NODE = "odd";

    private final HepEncoder encoder = new HepEncoder();

    byte[] quotedNode() {
        return ofNode(QUOTED, "odd-quote");
    }

    byte[] ofNode(String node, String callId) {
        return datagram(node, EpochMicros.now(), message(callId, ""));
    }

    byte[] nulBytes() {
        return datagram(NODE, EpochMicros.now(), messageWithNul());
    }

    byte[] messageWithNul() {
        return message("odd-nul", "\0 and \0\0");
    }

    byte[] largest() {
        return datagram(NODE, EpochMicros.now(), message("odd-largest", "x".repeat(padding())));
    }

    int largestMessage() {
        return message("odd-largest", "").length + padding();
    }

    private int padding() {
        return LARGEST - datagram(NODE, 0, message("odd-largest", "")).length;
    }

    /** No HEP, but what a proxy duplicates. */
    byte[] plain() {
        return message("odd-plain", "");
    }

    byte[] yearsOff(String callId, int years) {
        long micros = Duration.ofDays(365L * years).toSeconds() * 1_000_000;
        return datagram(NODE, EpochMicros.now() + micros, message(callId, ""));
    }

    byte[] impossibleDate() {
        return datagram(NODE, IMPOSSIBLE_SECONDS * 1_000_000, message("clock-impossible", ""));
    }

    private byte[] datagram(String node, long timeMicros, byte[] message) {
        return encoder.encode(
                new HepPacket(
                        timeMicros,
                        timeMicros,
                        3,
                        17,
                        "192.0.2.1",
                        5060,
                        "192.0.2.2",
                        5060,
                        "127.0.0.1",
                        node,
                        HepProtocol.SIP,
                        null,
                        null,
                        message,
                        null,
                        null));
    }

    private static byte[] message(String callId, String body) {
        String text =
                "OPTIONS sip:probe@192.0.2.2 SIP/2.0\r\n"
                        + "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK-"
                        + callId
                        + "\r\nFrom: <sip:monitor@192.0.2.1>;tag=1\r\nTo: <sip:probe@192.0.2.2>\r\n"
                        + "Call-ID: "
                        + callId
                        + "\r\nCSeq: 1 OPTIONS\r\n\r\n"
                        + body;
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
