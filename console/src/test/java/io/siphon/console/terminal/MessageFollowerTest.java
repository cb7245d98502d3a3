package io.siphon.console.terminal;

import io.siphon.console.ConsoleStore;
import io.siphon.console.flow.HostNames;
import io.siphon.console.search.QueryException;
import io.siphon.console.store.StorePool;
import io.siphon.schema.EpochMicros;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MessageFollowerTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    private String lines() {
        String lines = printed.toString(StandardCharsets.UTF_8);
        printed.reset();
        return lines;
    }

    private static void message(ConsoleStore store, long micros, String startLine)
            throws Exception {
        store.message(
                "c1",
                EpochMicros.utc(micros).toString(),
                "udp:192.0.2.1:5060",
                "udp:192.0.2.2:5060",
                "proxy-1",
                ConsoleStore.sip(startLine, "c1", "1 INVITE"));
    }

    @Test
    void printsEachMessageThatMatchesOnce() throws Exception {
        MessageFollower follower =
                new MessageFollower(
                        "method:INVITE",
                        false,
                        (host, port) -> host.equals("192.0.2.2") ? "carrier-a" : "",
                        new PrintStream(printed, false, StandardCharsets.UTF_8));
        try (ConsoleStore store = new ConsoleStore();
                StorePool pool = new StorePool(store.address(), 1, Duration.ofSeconds(10))) {
            long now = EpochMicros.now();
            message(store, now - 60_000_000, "INVITE sip:before@x SIP/2.0");
            message(store, now, "INVITE sip:b\u001b[31m@x SIP/2.0");
            message(store, now + 10, "OPTIONS sip:b@x SIP/2.0");

            assertThat(follower.print(pool, now, 10)).isEqualTo(1);
            assertThat(lines())
                    .contains("node=proxy-1 192.0.2.1 > carrier-a INVITE sip:b\uFFFD[31m@x  c1\n")
                    .doesNotContain("before", "OPTIONS", "\u001b");

            message(store, now + 20, "SIP/2.0 486 Busy Here");
            assertThat(follower.print(pool, now, 10)).isEqualTo(1);
            assertThat(lines()).contains("486 Busy Here (INVITE)  c1").doesNotContain("sip:b");

            message(store, now + 5_000_000, "SIP/2.0 200 OK");
            assertThat(follower.print(pool, now, 10)).isEqualTo(1);
            assertThat(follower.print(pool, now, 10)).isZero();
        }
    }

    @Test
    void aWrongQueryIsRefusedBeforeAnythingIsOpened() {
        assertThatThrownBy(
                        () ->
                                new MessageFollower(
                                        "methd:INVITE", false, HostNames.NONE, System.out))
                .isInstanceOf(QueryException.class)
                .hasMessageContaining("did you mean method?");
    }
}
