package io.siphon.console.terminal;

import io.siphon.console.ConsoleException;
import io.siphon.console.ConsoleStore;
import io.siphon.console.flow.HostNames;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FlowOptionsTest {

    private static String flow(ConsoleStore store, String id) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CommandLine.populateCommand(new FlowOptions(), id)
                .run(
                        store.address(),
                        HostNames.NONE,
                        new PrintStream(out, false, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void takesAnXCidThatOneCallHas() throws Exception {
        try (ConsoleStore store = new ConsoleStore()) {
            store.call("a@x", "2026-03-01T10:00:00", "correlation_id = 'cdr-1'");
            store.call("b@x", "2026-03-01T10:00:00", "correlation_id = 'cdr-2'");
            store.call("c@x", "2026-03-01T10:00:00", "correlation_id = 'cdr-2'");
            store.message(
                    "a@x",
                    "2026-03-01T10:00:00.000100",
                    "udp:192.0.2.1:5060",
                    "udp:192.0.2.2:5060",
                    "proxy-1",
                    ConsoleStore.sip("INVITE sip:bob@example.com SIP/2.0", "a@x", "1 INVITE"));

            assertThat(flow(store, "cdr-1"))
                    .isEqualTo(flow(store, "a@x"))
                    .startsWith("Call-ID a@x")
                    .contains("INVITE");
            assertThatThrownBy(() -> flow(store, "cdr-2"))
                    .isInstanceOf(ConsoleException.class)
                    .hasMessage(
                            "several calls have the X-CID cdr-2: siphon calls 'xcid:\"cdr-2\"' lists"
                                    + " them");
            assertThatThrownBy(() -> flow(store, "none"))
                    .hasMessage("no messages of Call-ID none are stored");
        }
    }
}
