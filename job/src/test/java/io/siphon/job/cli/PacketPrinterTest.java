package io.siphon.job.cli;

import io.siphon.schema.PlainText;
import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepProtocol;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class PacketPrinterTest {

    private static final String FORGED =
            "x\n12:00:00.000000 HEP3 node=2001 udp:10.0.0.1:5060 > udp:10.0.0.2:5060 INVITE sip:f@x";
    private static final String BAD = "\u001b]0;owned\u0007\u009b31m\u0085\u2028\u202e\u007f";
    private static final String SIP =
            "INVITE sip:" + BAD + "@b SIP/2.0\r\nCall-ID: " + BAD + "@a\r\nCSeq: 1 INVITE\r\n\r\n";

    @ParameterizedTest
    @ValueSource(ints = {HepProtocol.SIP, HepProtocol.RTCP_JSON, HepProtocol.LOG, 77})
    void whateverASenderWritesAPacketIsOneLine(int protocol) {
        assertPlain(printed(false, packet(protocol, SIP, null)), 1);
        assertPlain(printed(false, packet(protocol, BAD + FORGED, null)), 1);
    }

    @Test
    void whatCannotBeDecodedIsOneLine() {
        assertPlain(printed(false, packet(HepProtocol.SIP, "", "got " + FORGED + BAD)), 1);
    }

    @Test
    void noLineOfABodyLooksLikeAPacket() {
        List<String> lines = printed(true, packet(HepProtocol.LOG, BAD + FORGED + "\r\rz", null));

        assertPlain(lines, 4);
        assertThat(lines.subList(1, 3)).allSatisfy(line -> assertThat(line).startsWith("  "));
        assertThat(lines.get(3)).isEmpty();
    }

    private static void assertPlain(List<String> lines, int count) {
        assertThat(lines)
                .hasSize(count)
                .allSatisfy(line -> assertThat(line).doesNotContainPattern(PlainText.UNSAFE));
    }

    private static HepPacket packet(int protocol, String payload, String error) {
        return new HepPacket(
                0,
                0,
                3,
                17,
                "192.0.2.1",
                5060,
                "192.0.2.2",
                5060,
                "192.0.2.3",
                FORGED + BAD,
                protocol,
                BAD,
                null,
                payload.getBytes(StandardCharsets.UTF_8),
                null,
                error);
    }

    private static List<String> printed(boolean body, HepPacket packet) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new PacketPrinter(new PrintStream(out, true, StandardCharsets.UTF_8), body).print(packet);
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
