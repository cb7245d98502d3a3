package io.siphon.udf.stream;

import io.siphon.udf.order.Ceiling;
import io.siphon.udf.order.InOrder;
import io.siphon.udf.payload.Hop;
import io.siphon.udf.rtcp.RtcpEvent;
import io.siphon.udf.rtcp.RtcpEventCodec;
import io.siphon.udf.rtcp.RtcpJson;
import io.siphon.udf.rtcp.SocketsOfCall;

import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

class PairTrackerTest {

    private static final String ALICE = "udp:192.0.2.1:4001";
    private static final String BOB = "udp:192.0.2.2:5001";
    private static final String CAROL = "udp:192.0.2.3:6001";
    private static final String PAIR = ALICE + ' ' + BOB;

    private KeyedOneInputStreamOperatorTestHarness<String, RtcpEvent, RtcpEvent> pairs;

    @BeforeEach
    void open() throws Exception {
        pairs = harness(Ceiling.NONE);
        pairs.open();
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, RtcpEvent, RtcpEvent> harness(
            Ceiling ceiling) throws Exception {
        return new KeyedOneInputStreamOperatorTestHarness<>(
                new InOrder<>(
                        new PairTracker(ceiling),
                        RtcpEventCodec.TYPE.createSerializer(new SerializerConfigImpl())),
                PairedReports::key,
                Types.STRING);
    }

    @AfterEach
    void leavesNothingBehind() throws Exception {
        at(Duration.ofDays(1).toSeconds());
        assertThat(pairs.numKeyedStateEntries()).isZero();
        assertThat(((InOrder<?, ?, ?>) pairs.getOneInputOperator()).deadlines()).isZero();
        pairs.close();
    }

    /** Also where the other agent sees it in the next second, or first. */
    @ParameterizedTest
    @ValueSource(longs = {5_000_000, 5_999_000, 6_000_000, 6_200_000})
    void aReportGetsTheCallThatAnotherAgentNames(long named) throws Exception {
        report(5_999_900, ALICE, BOB, 80, null);
        report(named, BOB, ALICE, 40, "call-1"); // whoever of both reports
        at(20);
        assertThat(keys()).containsExactly("call-1", "call-1");
    }

    @Test
    void othersGoOnAsTheyAre() throws Exception {
        report(5_000_000, ALICE, BOB, 80, "call-1");
        report(5_100_000, ALICE, CAROL, 80, null);
        report(40_000_000, ALICE, BOB, 90, null); // long after
        at(39);
        at(50);
        assertThat(keys()).containsExactly("call-1", ALICE + ' ' + CAROL, PAIR);
    }

    /** No other agent names it, but SDP does. */
    @Test
    void aReportGetsTheCallThatHasItsSockets() throws Exception {
        owner(5_000_000, "call-1", 1_000_000);
        report(5_500_000, ALICE, BOB, 80, null);
        owner(10_000_000, "call-1", 1_000_000);
        report(10_500_000, BOB, ALICE, 80, null);
        at(20);
        assertThat(keys()).containsExactly("call-1", "call-1");
    }

    /** The phones have ports of their own, and use them again for the next call. */
    @Test
    void ofTwoCallsOneAfterTheOtherItIsTheOneThatHasThemNow() throws Exception {
        report(5_000_000, ALICE, BOB, 80, "call-1");
        owner(9_000_000, "call-2", 8_000_000);
        report(9_500_000, ALICE, BOB, 81, null);
        report(9_700_000, ALICE, BOB, 82, "call-2");
        at(20);
        assertThat(keys()).containsExactly("call-1", "call-2", "call-2");
    }

    /** A stranger's SDP, or that of another call behind the same SBC, names one of them later. */
    @Test
    void whoHasBothSocketsGoesBeforeWhoHasOne() throws Exception {
        owner(5_000_000, "call-1", 1_000_000, false);
        owner(5_000_000, "call-1", 2_000_000, true);
        owner(5_000_000, "stranger", 4_000_000, true);
        report(5_500_000, ALICE, BOB, 80, null);
        at(20);
        assertThat(keys()).containsExactly("call-1");
    }

    @Test
    void ofTwoCallsThatHaveOneSocketEachNobodyCanTell() throws Exception {
        owner(5_000_000, "call-1", 1_000_000, true);
        owner(5_000_000, "call-2", 4_000_000, true);
        report(5_500_000, ALICE, BOB, 80, null);
        report(5_600_000, ALICE, BOB, 80, "call-1"); // but another agent can
        report(9_000_000, ALICE, BOB, 81, null);
        owner(30_000_000, "call-1", 1_000_000, true);
        owner(30_000_000, "call-3", 4_000_000, false); // one socket each
        report(30_500_000, ALICE, BOB, 82, null);
        at(40);
        assertThat(keys()).containsExactly("call-1", "call-1", "call-1", PAIR);
    }

    @Test
    void ofTheseItIsTheOneThatIsUp() throws Exception {
        for (int second = 5; second < 15; second += 5) {
            owner(second * 1_000_000L, "call-1", 1_000_000, true);
            owner(second * 1_000_000L, "call-2", 4_000_000, true);
            if (second == 10) {
                over(second * 1_000_000L, "call-2");
            }
            report(second * 1_000_000L + 500_000, ALICE, BOB, 80 + second, null);
        }
        at(40);
        assertThat(keys()).containsExactly(PAIR, "call-1");
    }

    @Test
    void whenNoneIsUpItIsTheLast() throws Exception {
        owner(5_000_000, "call-1", 1_000_000, true);
        owner(5_000_000, "call-2", 4_000_000, true);
        over(5_000_000, "call-1");
        over(5_000_000, "call-2");
        report(5_500_000, ALICE, BOB, 80, null);
        at(40);
        assertThat(keys()).containsExactly("call-2");
    }

    /** Its legs announce them in opposite orders; captures have the leg that began last. */
    @ParameterizedTest
    @CsvSource({"leg-1, leg-2", "leg-2, leg-1"})
    void ofLegsWithTheSameSocketsItIsTheOneThatBeganLast(String first, String last)
            throws Exception {
        owner(5_000_000, first, 1_000_000, false);
        owner(5_000_000, last, 1_000_900, false);
        owner(5_000_000, last, 2_000_000, true);
        owner(5_000_000, first, 2_000_900, true);
        report(5_500_000, ALICE, BOB, 80, null);
        report(5_700_000, BOB, ALICE, 85, null);
        at(20);
        assertThat(keys()).containsExactly(last, last);
    }

    /** Which is seen first does not matter where SDP knows one of them. */
    @ParameterizedTest
    @CsvSource({"one, two", "two, one"})
    void ofTwoIdsOfOneReportTheOneOfSdpIsTaken(String first, String second) throws Exception {
        owner(5_000_000, "two", 1_000_000);
        report(5_100_000, ALICE, BOB, 80, first);
        report(5_150_000, ALICE, BOB, 80, second);
        report(10_100_000, ALICE, BOB, 81, second);
        report(10_150_000, ALICE, BOB, 81, first);
        report(11_200_000, BOB, ALICE, 85, "one"); // the other agent has lost that one
        at(20);
        assertThat(keys()).containsExactly("two", "two", "two", "two", "two");
    }

    @Test
    void elseTheOneThatWasFirst() throws Exception {
        report(5_100_000, ALICE, BOB, 80, "one");
        report(6_050_000, ALICE, BOB, 80, "two");
        report(10_100_000, BOB, ALICE, 81, "two");
        report(10_150_000, BOB, ALICE, 81, "one");
        for (int second = 15; second < 200; second += 5) { // for as long as there are copies
            report(second * 1_000_000L, ALICE, BOB, second, "two");
            report(second * 1_000_000L + 100_000, ALICE, BOB, second, "one");
        }
        at(300);
        assertThat(keys()).hasSize(4 + 2 * 37).containsOnly("one");
    }

    /** The signalling of its call may not have been captured. */
    @Test
    void anIdAloneIsBelieved() throws Exception {
        owner(5_000_000, "two", 1_000_000);
        report(5_100_000, ALICE, BOB, 80, "one");
        report(10_100_000, ALICE, BOB, 81, "one");
        at(10.9);
        assertThat(keys()).as("the first waits for a copy").containsExactly("one");
        at(20);
        assertThat(keys()).containsExactly("one", "one");
    }

    /** One agent has no id, another one that SDP does not know. */
    @Test
    void withoutIdAndUnderAnotherIdItIsOneOfTheCallOfSdp() throws Exception {
        owner(5_000_000, "call-1", 1_000_000);
        report(5_100_000, ALICE, BOB, 80, "other");
        report(5_150_000, ALICE, BOB, 80, null);
        owner(10_000_000, "call-1", 1_000_000);
        report(10_100_000, ALICE, BOB, 81, null);
        report(10_150_000, ALICE, BOB, 81, "other");
        at(20);
        assertThat(keys()).containsExactly("call-1", "call-1", "call-1", "call-1");
    }

    /** An agent that gives all reports one id: it goes with each call in turn. */
    @Test
    void anIdThatIsOfEveryCallIsOfTheNextOneThen() throws Exception {
        report(5_000_000, ALICE, BOB, 80, "call-1");
        report(5_100_000, ALICE, BOB, 80, "all");
        report(20_000_000, ALICE, BOB, 81, "all");
        report(20_100_000, ALICE, BOB, 81, "call-2");
        report(25_000_000, ALICE, BOB, 82, "all");
        report(25_100_000, ALICE, BOB, 82, "call-2");
        at(30);
        assertThat(keys())
                .containsExactly("call-1", "call-1", "call-1", "call-2", "call-2", "call-2");
    }

    @Test
    void whatIsKnownAndWaitsOutlivesARestart() throws Exception {
        owner(5_000_000, "two", 1_000_000);
        report(5_100_000, ALICE, BOB, 80, "one");
        at(5.999);
        OperatorSubtaskState saved = pairs.snapshot(1, 1);
        pairs.close();
        pairs = harness(Ceiling.NONE);
        pairs.initializeState(saved);
        pairs.open();
        report(6_050_000, ALICE, BOB, 80, "two");
        at(20);
        assertThat(keys()).containsExactly("two", "two");
    }

    @Test
    void withoutRoomReportsGoOnAsTheyAre() throws Exception {
        pairs.close();
        pairs = harness(new Ceiling("pairs", 1, 0, 0));
        pairs.open();
        report(5_000_000, ALICE, CAROL, 80, "call-1");
        report(6_000_000, ALICE, BOB, 80, "call-2");
        report(6_100_000, ALICE, BOB, 80, null);
        at(20);
        assertThat(keys()).containsExactly("call-1", "call-2", PAIR);
    }

    private void owner(long micros, String callId, long since) throws Exception {
        owner(micros, callId, since, false);
    }

    private void owner(long micros, String callId, long since, boolean second) throws Exception {
        pairs.processElement(new SocketsOfCall(micros, PAIR, callId, since, second), micros / 1000);
    }

    private void over(long micros, String callId) throws Exception {
        pairs.processElement(SocketsOfCall.over(micros, PAIR, callId), micros / 1000);
    }

    private void report(long micros, String from, String to, int jitter, String id)
            throws Exception {
        String json =
                "{'report_blocks':[{'source_ssrc':9,'ia_jitter':%d,'lsr':77,'dlsr':%d}]}"
                        .replace('\'', '"')
                        .formatted(jitter, jitter);
        RtcpEvent report =
                RtcpJson.decode(
                                json.getBytes(StandardCharsets.UTF_8),
                                new Hop(micros, "tap", from, to, "", "", id))
                        .get(0);
        pairs.processElement(report, micros / 1000);
    }

    private void at(double seconds) throws Exception {
        pairs.processWatermark(new Watermark(Math.round(seconds * 1000)));
    }

    private Iterable<String> keys() {
        return pairs.extractOutputValues().stream().map(RtcpEvent::key).toList();
    }
}
