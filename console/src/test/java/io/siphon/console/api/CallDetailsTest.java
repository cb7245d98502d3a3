package io.siphon.console.api;

import io.siphon.console.ConsoleStore;
import io.siphon.console.flow.HostNames;
import io.siphon.console.store.StorePool;
import io.siphon.schema.Alert;

import org.junit.jupiter.api.Test;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

class CallDetailsTest {

    private static void alert(ConsoleStore store, String detector, String from, String to)
            throws Exception {
        store.execute(
                "INSERT INTO alerts (state, windows, reopened, suppressed_by, changed_at, detector,"
                        + " severity, node, subject, opened_at, last_at, peak, threshold, count,"
                        + " message, uid) VALUES ('closed', 1, 0, '', '2026-03-01 12:00:00', ?,"
                        + " 'warning', '', 'carrier-a', CAST(? AS TIMESTAMP), CAST(? AS TIMESTAMP),"
                        + " 1, 1, 1, 'm', RANDOM_UUID())",
                detector,
                "2026-03-01 " + from,
                "2026-03-01 " + to);
    }

    @Test
    void anAlertStandsOnceThoughItIsAboutSeveralCallsOfTheCallId() throws Exception {
        try (ConsoleStore store = new ConsoleStore();
                StorePool pool = new StorePool(store.address(), 1, Duration.ofSeconds(10))) {
            store.call("a@x", "2026-03-01T10:00:00");
            store.call("a@x", "2026-03-01T10:05:00");
            alert(store, "poor_rtp", "10:04:00", "10:06:00");
            alert(store, "call_failures", "09:59:00", "10:10:00");

            assertThat(CallDetails.read(pool, HostNames.NONE, "a@x", false, true).alerts())
                    .extracting(Alert::detector)
                    .containsExactly("call_failures", "poor_rtp");
        }
    }
}
