package io.siphon.udf.correlation;

import io.siphon.schema.LinkReason;
import io.siphon.schema.LinkState;
import io.siphon.udf.edge.RandomState;

import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.ListSerializer;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/** What is read of state and edges is what was written. */
class CodecsTest {

    private final Random random = new Random(1);

    @Test
    void legs() throws Exception {
        for (int i = 0; i < 200; i++) {
            LegIdState all = RandomState.of(LegIdState.class, random);
            for (LegState leg : all.legs) {
                leg.destinations = new ArrayList<>(List.of(1, -7));
                leg.passing = new ArrayList<>(List.of(5));
            }
            assertThat(RandomState.through(new LegIdStateCodec(), LegIdState.class, all))
                    .usingRecursiveComparison()
                    .isEqualTo(all);
        }
    }

    @Test
    void marks() throws Exception {
        for (int i = 0; i < 200; i++) {
            MarksState marks = RandomState.of(MarksState.class, random);
            for (MarkState leg : marks.legs) {
                leg.source = "udp:192.0.2.1:5060"; // else only its name
                leg.callId = leg.named ? "" : leg.callId; // which is in the key then
            }
            assertThat(RandomState.through(new MarksStateCodec(), MarksState.class, marks))
                    .usingRecursiveComparison()
                    .isEqualTo(marks);
        }
    }

    @Test
    void conversations() throws Exception {
        ConversationState conversation = new ConversationState();
        LegId a = new LegId("a", 1, -2);
        LegId b = new LegId("b", 3, 4);
        conversation.add(List.of(ConversationState.Leg.of(a), ConversationState.Leg.of(b)));
        conversation.legs.get(1).over = true;
        conversation.legs.get(1).toldConversation = "a";
        conversation.legs.get(1).toldLeg = 2;
        conversation.legs.get(1).failed = true;
        conversation.legs.get(1).gone = 300;
        conversation.links.add(
                new FoundLink(false, a, b, LinkReason.HEADER, "x", 0.5, LinkState.PROVISIONAL, 9));
        conversation.changedAt = 5;
        conversation.until = 6;

        assertThat(
                        RandomState.through(
                                new ConversationCodec(), ConversationState.class, conversation))
                .usingRecursiveComparison()
                .isEqualTo(conversation);
    }

    /** Or a checkpoint would have what happens to them while it is written. */
    @Test
    void conversationsAreCopiedForACheckpoint() {
        ConversationState conversation = new ConversationState();
        conversation.add(List.of(ConversationState.Leg.of(new LegId("a", 1, -2))));
        TypeSerializer<ConversationState> serializer =
                ConversationCodec.TYPE.createSerializer(new SerializerConfigImpl());

        List<ConversationState> copies =
                new ListSerializer<>(serializer).copy(List.of(conversation));
        conversation.legs.get(0).toldLeg = 2;
        conversation.add(List.of(ConversationState.Leg.of(new LegId("b", 3, 4))));

        assertThat(copies.get(0).legs).hasSize(1);
        assertThat(copies.get(0).legs.get(0).toldLeg).isZero();
    }

    @Test
    void links() throws Exception {
        LegId a = new LegId("a", 1, -2);
        for (FoundLink link :
                List.of(
                        FoundLink.end(a, 7),
                        FoundLink.failed(a, 7),
                        new FoundLink(
                                false,
                                a,
                                new LegId("b", 3, 4),
                                LinkReason.HEADER,
                                "x",
                                0.5,
                                LinkState.PROVISIONAL,
                                9))) {
            assertThat(RandomState.through(new FoundLinkCodec(), FoundLink.class, link))
                    .isEqualTo(link);
        }
    }

    @Test
    void events() throws Exception {
        LegEvent event =
                new LegEvent(
                        "id",
                        1,
                        LegStep.INVITE,
                        2,
                        3,
                        -5,
                        6,
                        "udp:192.0.2.1:5060",
                        "udp:192.0.2.2:5060",
                        4,
                        List.of(
                                new Identifier(LinkReason.HEADER, "x", 0.3),
                                new Identifier(LinkReason.NUMBERS, "1 2")));

        assertThat(RandomState.through(new LegEventCodec(), LegEvent.class, event))
                .isEqualTo(event);
    }

    @Test
    void marksOnTheirWay() throws Exception {
        LegMark mark =
                new LegMark(
                        "i:a",
                        1,
                        LegStep.FAILED,
                        "header",
                        0.85,
                        486,
                        "b",
                        2,
                        -3,
                        "udp:192.0.2.1:5060",
                        "udp:192.0.2.2:5060");

        assertThat(RandomState.through(new LegMarkCodec(), LegMark.class, mark)).isEqualTo(mark);
    }
}
