package io.siphon.udf.rtcp;

import io.siphon.schema.MediaFigures;
import io.siphon.schema.RtcpStreamSummary;
import io.siphon.udf.call.CallEvent;
import io.siphon.udf.call.MediaNote;
import io.siphon.udf.call.SipFixture;
import io.siphon.udf.edge.PackedState;
import io.siphon.udf.order.Ceiling;
import io.siphon.udf.order.InOrder;
import io.siphon.udf.report.QualityReport;
import io.siphon.udf.sdp.Sdp;
import io.siphon.udf.session.SessionEvent;
import io.siphon.udf.session.SessionScript;

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
    private static final String PHONE = "udp:192.0.2.1:4000";
    private static final String RELAY_PHONE = "udp:192.0.2.10:30000";
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

    /** RFC 9143: audio and video on one socket; the report tells the SSRC alone. */
    @Test
    void tellsTheMediaOfABundleApartByTheirSsrcs() throws Exception {
        Sdp bundle =
                SessionScript.sdp(
                        "c=IN IP4 192.0.2.1",
                        "a=group:BUNDLE 0 1",
                        "m=audio 4001 RTP/SAVPF 111",
                        "a=rtcp-mux",
                        "a=mid:0",
                        "a=rtpmap:111 opus/48000/2",
                        "m=video 4001 RTP/SAVPF 96",
                        "a=rtcp-mux",
                        "a=mid:1",
                        "a=rtpmap:96 VP8/90000",
                        "a=ssrc:2 cname:x");
        sip(s(0), 0, "a", bundle);
        tracker.processElement(new IdentifiedStream(micros(s(9)), "call-1", 3, "opus", 48_000), 0);
        report(s(10), ALICE, RELAY_A, r -> r.jitter = 900);
        report(
                s(11),
                ALICE,
                RELAY_A,
                r -> {
                    r.sourceSsrc = 3;
                    r.jitter = 480;
                });
        at(s(20));

        assertThat(rows()).extracting(RtcpQuality::codec).containsExactly("VP8", "opus");
        assertThat(rows()).extracting(RtcpQuality::jitterMs).containsExactly(10.0, 10.0);
    }

    @Test
    void theCodecChangesWithTheAnswerToARenegotiation() throws Exception {
        relayedCall("PCMA/8000", "PCMA/8000");
        sip(s(20), 0, "re", SipFixture.audio("192.0.2.1", 4000, "opus/48000"));
        report(s(20.5), ALICE, RELAY_A, r -> r.jitter = 80);
        sip(s(21), 200, "re", SipFixture.audio("192.0.2.10", 30000, "opus/48000"));
        report(s(22), ALICE, RELAY_A, r -> r.jitter = 480);
        report(s(23), RELAY_A, ALICE, r -> r.jitter = 480);
        at(s(30));

        assertThat(rows()).extracting(RtcpQuality::codec).containsExactly("PCMA", "opus", "opus");
        assertThat(rows()).extracting(RtcpQuality::jitterMs).containsOnly(10.0);
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

    /**
     * Alice is 10 ms, and the other end 40 ms, from the node; each holds what came for a second.
     */
    @Test
    void addsBothHalvesOfARoundTrip() throws Exception {
        exchange(ALICE, RELAY_A, 1);
        at(s(60));

        assertThat(rows()).hasSize(9);
        assertThat(rows().get(0).rttMs()).isNaN(); // the other half is not known yet
        assertThat(rows().subList(1, 9))
                .allSatisfy(row -> assertThat(row.rttMs()).isCloseTo(100, within(0.02)));
        at(Duration.ofDays(1));
        assertThat(reported())
                .allSatisfy(row -> assertThat(row.rttMeanMs()).isCloseTo(100, within(0.02)));
        assertThat(reported()).extracting(RtcpStreamSummary::roundTrips).containsExactly(4L, 4L);
    }

    /** A mirror repeats all of it, 2.5 s later. */
    @Test
    void takesNoCopyForARoundTrip() throws Exception {
        exchange(ALICE, RELAY_A, 2);
        at(Duration.ofDays(1));

        assertThat(rows()).hasSize(9);
        assertThat(reported())
                .allSatisfy(row -> assertThat(row.rttMeanMs()).isCloseTo(100, within(0.02)));
    }

    private void exchange(String a, String b, int copies) throws Exception {
        for (int i = 0; i < 10; i++) {
            boolean ofA = i % 2 == 0;
            double seen = 10 + i * 2.5 + (ofA ? 0.010 : 0.040);
            double heard = i == 0 ? 0 : 1.5 + 0.45; // 2.5 s from sending to sending, less 50 ms
            int number = i;
            for (int copy = 0; copy < copies; copy++) {
                report(
                        s(seen + copy * 2.4),
                        ofA ? a : b,
                        ofA ? b : a,
                        r -> {
                            r.senderSsrc = ofA ? 1 : 2;
                            r.sourceSsrc = ofA ? 2 : 1;
                            r.ntpMiddle = (number + 1) * 163_840L;
                            r.hasBlock = number > 0;
                            r.lsr = number * 163_840L;
                            r.dlsr = Math.round((heard + 0.5) * 65536);
                        });
            }
        }
    }

    /** Over the hops of a relay that passes reports on and tells only of those it receives. */
    @Test
    void addsHalvesOfTwoHops() throws Exception {
        for (int i = 0; i < 6; i++) {
            boolean ofA = i % 2 == 0;
            int number = i;
            report(
                    s(10 + i * 2.5 + (ofA ? 0.010 : 0.040)),
                    ofA ? ALICE : BOB,
                    ofA ? RELAY_A : RELAY_B,
                    r -> {
                        r.senderSsrc = ofA ? 1 : 2;
                        r.sourceSsrc = ofA ? 2 : 1;
                        r.ntpMiddle = (number + 1) * 163_840L;
                        r.lsr = number * 163_840L;
                        r.dlsr = Math.round(2.45 * 65536);
                    });
        }
        at(s(60));

        assertThat(rows().subList(2, 6))
                .allSatisfy(row -> assertThat(row.rttMs()).isCloseTo(100, within(0.02)));
    }

    @Test
    void leavesImpossibleReportsOut() throws Exception {
        relayedCall("PCMA/8000", "PCMA/8000");
        report(s(10), ALICE, RELAY_A, r -> r.jitter = 80);
        report(s(15), ALICE, RELAY_A, r -> r.jitter = 3_815_682_506L);
        report(s(20), ALICE, RELAY_A, r -> r.cumulativeLost = 8_293_549);
        report(
                s(25),
                ALICE,
                RELAY_A,
                r -> {
                    r.highestSequence = 3 << 16;
                    r.cumulativeLost = 300_000; // of 262,144 at most
                });
        report(
                s(30),
                ALICE,
                RELAY_A,
                r -> {
                    r.highestSequence = 5 << 16;
                    r.cumulativeLost = 300_000;
                });
        at(Duration.ofDays(1));

        assertThat(rows())
                .extracting(RtcpQuality::timeMicros)
                .containsExactly(micros(s(10)), micros(s(30)));
        assertThat(reported().get(0).jitterMaxMs()).isEqualTo(10);
        assertThat(reported().get(0).reports()).isEqualTo(2);
    }

    @Test
    void countsOnceWhatTwoAgentsSendAtOtherTimes() throws Exception {
        for (int i = 0; i < 5; i++) {
            int number = i;
            for (String node : new String[] {"near", "far"}) {
                report(
                        s(10 + 5 * i + (node.equals("far") ? 7 : 0)),
                        ALICE,
                        RELAY_A,
                        r -> {
                            r.node = node;
                            r.lsr = 1000 + number;
                            r.dlsr = 3000 + number;
                            r.cumulativeLost = number;
                        });
            }
        }
        at(Duration.ofDays(1));

        assertThat(rows()).hasSize(5).extracting(RtcpQuality::node).containsOnly("near");
        assertThat(reported().get(0).lost()).isEqualTo(4);
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
        MediaEvent.Line line = new MediaEvent.Line("192.0.2.1", 4000, 4001, true, "opus", 48_000);
        MediaEvent offer =
                new MediaEvent(
                        "call-1",
                        micros(s(0)),
                        "a",
                        false,
                        false,
                        false,
                        false,
                        new MediaEvent.Line[] {line});
        Report report = new Report(micros(s(10)), ALICE, RELAY_A);
        report.jitter = 480;
        OperatorSubtaskState earlier;
        try (KeyedOneInputStreamOperatorTestHarness<String, RtcpEvent, RtcpQuality> before =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new KeyedProcessOperator<>(new Earlier()), RtcpEvent::key, Types.STRING)) {
            before.open();
            before.processElement(offer, 0);
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
                MediumState medium = MediumState.of("opus", 48_000);
                medium.ip = media.lines()[0].ip();
                medium.port = media.lines()[0].port();
                medium.rtcpPort = media.lines()[0].rtcpPort();
                call.media.add(medium);
                call.activeAt = media.timeMicros();
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
    @Test
    void whatAPhoneReportsIsAStreamOfItsOrigin() throws Exception {
        relayedCall("PCMA/8000", "PCMA/8000");
        report(s(6), ALICE, RELAY_A, r -> {});
        bye(s(9));
        for (double again : new double[] {9.1, 9.101, 9.6}) { // two hops, and sent once more
            quality(s(again), PHONE, RELAY_PHONE, 1.5, 12, 4.1, true);
        }
        at(Duration.ofMinutes(3));

        RtcpStreamSummary said = reported().get(1);
        assertThat(reported()).extracting(RtcpStreamSummary::origin).containsExactly("rtcp", "vq");
        assertThat(reported()).extracting(RtcpStreamSummary::direction).containsOnly("from_callee");
        assertThat(said.codec()).isEqualTo("PCMA");
        assertThat(said.reports()).isEqualTo(1);
        assertThat(said.lossMeanPct()).isEqualTo(1.5);
        assertThat(said.rttMeanMs()).isNaN();
        assertThat(said.mosMin()).isEqualTo(4.1);
        assertThat(rows()).extracting(RtcpQuality::origin).containsExactly("rtcp", "vq");
    }

    @Test
    void aReportOfTheWholeSessionHasTheMeansAndAnIntervalTheWorst() throws Exception {
        quality(s(20), PHONE, RELAY_PHONE, 8, 40, 3.0, false);
        quality(s(40), PHONE, RELAY_PHONE, 0, 10, 4.2, false);
        quality(s(60), PHONE, RELAY_PHONE, 2, 15, 4.0, true);
        at(Duration.ofMinutes(3));

        RtcpStreamSummary said = reported().get(0);
        assertThat(said.reports()).isEqualTo(3);
        assertThat(said.lossMeanPct()).isEqualTo(2);
        assertThat(said.lossMaxPct()).isEqualTo(8);
        assertThat(said.jitterMeanMs()).isEqualTo(15);
        assertThat(said.mosMean()).isEqualTo(4);
        assertThat(said.mosMin()).isEqualTo(3);
        assertThat(said.direction()).isEmpty();
    }

    /** Of a call without faults all say the same. */
    @Test
    void extendedReportsThatSayTheSameAreSeveralUnlessTheyAreOfOneTime() throws Exception {
        for (double at : new double[] {5, 5.0001, 10, 10.0001, 15, 15.0001}) {
            ReportedQuality said = quality(s(at), PHONE, RELAY_PHONE, 0, 0, 4.2, true, "xr");
            tracker.processElement(said, said.timeMicros() / 1000);
        }
        at(Duration.ofMinutes(3));
        assertThat(reported()).extracting(RtcpStreamSummary::reports).containsExactly(3L);
        assertThat(rows()).hasSize(3);
    }

    /** Whoever sees them: three of them mean that nothing comes. */
    @Test
    void senderReportsThatTellOfNothingReceivedCountOnce() throws Exception {
        relayedCall("PCMA/8000", "PCMA/8000");
        for (int i = 0; i < 2; i++) {
            long ntp = 7 + i;
            for (String node : new String[] {"relay", "tap"}) {
                report(
                        s(5 + 5 * i),
                        ALICE,
                        RELAY_A,
                        r -> {
                            r.sends(ntp);
                            r.node = node;
                        });
            }
        }
        report(s(12), ALICE, RELAY_A, r -> r.highestSequence = 0);
        bye(s(15));
        at(Duration.ofMinutes(3));
        assertThat(note().fromCallee().unheard()).isEqualTo(2);
    }

    @Test
    void impossibleReportsAreLeftOut() throws Exception {
        quality(s(1), PHONE, RELAY_PHONE, 101, 1, 4, true);
        quality(s(2), PHONE, RELAY_PHONE, 1, Double.POSITIVE_INFINITY, 4, true);
        quality(s(3), PHONE, RELAY_PHONE, 1, 1, 0.5, true);
        quality(s(4), PHONE, RELAY_PHONE, -1, 1, 4, true);
        quality(s(5), PHONE, RELAY_PHONE, Double.NaN, Double.NaN, Double.NaN, true);
        quality(s(6), PHONE, RELAY_PHONE, 1, 2, Double.NaN, true);
        at(Duration.ofMinutes(3));

        assertThat(reported()).hasSize(1);
        assertThat(reported().get(0).reports()).isEqualTo(1);
        assertThat(rows()).extracting(RtcpQuality::jitterMs).containsExactly(2.0);
    }

    @Test
    void reportsOfStrangersTakeNoPlaceOfReportBlocks() throws Exception {
        relayedCall("PCMA/8000", "PCMA/8000");
        for (int i = 0; i < 500; i++) {
            quality(s(2 + i * 0.001), "udp:203.0.113.1:" + i, RELAY_PHONE, i % 9, 1, 4, true);
        }
        report(s(6), ALICE, RELAY_A, r -> {});
        bye(s(9));
        at(Duration.ofMinutes(3));

        assertThat(reported())
                .hasSize(RtcpState.OTHERS_LIMIT + 1)
                .filteredOn(RtcpStreamSummary::isOfRtcp)
                .hasSize(1);
    }

    @Test
    void aCallIsToldThatItHasMediaAndThenWhatItWasLike() throws Exception {
        relayedCall("PCMA/8000", "PCMA/8000");
        quality(s(9), PHONE, RELAY_PHONE, 1.5, 12, 4.1, true);
        report(
                s(9.5),
                ALICE,
                RELAY_A,
                r -> {
                    r.jitter = 80;
                    r.highestSequence = 100;
                });
        bye(s(10));
        at(Duration.ofMinutes(3));

        assertThat(notes()).extracting(CallEvent::callId).containsOnly("call-1");
        assertThat(notes()).hasSize(2);
        assertThat(notes().get(0).timeMicros()).isEqualTo(micros(s(9)));
        MediaFigures figures = note().fromCallee().figures();
        assertThat(figures.origin()).isEqualTo("rtcp"); // it measured more than the phone says
        assertThat(figures.jitterMeanMs()).isEqualTo(10);
        assertThat(note().fromCaller()).isEqualTo(MediaNote.Way.NONE);
        assertThat(note().fromCallee().reported()).isTrue();
        assertThat(note().unreachable()).isFalse();
        assertThat(note().heldAt()).isZero();
    }

    @Test
    void whatWasSeenOnTheWireGoesFirst() throws Exception {
        relayedCall("PCMA/8000", "PCMA/8000");
        report(s(5), ALICE, RELAY_A, r -> {});
        seen(s(6), "from_callee", "udp:192.0.2.10:30000", "udp:192.0.2.1:4000", s(1.1), s(5), 4.2);
        bye(s(10));
        seen(
                s(40),
                "from_callee",
                "udp:192.0.2.10:30000",
                "udp:192.0.2.1:4000",
                s(1.1),
                s(9.9),
                4.3);
        seen(s(41), "from_callee", "udp:198.51.100.1:9", "udp:10.1.2.3:4000", s(1.2), s(9.8), 3.3);
        at(Duration.ofMinutes(3));

        MediaNote.Way way = note().fromCallee();
        assertThat(way.figures().origin()).isEqualTo("rtp");
        assertThat(way.figures().mosMin()).isEqualTo(3.3);
        assertThat(way.figures().mosMean()).isCloseTo(3.8, within(1e-9));
        assertThat(way.firstAt()).isEqualTo(micros(s(1.1)));
        assertThat(way.lastAt()).isEqualTo(micros(s(9.9)));
        assertThat(way.codecs()).isEqualTo("PCMA>PCMA");
        assertThat(note().unreachable()).isTrue();
    }

    private void seen(
            Duration at,
            String direction,
            String source,
            String destination,
            Duration first,
            Duration last,
            double mos)
            throws Exception {
        SeenStream stream =
                new SeenStream(
                        micros(at),
                        "call-1",
                        direction,
                        source,
                        destination,
                        7,
                        true,
                        micros(first),
                        micros(last),
                        "PCMA",
                        mos,
                        0.5,
                        3,
                        9,
                        Double.NaN);
        tracker.processElement(stream, stream.timeMicros() / 1000);
    }

    private List<CallEvent> notes() {
        return tracker.getSideOutput(RtcpTracker.NOTES).stream()
                .map(StreamRecord::getValue)
                .toList();
    }

    /** The last. */
    private MediaNote note() {
        return MediaNote.of(notes().get(notes().size() - 1));
    }

    private void quality(
            Duration at,
            String receiver,
            String sender,
            double lossPct,
            double jitterMs,
            double mos,
            boolean whole)
            throws Exception {
        ReportedQuality said = quality(at, receiver, sender, lossPct, jitterMs, mos, whole, "vq");
        tracker.processElement(said, said.timeMicros() / 1000);
    }

    private static ReportedQuality quality(
            Duration at,
            String receiver,
            String sender,
            double lossPct,
            double jitterMs,
            double mos,
            boolean whole,
            String origin) {
        return new ReportedQuality(
                new QualityReport(
                        micros(at),
                        "relay",
                        "",
                        "call-1",
                        origin,
                        receiver,
                        sender,
                        "",
                        "",
                        true,
                        7,
                        "",
                        lossPct,
                        lossPct,
                        -1,
                        jitterMs,
                        jitterMs,
                        Double.NaN,
                        mos,
                        mos,
                        Double.NaN,
                        whole,
                        0));
    }

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
        assertThat(SessionEvent.concerns(m.build())).isTrue();
        tracker.processElement(SessionSignal.of(m.build()), m.timeMicros / 1000);
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
                                new RtcpTracker(
                                        SETUP_TIMEOUT, MAX_DURATION, s(8), Duration.ofMinutes(15)),
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
        long senderSsrc = 1;
        long sourceSsrc = 2;
        long ntpMiddle;
        boolean hasBlock = true;
        long highestSequence;
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
            senderSsrc = 2;
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
                    senderSsrc,
                    ntpMiddle,
                    -1,
                    -1,
                    hasBlock,
                    sourceSsrc,
                    fractionLost,
                    cumulativeLost,
                    highestSequence,
                    jitter,
                    lsr,
                    dlsr,
                    0);
        }
    }
}
