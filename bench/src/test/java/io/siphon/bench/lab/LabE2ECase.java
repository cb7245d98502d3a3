package io.siphon.bench.lab;

import io.siphon.bench.server.MariaDbServer;
import io.siphon.bench.server.PostgresServer;
import io.siphon.job.testutils.Await;
import io.siphon.sources.hep.HepPacket;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** The lab itself works: each way of tracing brings all traffic to both ends. */
@Timeout(600)
class LabE2ECase {

    private static final int CALLS = 3;

    private static PostgresServer postgres;
    private static MariaDbServer mariaDb;

    @BeforeAll
    static void startServers() {
        postgres = PostgresServer.started();
        mariaDb = MariaDbServer.started();
    }

    @AfterAll
    static void stopServers() {
        if (postgres != null) {
            postgres.close();
        }
        if (mariaDb != null) {
            mariaDb.close();
        }
    }

    @ParameterizedTest
    @EnumSource(TraceMode.class)
    void tracesToTheCapturePortAndIntoPostgres(TraceMode mode) throws Exception {
        traces(mode, TraceTable.in(postgres, "kamailio_" + mode.name().toLowerCase(Locale.ROOT)));
    }

    @ParameterizedTest
    @EnumSource(TraceMode.class)
    void tracesToTheCapturePortAndIntoMariaDb(TraceMode mode) throws Exception {
        traces(mode, TraceTable.in(mariaDb, "kamailio_" + mode.name().toLowerCase(Locale.ROOT)));
    }

    private static void traces(TraceMode mode, TraceTable table) throws Exception {
        try (CaptureSocket capture = CaptureSocket.open();
                Lab lab = Lab.start(mode, capture.endpoint(), table)) {
            Map<SipCase, List<SippCall>> placed = lab.run(CALLS);
            placed.forEach(
                    (kind, calls) ->
                            assertThat(calls)
                                    .as(kind.name())
                                    .hasSize(CALLS)
                                    .allSatisfy(call -> checkCall(kind, call)));
            Await.settled(
                    "rows of Kamailio, datagrams",
                    Duration.ofMillis(500),
                    Duration.ofSeconds(60),
                    () -> List.of(table.count(), capture.count()));
            List<HepPacket> packets = capture.packets();
            assertThat(packets)
                    .allSatisfy(
                            packet -> {
                                assertThat(packet.error()).isNull();
                                assertThat(packet.agent()).isEqualTo(Kamailio.IP);
                            });
            TraceComparison.of(mode)
                    .assertSame(table.rows(), packets.stream().map(CapturedRow::of).toList());
        }
    }

    private static void checkCall(SipCase kind, SippCall call) {
        assertThat(call.finalStatus()).isEqualTo(kind.finalStatus());
        if ("answered".equals(kind.outcome())) {
            assertThat(call.durationMs()).isBetween(500L, 3_000L);
            assertThat(call.releasedBy())
                    .isEqualTo(kind == SipCase.CALLEE_HANGS_UP ? "callee" : "caller");
        }
    }
}
