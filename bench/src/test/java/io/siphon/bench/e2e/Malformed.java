package io.siphon.bench.e2e;

import io.siphon.sources.Bytes;

import java.util.List;
import java.util.Random;

/**
 * A datagram that is no message, of kinds that have ended or blocked other capture servers, and
 * what Siphon has to make of it.
 */
record Malformed(byte[] datagram, String reason) {

    static final List<Malformed> ALL =
            List.of(
                    // the shortest beginnings of HEP 1 and 2
                    of("too-short", Bytes.hex("01")),
                    of("too-short", Bytes.hex("02")),
                    of("too-short", Bytes.hex("0110")),
                    of("too-short", Bytes.hex("0210")),
                    of("too-short", Bytes.hex("011002")),
                    of("too-short", Bytes.hex("021002")),
                    of("too-short", Bytes.text("HEP3")),
                    // a chunk of length 0, on which a reader may stand still
                    new Malformed(Bytes.hex("0000 000f 0000 41").frame(), "bad-length"),
                    new Malformed(Bytes.hex("0000 000f ffff 41").frame(), "bad-length"),
                    of("bad-length", Bytes.text("HEP3").andHex("ffff0000")),
                    new Malformed(Bytes.hex("0000 0003 0009 7f0000").frame(), "bad-chunk"),
                    of("bad-compression", Bytes.hex("1f8b08")),
                    of("http", Bytes.text("GET / HTTP/1.1\r\nHost: siphon\r\n\r\n")),
                    of("stun", Bytes.hex("0001 0000 2112a442 000102030405060708090a0b")),
                    of("not-hep", Bytes.text("what is this?")),
                    of("not-hep", Bytes.hex("ff").and(noise(1400))),
                    of("not-hep", Bytes.hex("ff").and(noise(65_506))));

    /** What comes over TCP of those who were told to speak something else there. */
    static final List<Malformed> OVER_TCP =
            List.of(
                    // ClientHello of TLS 1.2
                    of("not-hep", Bytes.hex("16 0301 0200 01 0001fc 0303")),
                    of(
                            "http",
                            Bytes.text(
                                    "GET /hep HTTP/1.1\r\nHost: siphon\r\nUpgrade: websocket\r\n"
                                            + "Connection: Upgrade\r\n\r\n")),
                    // heplify -protobuf
                    of("protobuf", Bytes.hex("08 02 10 11 1a 0a 3132372e302e302e3231")),
                    of("bad-length", Bytes.text("HEP3").andHex("0005")));

    private static Malformed of(String reason, Bytes datagram) {
        return new Malformed(datagram.array(), reason);
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
