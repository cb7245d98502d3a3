package io.siphon.console.flow;

import io.siphon.console.ConsoleStore;
import io.siphon.console.store.Store;
import io.siphon.schema.Call;
import io.siphon.schema.CallLink;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.LocalDateTime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/** The legs of a conversation, as the store has them. */
class ConversationTest {

    private static final String BEGAN = "2026-03-01T10:00:00";
    private static final String LATER = "2026-03-01T10:00:00.004";

    private ConsoleStore stored;

    @BeforeEach
    void fill() throws Exception {
        stored = new ConsoleStore();
        stored.call("a@x", BEGAN, "conversation_id = 'a@x'", "leg = 1");
        stored.call("b@x", LATER, "conversation_id = 'a@x'", "leg = 2");
        stored.call("b@x", "2026-03-02T10:00:00");
        stored.call("c@x", LATER, "conversation_id = 'c@x'", "leg = 1");
        stored.message(
                "a@x",
                BEGAN + ".000100",
                "udp:192.0.2.1:5060",
                "udp:192.0.2.2:5060",
                "proxy-1",
                ConsoleStore.sip("INVITE sip:bob@example.com SIP/2.0", "a@x", "1 INVITE"));
        stored.message(
                "b@x",
                LATER + "100",
                "udp:192.0.2.2:5060",
                "udp:192.0.2.3:5060",
                "proxy-1",
                ConsoleStore.sip("INVITE sip:bob@example.com SIP/2.0", "b@x", "1 INVITE"));
        link("a@x", "a@x", "b@x", "header", "confirmed");
        link("", "a@x", "c@x", "numbers", "rejected");
    }

    @AfterEach
    void close() throws Exception {
        stored.close();
    }

    @Test
    void isTheSameOfEachLeg() throws Exception {
        try (Store store = Store.open(stored.address())) {
            for (String leg : new String[] {"a@x", "b@x"}) {
                Flow flow = FlowReader.read(store, leg, false);

                assertThat(flow.conversation().legs())
                        .extracting(Call::callId)
                        .containsExactly("a@x", "b@x");
                assertThat(flow.arrows())
                        .extracting(arrow -> arrow.trace().callId())
                        .containsExactly("a@x", "b@x");
                assertThat(flow.columns())
                        .extracting(Column::name)
                        .containsExactly("192.0.2.1", "192.0.2.2", "192.0.2.3");
            }
        }
    }

    @Test
    void isCutAtTheFirstMessagesOfAllLegs() throws Exception {
        try (Store store = Store.open(stored.address())) {
            Flow flow = FlowReader.read(store, "b@x", false, 1, false);

            assertThat(flow.arrows())
                    .extracting(arrow -> arrow.trace().callId())
                    .containsExactly("a@x");
            assertThat(flow.extent().words()).isEqualTo("the first 1 of 2 messages");
        }
    }

    @Test
    void hasNoCallThatARejectedLinkNames() throws Exception {
        try (Store store = Store.open(stored.address())) {
            Conversation conversation = FlowReader.read(store, "c@x", false).conversation();

            assertThat(conversation.legs()).isEmpty();
            assertThat(conversation.links())
                    .extracting(CallLink::firstCallId)
                    .containsExactly("a@x");
        }
    }

    @Test
    void isLeftOutOnRequest() throws Exception {
        try (Store store = Store.open(stored.address())) {
            Flow flow = FlowReader.readLeg(store, "a@x", false);

            assertThat(flow.arrows()).hasSize(1);
            assertThat(flow.conversation()).isEqualTo(Conversation.ALONE);
        }
    }

    @Test
    void saysWhatEachHopAddedAndChangedAndWhereTheCallWasLost() throws Exception {
        stored.execute(
                "UPDATE calls SET outcome = 'failed', answered_at = NULL, final_status = 500, codecs ="
                        + " 'PCMU' WHERE call_id = 'a@x'");
        stored.execute(
                "UPDATE calls SET outcome = 'busy', answered_at = NULL, final_status = 486, reason ="
                        + " 'Busy Here', codecs = 'PCMA', callee = '0442071' WHERE call_id = 'b@x' AND leg = 2");
        try (Store store = Store.open(stored.address())) {
            Flow flow = FlowReader.read(store, "a@x", false);

            assertThat(LegHop.of(flow.conversation()))
                    .extracting(LegHop::added, LegHop::lost)
                    .containsExactly(tuple("", ""), tuple("INVITE +4.0 ms", "busy 486 Busy Here"));
            LegHop second = LegHop.of(flow.conversation()).get(1);
            assertThat(second.before().callId()).isEqualTo("a@x");
            assertThat(second.changed())
                    .anyMatch(changed -> changed.startsWith("callee "))
                    .contains("codecs PCMU to PCMA", "status 486 to 500");
            assertThat(TextLadder.of(flow))
                    .contains("leg 1  a@x")
                    .contains("added INVITE +4.0 ms")
                    .contains("lost here: busy 486 Busy Here");
        }
    }

    private void link(String conversation, String first, String second, String reason, String state)
            throws Exception {
        stored.execute(
                "INSERT INTO call_links (conversation_id, first_call_id, first_started_at,"
                        + " second_call_id, second_started_at, reason, evidence, score, state,"
                        + " linked_at, uid) VALUES (?, ?, ?, ?, ?, ?, 'x', 1, ?, ?, RANDOM_UUID())",
                conversation,
                first,
                LocalDateTime.parse(BEGAN),
                second,
                LocalDateTime.parse(LATER),
                reason,
                state,
                LocalDateTime.parse(LATER));
    }
}
