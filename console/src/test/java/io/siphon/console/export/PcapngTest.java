package io.siphon.console.export;

import io.siphon.console.ConsoleStore;
import io.siphon.console.flow.FlowBuilder;
import io.siphon.schema.Trace;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** tshark, where it is installed, reads back what was stored. */
class PcapngTest {

    private static final long START = 1_772_359_200_000_001L;

    @TempDir Path folder;

    private final List<Trace> traces = new ArrayList<>();

    private void sent(String from, String to, String text) {
        long at = START + traces.size() * 250_000L;
        traces.add(
                new Trace(
                        at,
                        at,
                        Trace.SIP,
                        "proxy",
                        null,
                        ConsoleStore.bytes(text),
                        from,
                        to,
                        "c1",
                        "INVITE",
                        "",
                        "",
                        "",
                        "",
                        0));
    }

    private byte[] capture() {
        return Pcapng.of(FlowBuilder.build("c1", List.of(), traces, false, 0).arrows());
    }

    private List<String> tshark(String... fields) throws Exception {
        Path file = Files.write(folder.resolve("call.pcapng"), capture());
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "tshark",
                                "-r",
                                file.toString(),
                                "-o",
                                "ip.check_checksum:TRUE",
                                "-o",
                                "udp.check_checksum:TRUE",
                                "-o",
                                "tcp.check_checksum:TRUE",
                                "-T",
                                "fields",
                                "-E",
                                "separator=|"));
        for (String field : fields) {
            command.addAll(List.of("-e", field));
        }
        Process process;
        try {
            process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
        } catch (IOException e) {
            Assumptions.abort("tshark is not installed");
            throw e;
        }
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    @Test
    void tsharkReadsTransportPortsTimesAndChecksumsBack() throws Exception {
        sent(
                "udp:192.0.2.1:5070",
                "udp:192.0.2.2:5060",
                ConsoleStore.sip("INVITE sip:b@x SIP/2.0", "c1", "1 INVITE"));
        sent(
                "tcp:[2001:db8::1]:40000",
                "tcp:[2001:db8::2]:5060",
                ConsoleStore.sip("INVITE sip:b@x SIP/2.0", "c1", "1 INVITE"));
        sent(
                "tcp:[2001:db8::2]:5060",
                "tcp:[2001:db8::1]:40000",
                ConsoleStore.sip("SIP/2.0 486 Busy Here", "c1", "1 INVITE"));

        assertThat(
                        tshark(
                                "frame.time_epoch",
                                "ip.src",
                                "ipv6.src",
                                "udp.srcport",
                                "tcp.dstport",
                                "sip.Method",
                                "sip.Status-Code",
                                "frame.comment"))
                .containsExactly(
                        "1772359200.000001000|192.0.2.1||5070||INVITE||seen by proxy",
                        "1772359200.250001000||2001:db8::1||5060|INVITE||seen by proxy, sent over tcp",
                        "1772359200.500001000||2001:db8::2||40000||486|seen by proxy, sent over tcp");
        assertThat(tshark("ip.checksum.status", "udp.checksum.status", "tcp.checksum.status"))
                .containsExactly("1|1|", "||1", "||1");
    }

    @Test
    void aMessageLongerThanAPacketIsInSeveral() throws Exception {
        sent(
                "tcp:192.0.2.1:5070",
                "tcp:192.0.2.2:5060",
                ConsoleStore.sip(
                        "INVITE sip:b@x SIP/2.0",
                        "c1",
                        "1 INVITE",
                        "X-Long: " + "A".repeat(60_000),
                        "Content-Length: 0"));

        assertThat(tshark("tcp.len")).hasSize(4);
        assertThat(tshark("sip.Method")).contains("INVITE");
    }

    @Test
    void whatIsNoAddressIsWrittenAllTheSame() {
        sent("udp:<script>:99999", "", "garbage");

        assertThat(capture()).hasSizeGreaterThan(100);
    }
}
