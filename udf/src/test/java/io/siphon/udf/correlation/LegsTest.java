package io.siphon.udf.correlation;

import io.siphon.schema.CallLink;
import io.siphon.schema.LinkReason;
import io.siphon.schema.LinkState;
import io.siphon.udf.call.CallEvent;
import io.siphon.udf.call.SipFixture;
import io.siphon.udf.sdp.Media;
import io.siphon.udf.sdp.Sdp;
import io.siphon.udf.sdp.SdpMarks;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

import static io.siphon.udf.correlation.LegScript.leg;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

/** Which calls become legs of one conversation, told message by message. */
class LegsTest {

    private static final String UUID_A = "ab30317f1a784dc48ff824d0d3715d86";
    private static final String UUID_B = "47755a9de7794ba387653f2099600ef2";
    private static final String NIL = "00000000000000000000000000000000";

    private LegsHarness legs;

    @BeforeEach
    void open() throws Exception {
        legs = new LegsHarness(CorrelationSettings.DEFAULT);
    }

    @AfterEach
    void leavesNothingBehind() throws Exception {
        legs.end();
        legs.assertNothingLeft();
        legs.close();
    }

    @Test
    void aHeaderThatNamesTheOtherCallIdJoins() throws Exception {
        feed(first("a").invite(), second("b").invite("X-CID", "a@phone"), first("c").invite());

        assertThat(links()).containsExactly(tuple("a@phone", "b@b2bua", LinkReason.HEADER));
        assertThat(conversations()).isEqualTo(Map.of("b@b2bua", "a@phone 2"));
    }

    @Test
    void whoAsksIsToldWhichCallsAreNotUp() throws Exception {
        legs.feed(LegScript.all(leg("up", 0).invite().answered(2), leg("over", 0).invite().bye(9)));
        for (String call : List.of("up", "over", "unknown")) {
            legs.ask(call, LegScript.micros(5)).ask(call, LegScript.micros(10));
        }
        legs.end();

        assertThat(legs.over()).containsExactlyInAnyOrder("over", "unknown", "unknown");
    }

    @Test
    void aByeOfOtherTagsEndsNoCall() throws Exception {
        legs.feed(LegScript.all(first("up").invite().answered(2)));
        legs.feed(LegScript.all(first("up").tag("stranger").bye(3)));
        legs.ask("up@phone", LegScript.micros(10)).end();

        assertThat(legs.over()).isEmpty();
    }

    @Test
    void theCorrelationIdOfTheAgentJoins() throws Exception {
        feed(first("a").invite(), second("b").invite(m -> m.correlationId = "a@phone"));

        assertThat(links()).containsExactly(tuple("a@phone", "b@b2bua", LinkReason.CORRELATION_ID));
    }

    @Test
    void theCorrelationIdThatIsTheOwnCallIdSaysNothing() throws Exception {
        feed(
                first("a").invite(m -> m.correlationId = "a@phone"),
                second("b").numbers("777", "888").invite());

        assertThat(links()).isEmpty();
    }

    @Test
    void theHalvesOfASessionIdAreASet() throws Exception {
        feed(
                first("a").invite("Session-ID", UUID_A + ";remote=" + NIL),
                second("b").invite("Session-ID", UUID_A + ";remote=" + NIL),
                third("c").invite("Session-ID", UUID_B + ";remote=" + UUID_A.toUpperCase()));

        assertThat(links())
                .containsExactly(
                        tuple("a@phone", "b@b2bua", LinkReason.SESSION_ID),
                        tuple("a@phone", "c@sbc", LinkReason.SESSION_ID));
        assertThat(conversations()).isEqualTo(Map.of("b@b2bua", "a@phone 2", "c@sbc", "a@phone 3"));
    }

    /** The legs behind the callee have his half only, which he tells in his response. */
    @Test
    void theHalfOfASessionIdThatAResponseHasIsOneOfTheSet() throws Exception {
        feed(
                first("a")
                        .invite("Session-ID", UUID_A + ";remote=" + NIL)
                        .ringing(1, "Session-ID", UUID_B + ";remote=" + UUID_A),
                leg("b@x", 5)
                        .between("198.51.100.7", "198.51.100.8")
                        .invite("Session-ID", UUID_B + ";remote=" + NIL));

        assertThat(links()).containsExactly(tuple("a@phone", "b@x", LinkReason.SESSION_ID));
    }

    @Test
    void aNilSessionIdSaysNothing() throws Exception {
        feed(
                first("a").invite("Session-ID", NIL + ";remote=" + NIL),
                second("b").numbers("777", "888").invite("Session-ID", NIL + ";remote=" + NIL));

        assertThat(links()).isEmpty();
    }

    @Test
    void whatNamesADialogJoins() throws Exception {
        for (Map.Entry<String, LinkReason> header :
                Map.of(
                                "Replaces", LinkReason.REPLACES,
                                "Join", LinkReason.JOIN,
                                "Target-Dialog", LinkReason.TARGET_DIALOG)
                        .entrySet()) {
            try (LegsHarness each = new LegsHarness(CorrelationSettings.DEFAULT)) {
                String value = "a@phone;to-tag=1;from-tag=2";
                each.feed(
                                LegScript.all(
                                        first("a").invite().answered(1),
                                        leg("b@x", 500).invite(header.getKey(), value)))
                        .end();
                assertThat(each.rows())
                        .extracting(CallLink::reason)
                        .containsExactly(header.getValue());
            }
        }
    }

    @Test
    void aReferThatReplacesJoinsBothCallsOfATransfer() throws Exception {
        feed(
                first("a")
                        .invite()
                        .answered(1)
                        .refer(30, "<sip:c@x?Replaces=b%40b2bua%3Bto-tag%3D1%3Bfrom-tag%3D2>"),
                leg("b@b2bua", 20).numbers("1234", "5678").invite().answered(21));

        assertThat(links()).containsExactly(tuple("a@phone", "b@b2bua", LinkReason.REFER_TO));
    }

    @Test
    void theCallThatAReferAskedForJoins() throws Exception {
        feed(
                first("a").invite().answered(1).refer(300, "<sip:+442071999999@x>"),
                leg("c@pbx", 300.5)
                        .between("192.0.2.10", "192.0.2.20")
                        .numbers("4930900001", "442071999999")
                        .invite("Referred-By", "<sip:4930900001@example.org>"),
                leg("d@pbx", 300.6)
                        .between("192.0.2.99", "192.0.2.20")
                        .numbers("4930900001", "442071999999")
                        .invite("Referred-By", "<sip:4930900001@example.org>"));

        assertThat(links()).containsExactly(tuple("a@phone", "c@pbx", LinkReason.REFER_TO));
    }

    @Test
    void aCallIdMadeOfTheOtherOneJoins() throws Exception {
        feed(
                first("a").invite(),
                leg("a@phone_b2b-1", 0.01).numbers("1234", "5678").invite(),
                leg("bleg///a@phone", 0.02).numbers("1235", "5678").invite());

        assertThat(links())
                .containsExactly(
                        tuple("a@phone", "a@phone_b2b-1", LinkReason.CALL_ID),
                        tuple("a@phone", "bleg///a@phone", LinkReason.CALL_ID));
    }

    @Test
    void theSameDescriptionJoinsTwoCalls() throws Exception {
        feed(
                first("a").invite(sdp(4000, "53655 1 IN IP4 192.0.2.1")),
                second("b").numbers("77", "78").invite(sdp(4000, "53655 1 IN IP4 192.0.2.1")),
                second("c").numbers("79", "80").invite(sdp(4002, "0 0 IN IP4 192.0.2.1")),
                first("d").numbers("81", "82").invite(sdp(4004, "0 0 IN IP4 192.0.2.1")));

        assertThat(links())
                .containsExactlyInAnyOrder(
                        tuple("a@phone", "b@b2bua", LinkReason.SDP_MEDIA),
                        tuple("a@phone", "b@b2bua", LinkReason.SDP_ORIGIN));
    }

    /** Customers of one hosted PBX: their phones have the same address, port and session number. */
    @Test
    void theSameDescriptionBehindTwoNatsJoinsNothing() throws Exception {
        Sdp sdp = sdp("192.168.1.10", 5004, "8000 8000 IN IP4 192.168.1.10");
        feed(
                leg("x@phone", 0).between("198.51.100.7", "192.0.2.10").invite(sdp),
                leg("y@phone", 5)
                        .between("203.0.113.9", "192.0.2.11")
                        .numbers("77", "78")
                        .invite(sdp));

        assertThat(links()).isEmpty();
    }

    @Test
    void theSameDescriptionInOnePrivateNetworkJoinsTwoCalls() throws Exception {
        Sdp sdp = sdp("10.1.1.1", 5004, "53655 1 IN IP4 10.1.1.1");
        feed(
                leg("a@phone", 0).between("10.1.1.1", "10.0.0.1").invite(sdp),
                leg("b@b2bua", 0.01)
                        .between("10.0.0.2", "192.0.2.20")
                        .numbers("77", "78")
                        .invite(sdp));

        assertThat(links())
                .containsExactlyInAnyOrder(
                        tuple("a@phone", "b@b2bua", LinkReason.SDP_MEDIA),
                        tuple("a@phone", "b@b2bua", LinkReason.SDP_ORIGIN));
    }

    @Test
    void whoPlacesTwoCallsAndOffersOneWhatTheOtherAnsweredJoinsThem() throws Exception {
        feed(
                leg("a@controller", 0)
                        .between("192.0.2.10", "192.0.2.20")
                        .invite()
                        .answered(0.3, sdp(4000, "53655 1 IN IP4 192.0.2.20"))
                        .bye(20),
                leg("b@controller", 0.31)
                        .between("192.0.2.10", "192.0.2.30")
                        .numbers("77", "78")
                        .invite(sdp(4000, "9999 1 IN IP4 192.0.2.10"))
                        .answered(1, sdp(4002, "1234 1 IN IP4 192.0.2.30"))
                        .bye(20));

        assertThat(links())
                .containsExactly(tuple("a@controller", "b@controller", LinkReason.SDP_MEDIA));
        assertThat(conversations()).containsOnly(entry("b@controller", "a@controller 2"));
    }

    @Test
    void anOfferThatIsMadeInTheAnswerGoesThroughABackToBackUserAgent() throws Exception {
        feed(
                first("a").invite().answered(1.01, sdp(4000, "53655 1 IN IP4 192.0.2.20")),
                second("b")
                        .numbers("77", "78")
                        .invite()
                        .answered(1, sdp(4000, "53655 1 IN IP4 192.0.2.20")));

        assertThat(links()).containsExactly(tuple("a@phone", "b@b2bua", LinkReason.SDP_MEDIA));
    }

    @Test
    void theAnswerToAnOfferJoinsNothing() throws Exception {
        feed(
                leg("a@controller", 0)
                        .between("192.0.2.10", "192.0.2.20")
                        .invite(sdp(4002, "53655 1 IN IP4 192.0.2.10"))
                        .answered(0.3, sdp(4000, "53655 1 IN IP4 192.0.2.20")),
                leg("b@controller", 0.31)
                        .between("192.0.2.10", "192.0.2.30")
                        .numbers("77", "78")
                        .invite(sdp(4000, "9999 1 IN IP4 192.0.2.10")));

        assertThat(links()).isEmpty();
    }

    @Test
    void aDescriptionThatManyHaveJoinsNone() throws Exception {
        List<LegScript> strangers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            strangers.add(
                    leg("stranger-" + i, 0.1 * i)
                            .between("198.51.100." + i, "192.0.2.10")
                            .numbers("10" + i, "200")
                            .invite(sdp(4000, "53655 1 IN IP4 192.0.2.1")));
        }
        legs.feed(LegScript.all(strangers)).end();

        assertThat(legs.rows()).isEmpty();
    }

    @Test
    void aSocketThatIsUsedAgainLaterJoinsNothing() throws Exception {
        feed(
                first("a").invite(sdp(4000, "53655 1 IN IP4 192.0.2.1")),
                leg("b@b2bua", 16)
                        .between("192.0.2.10", "192.0.2.20")
                        .numbers("77", "78")
                        .invite(sdp(4000, "53656 1 IN IP4 192.0.2.1")));

        assertThat(links()).isEmpty();
    }

    /** Through a B2BUA that passes SDP on, from the same RTP port. */
    @Test
    void theNextCallOfACallerIsNoLegOfTheOneThatIsOver() throws Exception {
        feed(
                first("a").invite(sdp(4000, "53655 1 IN IP4 192.0.2.1")).answered(2).bye(5),
                second("a")
                        .numbers("77", "78")
                        .invite(sdp(4000, "53655 1 IN IP4 192.0.2.1"))
                        .answered(1.99)
                        .bye(5.01),
                leg("c@phone", 8)
                        .numbers("4930900001", "442071816000")
                        .invite(sdp(4000, "53656 1 IN IP4 192.0.2.1")),
                leg("c@b2bua", 8.01)
                        .between("192.0.2.10", "192.0.2.20")
                        .numbers("77", "79")
                        .invite(sdp(4000, "53656 1 IN IP4 192.0.2.1")));

        assertThat(links())
                .containsExactlyInAnyOrder(
                        tuple("a@phone", "a@b2bua", LinkReason.SDP_MEDIA),
                        tuple("a@phone", "a@b2bua", LinkReason.SDP_ORIGIN),
                        tuple("c@phone", "c@b2bua", LinkReason.SDP_MEDIA),
                        tuple("c@phone", "c@b2bua", LinkReason.SDP_ORIGIN));
    }

    /** While the first call is up, it may be a socket that all calls of a generator have. */
    @Test
    void aCallOfTheSameSocketIsNoLegOfAnEarlierOne() throws Exception {
        feed(
                first("a").invite(sdp(4000, "0 0 IN IP4 192.0.2.1")),
                second("a").numbers("77", "78").invite(sdp(4000, "0 0 IN IP4 192.0.2.1")),
                leg("c@phone", 8)
                        .numbers("4930900001", "442071816000")
                        .invite(sdp(4000, "0 0 IN IP4 192.0.2.1")),
                leg("c@b2bua", 8.01)
                        .between("192.0.2.10", "192.0.2.20")
                        .numbers("77", "79")
                        .invite(sdp(4000, "0 0 IN IP4 192.0.2.1")));

        assertThat(links()).containsExactly(tuple("a@phone", "a@b2bua", LinkReason.SDP_MEDIA));
    }

    @Test
    void legsOfLegsAreLegsWhicheverLinkComesFirst() throws Exception {
        List<LegScript> scripts =
                List.of(
                        first("a").invite(),
                        second("b").invite("X-CID", "a@phone"),
                        third("c").invite("X-CID", "b@b2bua"),
                        leg("d@x", 0.3)
                                .numbers("1", "2")
                                .invite("Replaces", "c@sbc;to-tag=1;from-tag=2"));
        legs.feed(LegScript.all(scripts)).end();
        Map<String, String> told = conversations();

        assertThat(told)
                .isEqualTo(
                        Map.of(
                                "b@b2bua", "a@phone 2",
                                "c@sbc", "a@phone 3",
                                "d@x", "a@phone 4"));
        List<LegScript> shuffled = new ArrayList<>(scripts);
        Collections.shuffle(shuffled, new Random(7));
        try (LegsHarness other = new LegsHarness(CorrelationSettings.DEFAULT)) {
            for (LegScript each : shuffled) {
                other.feed(LegScript.all(each)); // out of order, before the watermark
            }
            other.end();
            assertThat(other.rows()).isEqualTo(legs.rows());
            assertThat(other.notes()).isEqualTo(legs.notes());
        }
    }

    @Test
    void anEarlierLegThatIsFoundLaterBecomesTheFirst() throws Exception {
        feed(
                leg("b@b2bua", 1).between("192.0.2.10", "192.0.2.20").invite("X-CID", "x-12345678"),
                third("c").invite("X-CID", "b@b2bua"),
                first("a").invite().refer(5, "<sip:x@y?Replaces=b%40b2bua%3Bto-tag%3D1>"));

        assertThat(conversations()).isEqualTo(Map.of("b@b2bua", "a@phone 3", "c@sbc", "a@phone 2"));
        assertThat(last(legs.rows())).extracting(CallLink::conversationId).containsOnly("a@phone");
    }

    @Test
    void strangersWhoNameACallFillItsConversationAndNoMore() throws Exception {
        List<LegScript> all = new ArrayList<>(List.of(first("a").invite()));
        for (int i = 0; i < 100; i++) {
            all.add(
                    leg("stranger-" + i, 1 + 0.01 * i)
                            .numbers("9" + i + "00000", "800000")
                            .invite("X-CID", "a@phone"));
        }
        legs.feed(LegScript.all(all)).end();

        assertThat(legs.rows().size()).isEqualTo(CorrelationSettings.DEFAULT.maxLegs() - 1);
        assertThat(conversations()).doesNotContainKey("a@phone");
    }

    /** Of a queue: in each round all agents ring, until one answers. */
    @Test
    void legsThatFailedGiveWayToTheOneThatIsAnswered() throws Exception {
        List<LegScript> all = new ArrayList<>(List.of(first("a").invite().answered(0.1)));
        for (int i = 0; i < 25; i++) {
            LegScript agent =
                    leg("agent-" + i, 1 + i / 5 * 5)
                            .between("192.0.2.10", "192.0.2." + (20 + i % 5))
                            .numbers("9" + i + "00000", "800000")
                            .invite("X-CID", "a@phone");
            all.add(i == 22 ? agent.answered(22).bye(90) : agent.failed(5.9 + i / 5 * 5, 487));
        }
        legs.feed(LegScript.all(all)).end();

        assertThat(legs.rows()).hasSize(25);
        assertThat(legs.rows()).extracting(CallLink::state).containsOnly(LinkState.CONFIRMED);
        for (int i = 0; i < 25; i++) { // of one time in the order of their names
            assertThat(conversations().get("agent-" + i)).startsWith("a@phone ");
        }
        assertThat(new TreeSet<>(conversations().values())).hasSize(25).contains("a@phone 26");
    }

    @Test
    void strangersWhoseCallsFailFillAConversationToo() throws Exception {
        List<LegScript> all = new ArrayList<>(List.of(first("a").invite().answered(0.1)));
        for (int i = 0; i < 500; i++) {
            all.add(
                    leg("stranger-" + i, 1 + 0.1 * i)
                            .numbers("9" + i + "00000", "800000")
                            .invite("X-CID", "a@phone")
                            .failed(1.05 + 0.1 * i, 486));
        }
        legs.feed(LegScript.all(all)).end();

        assertThat(legs.rows())
                .filteredOn(row -> row.state() == LinkState.CONFIRMED)
                .hasSize(10 * CorrelationSettings.DEFAULT.maxLegs() - 1);
        assertThat(conversations()).doesNotContainKey("a@phone");
    }

    @Test
    void conversationsAreNotJoinedBeyondTheLimit() throws Exception {
        CorrelationSettings three =
                new CorrelationSettings(
                        List.of(HeaderRule.of("X-CID")), List.of(), List.of(), 0, 15_000_000, 3, 1);
        try (LegsHarness small = new LegsHarness(three)) {
            small.feed(
                            LegScript.all(
                                    leg("a-123456", 0).invite(),
                                    leg("b-123456", 1).invite("X-CID", "a-123456"),
                                    leg("c-123456", 2).invite(),
                                    leg("d-123456", 3).invite("X-CID", "c-123456"),
                                    leg("e-123456", 4)
                                            .invite("Replaces", "b-123456;to-tag=1")
                                            .refer(5, "<sip:x@y?Replaces=d-123456%3Bto-tag>")))
                    .end();
            assertThat(small.rows())
                    .extracting(CallLink::state)
                    .containsExactly(
                            LinkState.CONFIRMED,
                            LinkState.CONFIRMED,
                            LinkState.CONFIRMED,
                            LinkState.REJECTED);
            small.assertNothingLeft();
        }
    }

    @Test
    void aGuessIsConfirmedByTheAnswer() throws Exception {
        feed(
                first("a").invite().ringing(2.01).answered(5.01).bye(60),
                second("b").invite().ringing(2).answered(5).bye(60.01));

        assertThat(legs.rows())
                .extracting(CallLink::reason, CallLink::state)
                .containsExactly(
                        tuple(LinkReason.NUMBERS, LinkState.PROVISIONAL),
                        tuple(LinkReason.NUMBERS, LinkState.CONFIRMED));
        assertThat(conversations()).isEqualTo(Map.of("b@b2bua", "a@phone 2"));
    }

    @Test
    void aGuessThatIsAnsweredByItselfIsRejected() throws Exception {
        feed(
                first("a").invite().ringing(2).bye(60),
                second("b").invite().ringing(2).answered(5).bye(30));

        assertThat(legs.rows())
                .extracting(CallLink::state)
                .containsExactly(LinkState.PROVISIONAL, LinkState.REJECTED);
        assertThat(conversations()).isEqualTo(Map.of("b@b2bua", " 1")); // alone again
    }

    @Test
    void aCallThatDoesNotLeaveWhereTheOtherWentIsNoLeg() throws Exception {
        feed(
                first("a").invite().answered(5.01),
                leg("b@x", 0.01)
                        .between("192.0.2.99", "192.0.2.20")
                        .numbers("4930900001", "442071815000")
                        .invite()
                        .answered(5));

        assertThat(links()).isEmpty();
    }

    @Test
    void whatIsSaidNeedNotBeGuessed() throws Exception {
        feed(
                first("a").invite().answered(5.01),
                second("b").invite("X-CID", "a@phone").answered(5));

        assertThat(links()).containsExactly(tuple("a@phone", "b@b2bua", LinkReason.HEADER));
    }

    @Test
    void isTheSameAfterASavepoint() throws Exception {
        List<LegScript> scripts =
                List.of(
                        first("a").invite().answered(5.01).bye(60),
                        second("b").invite().answered(5).bye(60.01),
                        third("c").invite("X-CID", "b@b2bua").answered(4.9).bye(60.02),
                        leg("d@x", 30).numbers("1", "2").invite("Replaces", "c@sbc;to-tag=1"));
        feed(scripts.toArray(LegScript[]::new));
        List<CallLink> rows = new ArrayList<>();
        List<CallEvent> notes = new ArrayList<>();
        LegsHarness now = new LegsHarness(CorrelationSettings.DEFAULT);
        long pause = 7_000;
        for (var message : LegScript.all(scripts)) {
            if (message.timeMicros() > LegScript.micros(pause / 1000.0)) {
                now.at(LegScript.micros(pause / 1000.0) / 1000);
                var saved = now.snapshot();
                rows.addAll(now.rows());
                notes.addAll(now.notes());
                now.close();
                now = new LegsHarness(CorrelationSettings.DEFAULT, saved);
                pause = message.timeMicros(); // never again
            }
            now.feed(List.of(message));
        }
        now.end();
        now.assertNothingLeft();
        rows.addAll(now.rows());
        notes.addAll(now.notes());
        now.close();

        assertThat(rows).isEqualTo(legs.rows());
        assertThat(notes).isEqualTo(legs.notes());
    }

    @Test
    void legsThatKeepTheCallIdAreLinkedWhileTheFirstIsUp() throws Exception {
        feed(
                first("a").invite().answered(1.01).bye(20),
                leg("a@phone", 0.005)
                        .between("192.0.2.10", "192.0.2.20")
                        .tag("b2bua")
                        .invite()
                        .answered(1)
                        .bye(20.01),
                third("c").invite("X-CID", "a@phone"));

        assertThat(legs.rows())
                .extracting(CallLink::firstStartedAt, CallLink::secondCallId, CallLink::reason)
                .containsExactly(
                        tuple(LegScript.micros(0), "a@phone", LinkReason.CALL_ID),
                        tuple(LegScript.micros(0), "c@sbc", LinkReason.HEADER));
        assertThat(legs.notes())
                .extracting(CallEvent::callId, CallEvent::correlationId)
                .containsExactly(
                        tuple("a@phone", LegScript.micros(0.005) + " 2 a@phone"),
                        tuple("c@sbc", LegScript.micros(0.01) + " 3 a@phone"));
    }

    @Test
    void aCallIdThatIsUsedAgainIsNoLeg() throws Exception {
        feed(
                first("a").invite().answered(1).bye(2),
                leg("a@phone", 3).tag("again").numbers("777", "888").invite().answered(4).bye(5));

        assertThat(links()).isEmpty();
    }

    /** As it is in {@code calls}: a row of either has the time of the call's first INVITE. */
    @Test
    void theNextTryIsOfTheSameCallWhileItMayBe() throws Exception {
        retried(484, 20, 0);
        retried(503, 1, 0);
        retried(503, 4, 4);
        retried(403, 1, 1);
    }

    private void retried(int status, double again, double begins) throws Exception {
        String name = status + " " + again;
        feed(
                first(name).invite().failed(0.5, status),
                leg(name + "@phone", again).invite(m -> m.cseq = 2).answered(again + 1),
                leg(name + "@b2bua", again + 0.005)
                        .between("192.0.2.10", "192.0.2.20")
                        .invite("X-CID", name + "@phone"));

        assertThat(legs.rows())
                .filteredOn(row -> row.firstCallId().equals(name + "@phone"))
                .as(name)
                .extracting(CallLink::firstStartedAt)
                .containsExactly(LegScript.micros(begins));
        leavesNothingBehind();
        open();
    }

    private void feed(LegScript... scripts) throws Exception {
        legs.feed(LegScript.all(scripts)).end();
    }

    private static LegScript first(String name) {
        return leg(name + "@phone", 0);
    }

    private static LegScript second(String name) {
        return leg(name + "@b2bua", 0.005).between("192.0.2.10", "192.0.2.20");
    }

    private static LegScript third(String name) {
        return leg(name + "@sbc", 0.01).between("192.0.2.20", "192.0.2.30").numbers("555", "666");
    }

    private static Sdp sdp(int port, String origin) {
        return sdp("192.0.2.1", port, origin);
    }

    private static Sdp sdp(String ip, int port, String origin) {
        Media[] media = SipFixture.audio(ip, port, "PCMA/8000").media();
        return new Sdp(ip, media, new SdpMarks(origin, "", ""));
    }

    private List<org.assertj.core.groups.Tuple> links() {
        return legs.rows().stream()
                .map(row -> tuple(row.firstCallId(), row.secondCallId(), row.reason()))
                .distinct()
                .toList();
    }

    /** What each call was told last: conversation and leg. */
    private Map<String, String> conversations() {
        Map<String, String> told = new TreeMap<>();
        for (CallEvent note : legs.notes()) {
            String[] words = note.correlationId().split(" ", 3);
            told.put(note.callId(), words[2] + " " + words[1]);
        }
        return told;
    }

    private static List<CallLink> last(List<CallLink> rows) {
        Map<String, CallLink> last = new TreeMap<>();
        rows.forEach(row -> last.put(row.firstCallId() + row.secondCallId() + row.reason(), row));
        return List.copyOf(last.values());
    }
}
