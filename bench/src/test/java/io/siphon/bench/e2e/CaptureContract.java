package io.siphon.bench.e2e;

import io.siphon.bench.lab.BothEnds;
import io.siphon.bench.lab.CaptureSocket;
import io.siphon.bench.lab.HepSender;
import io.siphon.bench.lab.Kamailio;
import io.siphon.bench.lab.KnownCalls;
import io.siphon.bench.lab.Lab;
import io.siphon.bench.lab.SipCase;
import io.siphon.bench.lab.SiphonProcess;
import io.siphon.bench.lab.SippCall;
import io.siphon.bench.lab.StoreUnderTest;
import io.siphon.bench.lab.StoredCall;
import io.siphon.bench.lab.TraceComparison;
import io.siphon.bench.lab.TraceMode;
import io.siphon.bench.lab.TraceRow;
import io.siphon.bench.lab.TraceTable;
import io.siphon.job.testutils.Await;

import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import javax.annotation.Nullable;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * From Kamailio to the database: what Siphon stored is what Kamailio itself wrote, and what SIPp
 * did. Each run is a Kamailio of its own; all share a Siphon. A redirected caller has half a minute
 * to try again before its call is over: those calls are waited for at the end, all at once.
 */
@Timeout(600)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
interface CaptureContract {

    int CALLS = 3;
    String WINDOW = "qos.window=2 s";
    Duration PATIENCE = Duration.ofSeconds(120);

    /** How far durations may be from those of either SIPp. */
    long TOLERANCE_MS = 50;

    /**
     * The same of the time until ringing and until the answer. Without a time of the agent's, that
     * of reception counts, and a busy machine may read late.
     */
    long PLAUSIBLE_MS = 250;

    /** A busy machine holds up some calls of a kind by up to this, and not all of them by more. */
    long HELD_UP_MS = 3_000;

    /** Where each run leaves the calls that are over only later. */
    Map<BothEnds, SipCase> lingering();

    SiphonProcess siphon();

    StoreUnderTest store();

    /**
     * Has a new Siphon do everything once: the first time costs a moment, and times are compared.
     */
    static void warmUp(SiphonProcess siphon, StoreUnderTest store) {
        KnownCalls calls = KnownCalls.past(50, 10, Duration.ofSeconds(5), 99);
        try (HepSender agent = new HepSender("127.0.0.1", siphon.hep())) {
            calls.send(agent, 0, calls.size());
            Await.until(
                    "rows of the warm-up",
                    PATIENCE,
                    () -> store.number("SELECT count(*) FROM sip_trace"),
                    rows -> rows == calls.sip());
        }
    }

    /** A new table for Kamailio to write to, in the same server. */
    TraceTable kamailioTable(String database);

    @Order(1)
    @ParameterizedTest
    @EnumSource(TraceMode.class)
    default void storesWhatKamailioWroteAndSippDid(TraceMode mode) throws Exception {
        TraceTable table = kamailioTable("kamailio_" + mode.ordinal());
        Map<SipCase, List<SippCall>> placed;
        Map<String, SippCall> atCallees;
        try (Lab lab = Lab.start(mode, siphon().hep(), table)) {
            placed = lab.run(CALLS);
            atCallees = lab.atCallees();
            Await.settled("rows of Kamailio", Duration.ofMillis(500), PATIENCE, table::count);
        }
        List<TraceRow> kamailio = table.rows();
        Set<String> callIds = new HashSet<>(kamailio.stream().map(TraceRow::callid).toList());
        Await.until(
                "rows that only one has",
                PATIENCE,
                () ->
                        TraceComparison.of(mode)
                                .difference(kamailio, store().traces(callIds::contains)),
                String::isEmpty);

        assertThat(placed.remove(SipCase.REGISTERED)).hasSize(CALLS);
        for (SipCase kind : lingering(mode)) {
            placed.remove(kind)
                    .forEach(
                            call ->
                                    lingering()
                                            .put(
                                                    new BothEnds(
                                                            call, atCallees.get(call.callId())),
                                                    kind));
        }
        Map<String, StoredCall> calls = awaitCalls(callIds, CALLS * placed.size());
        placed.forEach(
                (kind, ofKind) ->
                        assertCalls(
                                kind,
                                ofKind.stream()
                                        .map(c -> new BothEnds(c, atCallees.get(c.callId())))
                                        .toList(),
                                calls));
    }

    /**
     * Those of these calls that are over.
     *
     * @param wanted how many there must be
     */
    private Map<String, StoredCall> awaitCalls(Set<String> callIds, int wanted) {
        return Await.until(
                wanted + " calls that are over",
                PATIENCE,
                () -> {
                    Map<String, StoredCall> calls = store().calls();
                    calls.keySet().retainAll(callIds);
                    calls.values().removeIf(call -> !call.isOver());
                    return calls;
                },
                calls -> calls.size() == wanted);
    }

    /**
     * In a bare duplicate nothing shows that the 487 is the caller's: SIPp puts the Via of the
     * CANCEL into it, so that none is left when Kamailio forwards it.
     */
    private static Set<SipCase> lingering(TraceMode mode) {
        return mode == TraceMode.PLAIN
                ? EnumSet.of(SipCase.REDIRECTED, SipCase.CANCELLED)
                : EnumSet.of(SipCase.REDIRECTED);
    }

    @Order(4)
    @Test
    default void endsCallsThatMightHaveGoneOn() {
        Set<String> callIds = new HashSet<>();
        lingering().keySet().forEach(ends -> callIds.add(ends.caller().callId()));
        Map<String, StoredCall> calls = awaitCalls(callIds, callIds.size());
        Map<SipCase, List<BothEnds>> kinds = new EnumMap<>(SipCase.class);
        lingering()
                .forEach(
                        (ends, kind) ->
                                kinds.computeIfAbsent(kind, k -> new ArrayList<>()).add(ends));
        kinds.forEach((kind, ofKind) -> assertCalls(kind, ofKind, calls));
    }

    @Order(2)
    @Test
    default void measuresWhatItStores() throws SQLException {
        StoredTotals totals = new StoredTotals(store());
        Await.until("measurements and rows", PATIENCE, totals::differences, List::isEmpty);
        assertThat(totals.calls()).isGreaterThan(CALLS * TraceMode.values().length);
    }

    private static void assertCalls(
            SipCase kind, List<BothEnds> ofKind, Map<String, StoredCall> stored) {
        assertThat(ofKind)
                .as("times of " + kind)
                .anyMatch(ends -> assertCall(kind, ends, stored.get(ends.caller().callId())));
        ofKind.forEach(ends -> assertCall(kind, ends, stored.get(ends.caller().callId())));
    }

    /**
     * @return whether its times are those of both ends; they are near them in any case
     */
    private static boolean assertCall(SipCase kind, BothEnds ends, StoredCall stored) {
        SippCall expected = ends.caller();
        String what = kind + ": " + ends + ", " + stored;
        assertThat(stored.outcome()).as(what).isEqualTo(kind.outcome());
        assertThat(stored.finalStatus()).as(what).isEqualTo((long) expected.finalStatus());
        assertThat(stored.releasedBy()).as(what).isEqualTo(releasedBy(kind, expected));
        assertThat(stored.callee()).as(what).startsWith(kind.prefix());
        return isNear(what, stored.pddMs(), ends.postDialDelay(), PLAUSIBLE_MS)
                & isNear(what, stored.setupMs(), ends.setup(), PLAUSIBLE_MS)
                & isNear(what, stored.durationMs(), ends.duration(), TOLERANCE_MS);
    }

    private static String releasedBy(SipCase kind, SippCall call) {
        if (!call.releasedBy().isEmpty()) {
            return call.releasedBy();
        }
        return switch (kind) {
            case CANCELLED -> "caller";
            case UNAVAILABLE -> "network";
            default -> "callee";
        };
    }

    private static boolean isNear(
            String what, @Nullable Long storedMs, @Nullable BothEnds.Span span, long tolerance) {
        if (span == null) {
            assertThat(storedMs).as(what).isNull();
            return true;
        }
        assertThat(storedMs.doubleValue())
                .as(what)
                .isBetween(span.least() - HELD_UP_MS, span.most() + HELD_UP_MS);
        return storedMs >= span.least() - tolerance && storedMs <= span.most() + tolerance;
    }

    /** Rows are written once; what is measured counts each datagram that came. */
    @Order(3)
    @ParameterizedTest
    @EnumSource(
            value = TraceMode.class,
            names = {"HEP2", "HEP3"})
    default void storesTheSameDatagramsOnce(TraceMode mode) throws Exception {
        List<CaptureSocket.Datagram> datagrams;
        Set<String> callIds = new HashSet<>();
        try (CaptureSocket capture = CaptureSocket.open();
                Lab lab =
                        Lab.start(
                                mode,
                                capture.endpoint(),
                                kamailioTable("kamailio_again_" + mode.ordinal()))) {
            Map<SipCase, Integer> cases = new EnumMap<>(SipCase.class);
            for (SipCase kind : SipCase.values()) {
                if (kind != SipCase.REDIRECTED && kind != SipCase.REGISTERED) {
                    cases.put(kind, 1);
                }
            }
            lab.run(cases).values().forEach(calls -> calls.forEach(c -> callIds.add(c.callId())));
            Await.settled("datagrams", Duration.ofMillis(500), PATIENCE, capture::count);
            datagrams = capture.datagrams();
        }
        try (HepSender agent = new HepSender(Kamailio.IP, siphon().hep())) {
            datagrams.forEach(datagram -> agent.send(datagram.bytes()));
            Map<String, StoredCall> calls = awaitCalls(callIds, callIds.size());
            List<TraceRow> rows = store().traces(callIds::contains);
            assertThat(rows).hasSize(datagrams.size());

            datagrams.forEach(datagram -> agent.send(datagram.bytes()));
            awaitCallSentNow(agent, mode);
            assertThat(store().traces(callIds::contains)).isEqualTo(rows);
            assertThat(awaitCalls(callIds, callIds.size())).isEqualTo(calls);
        }
    }

    /** What was sent before a call, is stored when that call is over. */
    private void awaitCallSentNow(HepSender agent, TraceMode mode) {
        KnownCalls marker =
                KnownCalls.beginning(
                        Instant.now(), 1, 1, Duration.ofMillis(500), 1000L + mode.ordinal());
        marker.send(agent, 0, marker.size());
        awaitCalls(marker.expected().keySet(), 1);
    }
}
