package io.siphon.console.flow;

import io.siphon.console.ConsoleStore;
import io.siphon.console.store.Store;
import io.siphon.console.store.StorePool;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

/** The stored cause as a call's page shows it. */
class FailureReasonTest {

    private static final String ALICE = "udp:192.0.2.1:5060";
    private static final String PROXY = "udp:192.0.2.10:5060";

    private ConsoleStore store;

    @BeforeEach
    void fill() throws Exception {
        store = new ConsoleStore();
        message(0, ALICE, PROXY, "INVITE sip:bob@example.com SIP/2.0", "1 INVITE");
        message(1, PROXY, ALICE, "SIP/2.0 180 Ringing", "1 INVITE");
        message(2, PROXY, ALICE, "SIP/2.0 486 Busy Here", "1 INVITE");
        message(3, PROXY, ALICE, "SIP/2.0 486 Busy Here", "1 INVITE");
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    private void message(int second, String from, String to, String start, String cseq)
            throws Exception {
        store.message(
                "c1",
                "2026-03-01T10:00:0" + second,
                from,
                to,
                "p",
                ConsoleStore.sip(start, "c1", cseq));
    }

    private Flow flow() {
        try (StorePool pool = new StorePool(store.address(), 1, Duration.ofSeconds(20));
                Store open = pool.open()) {
            return FlowReader.read(open, "c1", false);
        }
    }

    @Test
    void isTheStoredSentenceWithTheMessageThatShowsIt() throws Exception {
        store.call(
                "c1",
                "2026-03-01T10:00:00",
                "final_status = 486",
                "cause = 'busy'",
                "cause_text = '192.0.2.10 answered 486 Busy Here: the callee is busy.'");

        assertThat(FailureReason.of(flow()))
                .isEqualTo(
                        new FailureReason(
                                "192.0.2.10 answered 486 Busy Here: the callee is busy.", 3));
    }

    @Test
    void namesHostsByTheirAliases() throws Exception {
        store.call(
                "c1",
                "2026-03-01T10:00:00",
                "final_status = 486",
                "cause = 'busy'",
                "cause_text = '192.0.2.10 answered 486, not 192.0.2.1, nor 192.0.2.100.'");
        HostNames names = (host, port) -> host.equals("192.0.2.10") ? "carrier $1" : "";

        assertThat(FailureReason.of(flow().named(names)).sentence())
                .isEqualTo("carrier $1 answered 486, not 192.0.2.1, nor 192.0.2.100.");
    }

    @Test
    void showsWhatATerminalIsSafeFrom() throws Exception {
        store.call(
                "c1",
                "2026-03-01T10:00:00",
                "cause = 'busy'",
                "cause_text = CONCAT('x', CHAR(27), '[2J')");

        assertThat(FailureReason.of(flow()).sentence()).isEqualTo("x\uFFFD[2J");
    }

    @Test
    void isNothingOfARowThatIsOlderThanCauses() throws Exception {
        store.call("c1", "2026-03-01T10:00:00");

        assertThat(FailureReason.of(flow())).isEqualTo(new FailureReason("", 0));
    }

    /** A word of a later version. */
    @Test
    void ofAnUnknownCauseShowsTheSentenceAllTheSame() throws Exception {
        store.call(
                "c1",
                "2026-03-01T10:00:00",
                "final_status = 486",
                "cause = 'solar_flare'",
                "cause_text = 'The sun.'");

        assertThat(FailureReason.of(flow())).isEqualTo(new FailureReason("The sun.", 3));
    }
}
