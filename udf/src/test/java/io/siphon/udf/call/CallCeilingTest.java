package io.siphon.udf.call;

import io.siphon.schema.Call;
import io.siphon.schema.CallOutcome;
import io.siphon.udf.order.Ceiling;
import io.siphon.udf.order.StateLimit;
import io.siphon.udf.payload.Hop;
import io.siphon.udf.sip.SipMessage;
import io.siphon.udf.sip.SipParser;

import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import static io.siphon.udf.call.CallScript.call;
import static io.siphon.udf.call.CallScript.s;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** What strangers can make of calls in state: so much, and no more. */
class CallCeilingTest {

    private static final int PLACES = 320;

    private static final Ceiling CEILING = Ceiling.ofCalls(PLACES, 1 << 20);

    @Test
    void aMillionthOfAFloodTakesTheOldestUnansweredOnly() throws Exception {
        try (CallHarness tracker = new CallHarness(CEILING, null)) {
            tracker.live(call("up").invite().ringing(s(1)).answered(s(2)));
            tracker.live(call("ringing").invite(s(3)).ringing(s(4)));
            tracker.live(call("over").invite(s(5)).answered(s(6)).bye(s(7)));
            for (int i = 0; i < 5_000; i++) {
                tracker.live(call("flood-" + i).invite(s(10 + i * 0.002)));
                assertThat(tracker.entries()).isLessThanOrEqualTo(PLACES + 1);
                assertThat(tracker.deadlines()).isLessThanOrEqualTo(3 * PLACES);
            }
            tracker.at(s(40));
            tracker.live(call("ringing").answered(s(50)).bye(s(60)));
            tracker.live(call("up").bye(s(70)));
            tracker.at(s(75));

            Map<String, Call> last = last(tracker);
            assertThat(last.get("up").outcome()).isEqualTo(CallOutcome.ANSWERED);
            assertThat(last.get("up").durationMs()).isEqualTo(68_000);
            assertThat(last.get("ringing").durationMs()).isEqualTo(10_000);
            long evicted =
                    last.values().stream().filter(c -> c.outcome() == CallOutcome.EVICTED).count();
            assertThat(evicted).isEqualTo(tracker.count("evicted")).isBetween(4_600L, 4_750L);
            assertThat(tracker.count("forgottenEarly")).isEqualTo(1);
            // the last of them are still followed, the first of them are not
            assertThat(last.get("flood-0").outcome()).isEqualTo(CallOutcome.EVICTED);
            assertThat(last.get("flood-0").endedAt())
                    .isGreaterThanOrEqualTo(last.get("flood-0").startedAt());
            assertThat(last.get("flood-0").durationMs()).isEqualTo(-1);
            assertThat(last.get("flood-4999").outcome()).isEqualTo(CallOutcome.IN_PROGRESS);

            StateLimit limit = tracker.limits().get(tracker.limits().size() - 1);
            assertThat(limit.state()).isEqualTo("calls/0");
            assertThat(limit.count()).isEqualTo(evicted);
            assertThat(tracker.limits().stream().map(StateLimit::fromMicros).distinct()).hasSize(1);
            tracker.end();
            assertThat(tracker.gauge("callsUp")).isZero();
            assertThat(tracker.gauge("places")).isZero();
        }
    }

    /** One agent's flood leaves the other's calls alone, though they are older. */
    @Test
    void aSourceThatTakesMoreThanHalfGivesWayFirst() throws Exception {
        try (CallHarness tracker = new CallHarness(CEILING, null)) {
            for (int i = 0; i < PLACES / 3; i++) {
                tracker.live(call("quiet-" + i).next(m -> m.node = "quiet").invite(s(i * 0.01)));
            }
            for (int i = 0; i < 2_000; i++) {
                tracker.live(
                        call("loud-" + i).next(m -> m.node = "loud").invite(s(10 + i * 0.002)));
            }
            tracker.at(s(30));
            assertThat(last(tracker).values())
                    .filteredOn(c -> c.outcome() == CallOutcome.EVICTED)
                    .hasSizeGreaterThan(1_500)
                    .allMatch(c -> c.node().equals("loud"));
            tracker.end();
        }
    }

    /** A flood of calls that both sides of make. */
    @Test
    void answeredCallsHaveACeilingToo() throws Exception {
        try (CallHarness tracker = new CallHarness(CEILING, null)) {
            for (int i = 0; i < 1_000; i++) {
                tracker.live(call("up-" + i).invite(s(i * 0.1)).answered(s(i * 0.1 + 0.05)));
            }
            tracker.at(s(200));
            assertThat(tracker.entries()).isLessThanOrEqualTo(PLACES);
            assertThat(last(tracker).get("up-0").outcome()).isEqualTo(CallOutcome.EVICTED);
            assertThat(last(tracker).get("up-0").answeredAt()).isPositive();
            assertThat(last(tracker).get("up-0").durationMs()).isEqualTo(-1);
            tracker.end();
        }
    }

    /** Calls that come and go within a second leave no deadlines behind for ten minutes. */
    @Test
    void deadlinesOfWhatIsOverHaveACeiling() throws Exception {
        try (CallHarness tracker = new CallHarness(CEILING, null)) {
            for (int i = 0; i < 3_000; i++) {
                double at = i * 0.2;
                tracker.live(
                        call("short-" + i).invite(s(at)).answered(s(at + 0.05)).bye(s(at + 0.1)));
                assertThat(tracker.deadlines()).isLessThanOrEqualTo(3 * PLACES);
            }
            assertThat(tracker.count("evicted")).isZero();
            // what late messages are told by has the same ceiling
            assertThat(tracker.gauge("endedKeys")).isLessThanOrEqualTo(PLACES);
            assertThat(tracker.limits()).isNotEmpty();
            assertThat(tracker.limits())
                    .allMatch(l -> l.state().equals("ended calls/0"))
                    .allMatch(l -> l.toMicros() - l.fromMicros() < 60_000_000)
                    .allMatch(l -> l.count() > 0);
            tracker.end();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aRestoreKnowsWhatIsTaken(int parallelism) throws Exception {
        OperatorSubtaskState snapshot;
        try (CallHarness tracker = new CallHarness(CEILING, null)) {
            for (int i = 0; i < 300; i++) {
                tracker.live(call("before-" + i).invite(s(i * 0.002)));
            }
            tracker.at(s(5));
            assertThat(tracker.gauge("places")).isEqualTo(300);
            snapshot = tracker.snapshot();
        }
        for (int subtask = 0; subtask < parallelism; subtask++) {
            try (CallHarness tracker = new CallHarness(CEILING, snapshot, parallelism, subtask)) {
                tracker.at(s(6));
                int most = PLACES / parallelism;
                assertThat(tracker.gauge("places"))
                        .isEqualTo(tracker.entries())
                        .isBetween(parallelism == 1 ? 300L : 100L, (long) most);
                for (int i = 0; i < 400; i++) {
                    String id = "after-" + i;
                    if (subtaskOf(id, parallelism) == subtask) {
                        tracker.live(call(id).invite(s(10 + i * 0.002)));
                    }
                }
                tracker.at(s(20));
                assertThat(tracker.entries()).isLessThanOrEqualTo(most);
                assertThat(tracker.count("evicted")).isPositive();
                tracker.end();
            }
        }
    }

    /** Of messages that wait the oldest have their turn early: in order all the same. */
    @Test
    void whatWaitsForItsTurnHasACeiling() throws Exception {
        Ceiling small = Ceiling.ofCalls(1_000_000, 1 << 20);
        try (CallHarness tracker = new CallHarness(small, null)) {
            for (int i = 0; i < 20_000; i++) {
                double at = i * 0.005;
                CallScript one = call("call-" + i).invite(s(at)).response(s(at + 0.002), 486);
                List<SipMessage> messages = new ArrayList<>(one.messages());
                java.util.Collections.reverse(messages);
                for (SipMessage m : messages) {
                    tracker.push(m);
                }
                assertThat(tracker.gauge("heldBytes")).isLessThan(2 << 20);
            }
            assertThat(tracker.count("appliedEarly")).isGreaterThan(20_000);
            assertThat(tracker.count("lateMessages")).isZero();
            assertThat(tracker.limits()).isNotEmpty();
            assertThat(tracker.limits().get(0).state()).isEqualTo("order of calls/0");
            tracker.at(s(200));
            assertThat(last(tracker)).hasSize(20_000);
            assertThat(last(tracker).values()).allMatch(c -> c.outcome() == CallOutcome.BUSY);
            tracker.end();
        }
    }

    /** A stranger's clock that is ahead moves nobody's time. */
    @Test
    void whatIsFarAheadOfItsTimeGoesFirst() throws Exception {
        Ceiling small = Ceiling.ofCalls(1_000_000, 1 << 20);
        try (CallHarness tracker = new CallHarness(small, null)) {
            tracker.push(call("good").invite().messages().get(0));
            for (int i = 0; i < 20_000; i++) {
                tracker.push(call("ahead-" + i).invite(s(59)).messages().get(0));
            }
            assertThat(tracker.gauge("heldBytes")).isLessThan(2 << 20);
            tracker.push(call("good").ringing(s(1)).messages().get(0));
            tracker.at(s(2));
            assertThat(tracker.count("lateMessages")).isZero();
            assertThat(last(tracker).get("good").pddMs()).isEqualTo(1_000);
            tracker.end();
        }
    }

    /** Every text as long as a datagram lets it be, everything that makes lists longer. */
    @ParameterizedTest
    @ValueSource(strings = {"x", "\u00e4", "\u20ac"})
    void theStateOfACallIsFourKilobytesAtMost(String unit) throws Exception {
        int most = 0;
        try (CallHarness tracker = new CallHarness(CEILING, null)) {
            String text = unit.repeat(2_000);
            for (int fork = 0; fork < 40; fork++) { // too early
                tracker.push(hostile("SIP/2.0 180 Ringing", text, "to" + fork, "b" + fork, fork));
            }
            tracker.at(Duration.ofMillis(999));
            most = Math.max(most, tracker.largestState());
            for (int fork = 0; fork < 40; fork++) {
                tracker.push(
                        hostile("INVITE sip:" + text + "@h SIP/2.0", text, null, "b" + fork, 100));
                tracker.push(
                        hostile("SIP/2.0 486 Busy", text, "busy" + fork, "c" + fork, 100 + fork));
                tracker.push(
                        hostile("SIP/2.0 183 Progress", text, "to" + fork, "b" + fork, 100 + fork));
            }
            tracker.at(s(5));
            most = Math.max(most, tracker.largestState());
            for (int fork = 0; fork < 40; fork++) {
                tracker.push(
                        hostile("SIP/2.0 200 OK", text, "to" + fork, "b" + fork, 5_000 + fork));
            }
            tracker.at(s(10));
            most = Math.max(most, tracker.largestState());
            assertThat(tracker.row().outcome()).isEqualTo(CallOutcome.ANSWERED);
            assertThat(tracker.row().callId().getBytes(UTF_8)).hasSizeLessThanOrEqualTo(255);
            assertThat(most).isBetween(2_500, 4_096);
            tracker.end();
        }
    }

    private static SipMessage hostile(
            String start, String text, String toTag, String branch, long millis) throws Exception {
        SipParser parser = new SipParser();
        String message =
                start
                        + "\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK"
                        + text
                        + branch
                        + "\r\nFrom: <sip:"
                        + text
                        + "@a>;tag="
                        + text
                        + "\r\nTo: <sip:"
                        + text
                        + "@b>"
                        + (toTag == null ? "" : ";tag=" + text + toTag)
                        + "\r\nCall-ID: "
                        + text
                        + "\r\nCSeq: 1 INVITE\r\nUser-Agent: "
                        + text
                        + "\r\nX-CID: "
                        + text
                        + "2\r\nContent-Type: application/sdp\r\n\r\nv=0\r\nc=IN IP4 "
                        + text
                        + "\r\nm=audio 1 RTP/AVP 96 97 98 99 100\r\n"
                        + java.util.stream.IntStream.range(96, 101)
                                .mapToObj(n -> "a=rtpmap:" + n + " " + text + "/8000\r\n")
                                .collect(Collectors.joining());
        parser.parse(message.getBytes(UTF_8));
        String address = "udp:[2001:db8:1111:2222:3333:4444:5555:6666]:65535";
        return parser.toMessage(
                new Hop(
                        CallScript.micros(Duration.ofMillis(millis)),
                        io.siphon.schema.BoundedText.cut(text, 255),
                        address,
                        address,
                        "a-trunk-of-the-operators-own",
                        "in",
                        null));
    }

    private static int subtaskOf(String callId, int parallelism) {
        return KeyGroupRangeAssignment.assignKeyToParallelOperator(callId, 128, parallelism);
    }

    private static Map<String, Call> last(CallHarness tracker) {
        return tracker.rows().stream().collect(Collectors.toMap(Call::callId, c -> c, (a, b) -> b));
    }
}
