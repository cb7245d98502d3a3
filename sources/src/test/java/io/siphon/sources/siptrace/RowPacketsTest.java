package io.siphon.sources.siptrace;

import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepProtocol;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

import static org.assertj.core.api.Assertions.assertThat;

class RowPacketsTest {

    private static final LocalDateTime SUMMER = LocalDateTime.of(2026, 7, 1, 12, 0, 1);
    private static final String OPTIONS = "OPTIONS sip:bob@192.0.2.1 SIP/2.0\r\n\r\n";
    private static final String FROM = "udp:192.0.2.1:5060";
    private static final String TO = "udp:192.0.2.2:5070";

    @Test
    void aRowBecomesAPacket() {
        HepPacket packet = utc(row(OPTIONS, FROM, TO, "in", ""));
        assertThat(packet.timeMicros()).isEqualTo(micros("2026-07-01T12:00:01.000123Z"));
        assertThat(packet.receivedMicros()).isEqualTo(packet.timeMicros());
        assertThat(packet.version()).isZero();
        assertThat(packet.protocol()).isEqualTo(HepProtocol.SIP);
        assertThat(packet.transport()).isEqualTo(17);
        assertThat(packet.sourceIp()).isEqualTo("192.0.2.1");
        assertThat(packet.sourcePort()).isEqualTo(5060);
        assertThat(packet.destinationIp()).isEqualTo("192.0.2.2");
        assertThat(packet.destinationPort()).isEqualTo(5070);
        assertThat(packet.node()).isEqualTo("proxy");
        assertThat(packet.direction()).isEqualTo("in");
        assertThat(packet.payload()).asString().isEqualTo(OPTIONS);
        assertThat(packet.error()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 2026-07-01T12:00:01, 2026-07-01T10:00:01.000123Z",
        "Europe/Berlin, 2026-01-01T12:00:01, 2026-01-01T11:00:01.000123Z",
        "Europe/Berlin, 2026-10-25T02:30:00, 2026-10-25T00:30:00.000123Z",
        "+05:30, 2026-07-01T12:00:01, 2026-07-01T06:30:01.000123Z",
    })
    void timeIsThatOfTheServersZone(String zone, LocalDateTime written, String expected) {
        SipTraceRow row =
                new SipTraceRow(
                        new RowPosition(written, 123, 1), bytes(OPTIONS), FROM, TO, "in", "");
        HepPacket packet = new RowPackets(ZoneId.of(zone), "proxy").of(row);
        assertThat(packet.timeMicros()).isEqualTo(micros(expected));
    }

    @ParameterizedTest
    @CsvSource({
        "udp:192.0.2.9:5060, 17, 192.0.2.9, 5060",
        "tcp:192.0.2.9:5060, 6, 192.0.2.9, 5060",
        "tls:192.0.2.9:5061, 22, 192.0.2.9, 5061",
        "wss:192.0.2.9:443, 22, 192.0.2.9, 443",
        "sctp:192.0.2.9:5060, 132, 192.0.2.9, 5060",
        "any:255.255.255.255:5060, 0, 255.255.255.255, 5060",
        "udp:2001:db8::1:5060, 17, 2001:db8::1, 5060",
        "udp:[2001:db8::1]:5060, 17, 2001:db8::1, 5060",
        "192.0.2.9, 0, 192.0.2.9, 0",
    })
    void addressesAreReadHoweverTheyAreWritten(String text, int transport, String ip, int port) {
        HepPacket packet = utc(row(OPTIONS, text, text, "out", ""));
        assertThat(packet.transport()).isEqualTo(transport);
        assertThat(packet.sourceIp()).isEqualTo(ip).isEqualTo(packet.destinationIp());
        assertThat(packet.sourcePort()).isEqualTo(port).isEqualTo(packet.destinationPort());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "udp:proxy.example.org:5060", "udp:192.0.2.1:70000", "nonsense"})
    void whatIsNoAddressLosesNoMessage(String text) {
        HepPacket packet = utc(row(OPTIONS, text, TO, "", ""));
        assertThat(packet.sourceIp()).isEmpty();
        assertThat(packet.transport()).isEqualTo(17);
        assertThat(packet.direction()).isNull();
        assertThat(packet.error()).isNull();
    }

    @Test
    void hexadecimalOfPostgresIsTheMessage() {
        String hex = "\\x" + HexFormat.of().formatHex(bytes(OPTIONS));
        assertThat(utc(row(hex, FROM, TO, "in", "")).payload()).asString().isEqualTo(OPTIONS);
        assertThat(utc(row("\\xyz", FROM, TO, "in", "")).payload()).asString().isEqualTo("\\xyz");
    }

    @ParameterizedTest
    @ValueSource(strings = {"No request buffer", "No reply buffer"})
    void aPlaceholderIsNoMessage(String placeholder) {
        String hex = "\\x" + HexFormat.of().formatHex(bytes(placeholder));
        for (String message : new String[] {placeholder, hex}) {
            assertThat(utc(row(message, FROM, TO, "in", "")).error())
                    .isEqualTo("no-message: row 1 says " + placeholder);
        }
    }

    @Test
    void anEmptyRowIsNoMessage() {
        assertThat(utc(row("", FROM, TO, "in", "")).error())
                .isEqualTo("empty: row 1 has no message");
    }

    @Test
    void onlyARowForAUserRepeatsTheOneBefore() {
        SipTraceRow message = row(OPTIONS, FROM, TO, "in", "");
        assertThat(row(OPTIONS, FROM, TO, "in", "alice").repeats(message)).isTrue();
        assertThat(row(OPTIONS, FROM, TO, "in", "").repeats(message)).isFalse();
        assertThat(row(OPTIONS, FROM, TO, "out", "alice").repeats(message)).isFalse();
        assertThat(row("BYE", FROM, TO, "in", "alice").repeats(message)).isFalse();
        assertThat(row(OPTIONS, FROM, TO, "in", "alice").repeats(null)).isFalse();
    }

    @Test
    void aSplitComesBackAsItWas() throws Exception {
        SipTraceSplitSerializer serializer = new SipTraceSplitSerializer();
        SipTraceSplit split =
                new SipTraceSplit(new RowPosition(SUMMER, 999_999, 5), 9_000_000_000L, 4, 3, 2, 1);
        for (SipTraceSplit each : new SipTraceSplit[] {split, SipTraceSplit.BEGINNING}) {
            assertThat(serializer.deserialize(1, serializer.serialize(each))).isEqualTo(each);
        }
    }

    private static HepPacket utc(SipTraceRow row) {
        return new RowPackets(ZoneId.of("UTC"), "proxy").of(row);
    }

    private static SipTraceRow row(
            String message, String from, String to, String direction, String user) {
        return new SipTraceRow(
                new RowPosition(SUMMER, 123, 1), bytes(message), from, to, direction, user);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static long micros(String time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(time));
    }
}
