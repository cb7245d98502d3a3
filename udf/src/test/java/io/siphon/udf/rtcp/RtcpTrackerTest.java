package io.siphon.udf.rtcp;

import io.siphon.schema.RtcpStreamSummary;
import io.siphon.udf.call.SipFixture;
import io.siphon.udf.edge.PackedState;
import io.siphon.udf.order.Ceiling;
import io.siphon.udf.order.InOrder;
import io.siphon.udf.sdp.Sdp;

import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

/** Alice (192.0.2.1:4000) speaks with Bob (192.0.2.2:5000) by a relay (192.0.2.10). */
class RtcpTrackerTest {

    private static final long BEGINNING = 1_700_000_000_250_000L;
    private static final Duration SETUP_TIMEOUT = Duration.ofMinutes(4);
    private static final Duration MAX_DURATION = Duration.ofHours(12);

    private static final String ALICE = "udp:192.0.2.1:4001";
    private static final String RELAY_A = "udp:192.0.2.10:30001";
    private static final String BOB = "udp:192.0.2.2:5001";
    private static final String RELAY_B = "udp:192.0.2.10:30003";

    private KeyedOneInputStreamOperatorTestHarness<String, RtcpEvent, RtcpQuality> tracker;

    @BeforeEach
    void open() throws Exception {
        tracker = harness(null);
    }

    @AfterEach
    void leavesNothingBehind() throws Exception {
        at(Duration.ofDays(2));
        assertNothingLeft();
        tracker.close();
    }

    /** A report with a correlation id of its own is a key of its own; a call is none the worse. */
    @Test
    void reportsThatNoSignallingIsKnownOfHaveACeiling() throws Exception {
        tracker.close();
        tracker = harness(null, Ceiling.ofRtcp(160, 1 << 20));
        relayedCall("PCMA/8000", "PCMA/8000");
        for (int i = 0; i < 2_000; i++) {
            String callId = "stranger-" + i;
            report(s(10 + i * 0.01), ALICE, RELAY_A, r -> r.callId = callId);
            at(s(8 + i * 0.01));
            assertThat(tracker.numKeyedStateEntries()).isLessThanOrEqualTo(161);
        }
        report(s(35), ALICE, RELAY_A, r -> r.jitter = 80);
        at(s(40));
        assertThat(rows()).hasSize(2_001);
        assertThat(rows().get(2_000).codec()).isEqualTo("PCMA");
        assertThat(reported()).hasSizeGreaterThan(1_800).allMatch(r -> r.reports() == 1);
        assertThat(tracker.getSideOutput(InOrder.LIMITS)).isNotEmpty();
        at(Duration.ofDays(1));
        assertThat(reported()).hasSize(2_001);
    }

    @Test
    void theStateOfACallsMediaIsTwelveKilobytesAtMost() throws Exception {
        String text = "x".repeat(250);
        for (int i = 0; i < 100; i++) {
            int number = i;
            sip(
                    ms(i),
                    i % 2 * 183,
                    i + text.substring(0, 120),
                    SipFixture.audio(
                            "192.0.2." + i, 4000 + i, "codec-" + text.substring(0, 58) + "/8000"));
            report(
                    s(1 + i * 0.01),
                    "udp:192.0.2." + i + ":" + (4001 + i),
                    RELAY_A,
                    r -> {
                        r.node = number + text;
                        r.ntpMiddle = 1 + number;
                    });
        }
        at(s(5));
        int[] largest = {0};
        tracker.getOperator()
                .getKeyedStateBackend()
                .applyToAllKeys(
                        VoidNamespace.INSTANCE,
                        VoidNamespaceSerializer.INSTANCE,
                        PackedState.descriptor("packed"),
                        (key, state) -> largest[0] = Math.max(largest[0], state.value().length));
        assertThat(largest[0]).isBetween(6_000, 12_288);
        at(Duration.ofDays(1));
    }

    @Test
    void givesJitterInMillisecondsOfTheCodecsClock() throws Exception {
        relayedCall("opus/48000", "opus/48000");
        report(s(10), ALICE, RELAY_A, r -> r.jitter = 480);
        at(s(20));

        RtcpQuality row = rows().get(0);
        assertThat(row.jitterMs()).isEqualTo(10);
        assertThat(row.codec()).isEqualTo("opus");
        assertThat(row.clockRate()).isEqualTo(48000);
        assertThat(row.clockAssumed()).isFalse();
        assertThat(row.timeMicros()).isEqualTo(micros(s(10)));
    }

    @Test
    void prefersTheAnswersCodecToTheOffers() throws Exception {
        sip(s(0), 0, "a", SipFixture.audio("192.0.2.1", 4000, "opus/48000", "PCMA/8000"));
        sip(
                s(1),
                200,
                "a",
                SipFixture.audio("192.0.2.10", 30000, "telephone-event/8000", "PCMA/8000"));
        sip(s(1.5), 0, "a", SipFixture.audio("192.0.2.1", 4000, "opus/48000", "PCMA/8000"));
        report(s(10), ALICE, RELAY_A, r -> r.jitter = 80);
        at(s(20));

        assertThat(rows().get(0).codec()).isEqualTo("PCMA");
        assertThat(rows().get(0).jitterMs()).isEqualTo(10);
    }

    /** RFC 3550, 6.4.1: packets that came twice make the number of lost ones negative. */
    @Test
    void duplicatesAreNoGreatLoss() throws Exception {
        relayedCall("PCMA/8000", "PCMA/8000");
        report(
                s(10),
                ALICE,
                RELAY_A,
                r -> {
                    r.fractionLost = 0;
                    r.cumulativeLost = -3;
                });
        at(Duration.ofDays(1));

        RtcpStreamSummary stream = reported().get(0);
        assertThat(stream.lost()).isEqualTo(-3);
        assertThat(stream.lossMaxPct()).isZero();
        assertThat(stream.mosMin()).isCloseTo(4.38, within(0.01));
    }

    @Test
    void sumsUpEachStreamWhenItsCallIsOver() throws Exception {
        relayedCall("PCMA/8000", "PCMA/8000");
        report(
                s(10),
                ALICE,
                RELAY_A,
                r -> {
                    r.jitter = 80;
                    r.fractionLost = 0;
                    r.cumulativeLost = 0;
                });
        report(
                s(15),
                ALICE,
                RELAY_A,
                r -> {
                    r.jitter = 240;
                    r.fractionLost = 64;
                    r.cumulativeLost = 60;
                });
        report(s(12), RELAY_A, ALICE, r -> r.jitter = 8);
        at(s(60));
        assertThat(reported()).isNull();

        at(Duration.ofDays(1));

        assertThat(reported()).hasSize(2);
        RtcpStreamSummary stream = reported().get(0);
        assertThat(stream.reporter()).isEqualTo(ALICE);
        assertThat(stream.sender()).isEqualTo(RELAY_A);
        assertThat(stream.callId()).isEqualTo("call-1");
        assertThat(stream.codec()).isEqualTo("PCMA");
        assertThat(stream.startedAt()).isEqualTo(micros(s(10)));
        assertThat(stream.endedAt()).isEqualTo(micros(s(15)));
        assertThat(stream.reports()).isEqualTo(2);
        assertThat(stream.lost()).isEqualTo(60);
        assertThat(stream.lossMeanPct()).isEqualTo(12.5);
        assertThat(stream.lossMaxPct()).isEqualTo(25);
        assertThat(stream.jitterMeanMs()).isEqualTo(20);
        assertThat(stream.jitterMaxMs()).isEqualTo(30);
        assertThat(stream.rttMeanMs()).isNaN();
        assertThat(stream.roundTrips()).isZero();
        assertThat(stream.scores()).isEqualTo(2);
        // R 91.76 without loss; 25 % random loss costs 95 * 25 / 50.1 of it.
        assertThat(stream.mosMin()).isCloseTo(2.29, within(0.01));
        assertThat(stream.mosMean()).isCloseTo((4.38 + 2.29) / 2, within(0.01));
    }

    @Test
    void countsAReportOnceThatIsOnTheWireAndFromAnAgent() throws Exception {
        report(s(10), ALICE, RELAY_A, r -> r.jitter = 160);
        // an agent bound to all addresses tells of its own socket
        String own = "udp:127.0.0.1:" + RELAY_A.substring(RELAY_A.lastIndexOf(':') + 1);
        report(
                s(10.0003),
                ALICE,
                own,
                r -> {
                    r.node = "agent";
                    r.jitter = 160;
                });
        report(
                s(15),
                ALICE,
                own,
                r -> {
                    r.node = "agent";
                    r.jitter = 320;
                });
        at(Duration.ofDays(1));

        assertThat(rows()).extracting(RtcpQuality::node).containsExactly("relay", "agent");
        assertThat(reported())
                .extracting(
                        RtcpStreamSummary::node,
                        RtcpStreamSummary::sender,
                        RtcpStreamSummary::reports,
                        RtcpStreamSummary::jitterMeanMs)
                .containsExactly(tuple("relay", RELAY_A, 2L, 30.0));
    }

    @Test
    void countsReportsOfTwoHopsAndOfTwoTimesThatSayTheSame() throws Exception {
        report(s(10), ALICE, RELAY_A, r -> r.jitter = 160);
        report(s(10.0003), RELAY_B, BOB, r -> r.jitter = 160);
        report(s(12), ALICE, RELAY_A, r -> r.jitter = 160);
        at(s(20));

        assertThat(rows()).hasSize(3);
    }

    private List<RtcpStreamSummary> reported() {
        Iterable<StreamRecord<RtcpStreamSummary>> records =
                tracker.getSideOutput(RtcpTracker.REPORTED);
        if (records == null) {
            return null;
        }
        List<RtcpStreamSummary> reported = new ArrayList<>();
        records.forEach(record -> reported.add(record.getValue()));
        return reported;
    }

    @Test
    void tellsTheLegsOfATranscoderApart() throws Exception {
        relayedCall("opus/48000", "PCMA/8000");
        report(s(10), ALICE, RELAY_A, r -> r.jitter = 480);
        report(s(10.1), BOB, RELAY_B, r -> r.jitter = 80);
        at(s(20));

        assertThat(rows()).extracting(RtcpQuality::codec).containsExactly("opus", "PCMA");
        assertThat(rows()).extracting(RtcpQuality::jitterMs).containsExactly(10.0, 10.0);
    }

    @Test
    void takesTheOtherSidesMediumBehindANat() throws Exception {
        relayedCall("opus/48000", "PCMA/8000");
        report(s(10), "udp:203.0.113.9:61000", RELAY_A, r -> r.jitter = 480);
        at(s(20));

        assertThat(rows().get(0).codec()).isEqualTo("opus");
    }

    @Test
    void takesAnyAudioOfTheCallWhereNoSocketMatches() throws Exception {
        relayedCall("G722/8000", "G722/8000");
        report(s(10), "udp:203.0.113.9:61000", "udp:203.0.113.1:61000", r -> r.jitter = 80);
        at(s(20));

        assertThat(rows().get(0).codec()).isEqualTo("G722");
        assertThat(rows().get(0).clockAssumed()).isFalse();
    }

    @Test
    void assumesEightKilohertzWithoutSdp() throws Exception {
        report(s(10), ALICE, RELAY_A, r -> r.jitter = 80);
        at(s(20));

        assertThat(rows().get(0).jitterMs()).isEqualTo(10);
        assertThat(rows().get(0).clockAssumed()).isTrue();
        assertThat(rows().get(0).codec()).isEmpty();
    }

    @Test
    void knowsSdpThatArrivesAfterTheReport() throws Exception {
        report(s(10), ALICE, RELAY_A, r -> r.jitter = 480);
        relayedCall("opus/48000", "opus/48000");
        at(s(20));

        assertThat(rows().get(0).codec()).isEqualTo("opus");
    }

    /** sipp gives every stream the same SSRC, and the next call the media ports of the last. */
    @Test
    void tellsCallsApartThatShareSsrcAndPorts() throws Exception {
        relayedCall("opus/48000", "opus/48000");
        report(s(10), ALICE, RELAY_A, r -> r.jitter = 480);
        SipFixture other = new SipFixture().vias("c");
        other.callId = "call-2";
        other.timeMicros = micros(s(11));
        other.status = 200;
        other.sdp = SipFixture.audio("192.0.2.1", 4000, "PCMA/8000");
        push(other);
        report(
                s(12),
                ALICE,
                RELAY_A,
                r -> {
                    r.callId = "call-2";
                    r.jitter = 80;
                });
        at(s(20));

        assertThat(rows()).extracting(RtcpQuality::sourceSsrc).containsOnly(2L);
        assertThat(rows()).extracting(RtcpQuality::callId).containsExactly("call-1", "call-2");
        assertThat(rows()).extracting(RtcpQuality::codec).containsExactly("opus", "PCMA");
        assertThat(rows()).extracting(RtcpQuality::jitterMs).containsExactly(10.0, 10.0);
    }

    @Test
    void givesLossInPercent() throws Exception {
        report(
                s(10),
                ALICE,
                RELAY_A,
                r -> {
                    r.fractionLost = 64;
                    r.cumulativeLost = -3;
                });
        at(s(20));

        assertThat(rows().get(0).lossPct()).isEqualTo(25);
        assertThat(rows().get(0).cumulativeLost()).isEqualTo(-3);
    }

    @Test
    void measuresTheRoundTripFromTheSenderReportItSaw() throws Exception {
        report(s(10), RELAY_A, ALICE, r -> r.sends(0x12345678));
        report(
                s(15.05),
                ALICE,
                RELAY_A,
                r -> {
                    r.lsr = 0x12345678;
                    r.dlsr = 5 * 65536;
                });
        at(s(20));

        assertThat(rows()).hasSize(1);
        assertThat(rows().get(0).rttMs()).isCloseTo(50, within(0.001));
    }

    @Test
    void measuresNoRoundTripAcrossTheClocksOfTwoNodes() throws Exception {
        report(
                s(10),
                RELAY_A,
                ALICE,
                r -> {
                    r.node = "elsewhere";
                    r.sends(0x12345678);
                });
        report(
                s(15.05),
                ALICE,
                RELAY_A,
                r -> {
                    r.lsr = 0x12345678;
                    r.dlsr = 5 * 65536;
                });
        at(s(20));

        assertThat(rows().get(0).rttMs()).isNaN();
    }

    @Test
    void fallsBackToTheClockForSenderReportsItDidNotSee() throws Exception {
        report(
                s(15.5),
                ALICE,
                RELAY_A,
                r -> {
                    r.lsr = ntpMiddle(micros(s(10.4)));
                    r.dlsr = 5 * 65536;
                });
        at(s(20));

        assertThat(rows().get(0).rttMs()).isCloseTo(100, within(0.05));
    }

    @Test
    void hasNoRoundTripWithoutSenderReportOrPlausibleClock() throws Exception {
        report(s(10), ALICE, RELAY_A, r -> r.lsr = 0);
        report(s(11), ALICE, RELAY_A, r -> r.lsr = 4711);
        at(s(20));

        assertThat(rows()).extracting(RtcpQuality::rttMs).containsExactly(Double.NaN, Double.NaN);
    }

    @Test
    void emitsNothingForASenderReportWithoutBlocks() throws Exception {
        report(s(10), ALICE, RELAY_A, r -> r.sends(99));
        at(s(20));

        assertThat(rows()).isEmpty();
    }

    @Test
    void keepsTheCodecOfALongCallWhileReportsGoOn() throws Exception {
        relayedCall("opus/48000", "opus/48000");
        for (int hour = 1; hour < 30; hour++) {
            report(Duration.ofHours(hour), ALICE, RELAY_A, r -> {});
            at(Duration.ofHours(hour).plusSeconds(5));
        }

        assertThat(rows()).hasSize(29).allMatch(r -> r.codec().equals("opus"));
    }

    @Test
    void forgetsTheCallSoonAfterByeAndLastReport() throws Exception {
        relayedCall("opus/48000", "opus/48000");
        bye(s(10));
        report(s(20), ALICE, RELAY_A, r -> {});
        at(s(34));
        assertThat(rows().get(0).codec()).isEqualTo("opus");
        assertThat(tracker.numKeyedStateEntries()).isEqualTo(1);

        at(s(37));
        assertThat(tracker.numKeyedStateEntries()).isZero();
        at(s(700));
        assertNothingLeft();
    }

    /** A stranger's, with the Call-ID, sockets and SSRC of the call. */
    @Test
    void isNotProlongedByReportsAfterItIsOver() throws Exception {
        relayedCall("opus/48000", "opus/48000");
        report(s(5), ALICE, RELAY_A, r -> {});
        bye(s(10));
        byeAnswered(s(10.1), 481);
        report(s(15), ALICE, RELAY_A, r -> {});
        byeAnswered(s(20), 200);
        for (int at = 30; at < 200; at += 10) {
            report(s(at), ALICE, RELAY_A, r -> {});
            at(s(at + 2));
        }
        at(s(300));

        assertThat(reported()).hasSizeGreaterThan(1);
        assertThat(reported().get(0).startedAt()).isEqualTo(micros(s(5)));
        assertThat(reported().get(0).endedAt()).isLessThanOrEqualTo(micros(s(80)));
        assertThat(reported().get(1).startedAt()).isGreaterThan(micros(s(80)));
        at(s(900));
        assertNothingLeft();
    }

    @Test
    void forgetsFailedCallsSoon() throws Exception {
        sip(s(0), 0, "a", SipFixture.audio("192.0.2.1", 4000, "opus/48000"));
        sip(s(1), 486, "a", null);
        at(s(63));
        assertThat(tracker.numKeyedStateEntries()).isZero();
        at(s(700));
        assertNothingLeft();
    }

    @Test
    void keepsTheCodecsWhenAReinviteFails() throws Exception {
        relayedCall("opus/48000", "opus/48000");
        sip(s(60), 0, "re", SipFixture.audio("192.0.2.1", 4000, "opus/48000"));
        sip(s(60.1), 488, "re", null);
        report(s(600), ALICE, RELAY_A, r -> {});
        at(s(610));

        assertThat(rows().get(0).codec()).isEqualTo("opus");
    }

    @Test
    void leavesNothingAtTheEndOfInput() throws Exception {
        relayedCall("opus/48000", "opus/48000");
        report(s(10), ALICE, RELAY_A, r -> {});
        watermark(Long.MAX_VALUE);

        assertThat(rows()).hasSize(1);
        assertNothingLeft();
        tracker.close();
        tracker = harness(null);
    }

    @Test
    void givesTheSameRowsInAnyOrderOfArrival() throws Exception {
        List<RtcpReport> reports = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Report sent = new Report(micros(ms(3000 + i * 37)), RELAY_A, ALICE);
            sent.sends(1000 + i);
            reports.add(sent.build());
            Report answer = new Report(micros(ms(3020 + i * 37)), ALICE, RELAY_A);
            answer.lsr = 1000 + i;
            answer.dlsr = 65;
            reports.add(answer.build());
        }
        List<RtcpQuality> expected = null;
        for (int seed = 0; seed < 5; seed++) {
            tracker = harness(null);
            Collections.shuffle(reports, new Random(seed));
            for (RtcpReport report : reports) {
                tracker.processElement(report, report.timeMicros() / 1000);
            }
            relayedCall("opus/48000", "PCMA/8000");
            watermark(Long.MAX_VALUE);
            expected = expected == null ? rows() : expected;
            assertThat(rows()).hasSize(20).isEqualTo(expected);
            assertNothingLeft();
            tracker.close();
        }
        tracker = harness(null);
    }

    @Test
    void goesOnAfterARestore() throws Exception {
        relayedCall("opus/48000", "opus/48000");
        report(s(10), RELAY_A, ALICE, r -> r.sends(4711));
        report(s(12), ALICE, RELAY_A, r -> r.lsr = 4711);
        at(s(11));
        OperatorSubtaskState snapshot = tracker.snapshot(1, 1);
        tracker.close();
        tracker = harness(snapshot);
        at(s(20));

        assertThat(rows()).hasSize(1);
        assertThat(rows().get(0).codec()).isEqualTo("opus");
        assertThat(rows().get(0).rttMs()).isCloseTo(2000, within(0.001));
    }

    @Test
    void spreadsReportsWithoutCorrelationIdByTheirSockets() {
        Report there = new Report(micros(s(1)), ALICE, RELAY_A);
        there.callId = "";
        Report back = new Report(micros(s(1)), RELAY_A, ALICE);
        back.callId = "";
        Report other = new Report(micros(s(1)), BOB, RELAY_B);
        other.callId = "";

        assertThat(there.build().key()).isEqualTo(back.build().key());
        assertThat(there.build().key()).isNotEqualTo(other.build().key());
        assertThat(new Report(0, ALICE, BOB).build().key()).isEqualTo("call-1");
    }

    /** State as it was before events waited in {@link InOrder}: codec known, a report held. */
    @Test
    void takesOverWhatAnEarlierVersionHeld() throws Exception {
        SipFixture offer = new SipFixture().vias("a");
        offer.timeMicros = micros(s(0));
        offer.sdp = SipFixture.audio("192.0.2.1", 4000, "opus/48000");
        Report report = new Report(micros(s(10)), ALICE, RELAY_A);
        report.jitter = 480;
        OperatorSubtaskState earlier;
        try (KeyedOneInputStreamOperatorTestHarness<String, RtcpEvent, RtcpQuality> before =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new KeyedProcessOperator<>(new Earlier()), RtcpEvent::key, Types.STRING)) {
            before.open();
            before.processElement(MediaEvent.of(offer.build()), 0);
            before.processElement(report.build(), 0);
            earlier = before.snapshot(1, 1);
        }
        tracker.close();
        tracker = harness(earlier);
        at(s(20));

        assertThat(rows()).extracting(RtcpQuality::codec).containsExactly("opus");
        assertThat(rows()).extracting(RtcpQuality::jitterMs).containsExactly(10.0);
    }

    private static final class Earlier
            extends KeyedProcessFunction<String, RtcpEvent, RtcpQuality> {

        private static final long serialVersionUID = 1;

        @Override
        public void processElement(RtcpEvent event, Context context, Collector<RtcpQuality> out)
                throws Exception {
            if (event instanceof MediaEvent media) {
                RtcpState call = new RtcpState();
                call.apply(media);
                getRuntimeContext()
                        .getState(new ValueStateDescriptor<>("call", RtcpState.class))
                        .update(call);
            } else {
                getRuntimeContext()
                        .getListState(new ListStateDescriptor<>("reports", RtcpReportCodec.TYPE))
                        .add((RtcpReport) event);
            }
        }
    }

    /** Offer and answer on both sides of the relay. */
    private void relayedCall(String codecOfAlice, String codecOfBob) throws Exception {
        sip(s(0), 0, "a", SipFixture.audio("192.0.2.1", 4000, "PCMU/8000", codecOfAlice));
        sip(s(0.01), 0, "b", SipFixture.audio("192.0.2.10", 30002, "PCMU/8000", codecOfBob));
        sip(s(1), 200, "b", SipFixture.audio("192.0.2.2", 5000, codecOfBob));
        sip(s(1.01), 200, "a", SipFixture.audio("192.0.2.10", 30000, codecOfAlice));
    }

    private void sip(Duration at, int status, String branch, Sdp sdp) throws Exception {
        SipFixture m = new SipFixture().vias(branch);
        m.timeMicros = micros(at);
        m.status = status;
        m.sdp = sdp;
        push(m);
    }

    private void bye(Duration at) throws Exception {
        SipFixture m = new SipFixture().vias("bye");
        m.timeMicros = micros(at);
        m.method = "BYE";
        push(m);
    }

    private void byeAnswered(Duration at, int status) throws Exception {
        SipFixture m = new SipFixture().vias("bye");
        m.timeMicros = micros(at);
        m.method = "BYE";
        m.status = status;
        push(m);
    }

    private void push(SipFixture m) throws Exception {
        assertThat(MediaEvent.concerns(m.build())).isTrue();
        tracker.processElement(MediaEvent.of(m.build()), m.timeMicros / 1000);
    }

    private void report(Duration at, String source, String destination, Consumer<Report> change)
            throws Exception {
        Report report = new Report(micros(at), source, destination);
        change.accept(report);
        tracker.processElement(report.build(), report.timeMicros / 1000);
    }

    private void at(Duration sinceBeginning) throws Exception {
        watermark(micros(sinceBeginning) / 1000);
    }

    private void watermark(long timestamp) throws Exception {
        tracker.processWatermark(new Watermark(timestamp));
    }

    private List<RtcpQuality> rows() {
        return tracker.extractOutputValues();
    }

    private void assertNothingLeft() {
        assertThat(tracker.numKeyedStateEntries()).as("state entries").isZero();
        assertThat(((InOrder<?, ?, ?>) tracker.getOneInputOperator()).deadlines())
                .as("deadlines")
                .isZero();
        assertThat(tracker.numEventTimeTimers()).as("timers").isZero();
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, RtcpEvent, RtcpQuality> harness(
            OperatorSubtaskState restored) throws Exception {
        return harness(restored, Ceiling.NONE);
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, RtcpEvent, RtcpQuality> harness(
            OperatorSubtaskState restored, Ceiling ceiling) throws Exception {
        KeyedOneInputStreamOperatorTestHarness<String, RtcpEvent, RtcpQuality> harness =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new InOrder<>(
                                new RtcpTracker(SETUP_TIMEOUT, MAX_DURATION),
                                RtcpEventCodec.TYPE.createSerializer(new SerializerConfigImpl()),
                                ceiling),
                        RtcpEvent::key,
                        Types.STRING);
        if (restored != null) {
            harness.initializeState(restored);
        }
        harness.open();
        return harness;
    }

    private static Duration s(double seconds) {
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }

    private static Duration ms(double millis) {
        return s(millis / 1000);
    }

    private static long micros(Duration sinceBeginning) {
        return BEGINNING + sinceBeginning.toNanos() / 1000;
    }

    private static long ntpMiddle(long micros) {
        double seconds = micros / 1e6 + 2_208_988_800L;
        return (long) (seconds * 65536) & 0xffffffffL;
    }

    /** A report under construction. */
    private static final class Report {
        final long timeMicros;
        final String source;
        final String destination;
        String node = "relay";
        String callId = "call-1";
        long ntpMiddle;
        boolean hasBlock = true;
        int fractionLost;
        int cumulativeLost;
        long jitter;
        long lsr;
        long dlsr;

        Report(long timeMicros, String source, String destination) {
            this.timeMicros = timeMicros;
            this.source = source;
            this.destination = destination;
        }

        /** A sender report without blocks. */
        void sends(long ntp) {
            ntpMiddle = ntp;
            hasBlock = false;
        }

        RtcpReport build() {
            return new RtcpReport(
                    timeMicros,
                    node,
                    source,
                    destination,
                    "",
                    callId,
                    hasBlock ? 201 : 200,
                    1,
                    ntpMiddle,
                    -1,
                    -1,
                    hasBlock,
                    2,
                    fractionLost,
                    cumulativeLost,
                    0,
                    jitter,
                    lsr,
                    dlsr);
        }
    }
}
