package io.siphon.udf.correlation;

import io.siphon.udf.edge.EdgeCodec;
import io.siphon.udf.edge.EdgeType;
import io.siphon.udf.edge.RecordBuffer;

/** Serializes {@link ConversationState}s in state. Their first number is that of the format. */
public final class ConversationCodec implements EdgeCodec<ConversationState> {

    private static final long serialVersionUID = 1;

    public static final EdgeType<ConversationState> TYPE =
            EdgeType.of(ConversationState.class, new ConversationCodec());

    private static final int FORMAT = 1;

    private final FoundLinkCodec links = new FoundLinkCodec();

    @Override
    public void write(ConversationState conversation, RecordBuffer to) {
        to.integer(FORMAT);
        to.number(conversation.changedAt);
        to.number(conversation.until);
        to.integer(conversation.legs.size());
        for (ConversationState.Leg leg : conversation.legs) {
            FoundLinkCodec.write(leg.id, to);
            to.flag(leg.over);
            to.text(leg.toldConversation);
            to.integer(leg.toldLeg);
        }
        to.integer(conversation.links.size());
        for (FoundLink link : conversation.links) {
            links.write(link, to);
        }
    }

    @Override
    public boolean isOfMutable() {
        return true;
    }

    @Override
    public ConversationState read(RecordBuffer from) {
        int format = from.integer();
        if (format != FORMAT) {
            throw new IllegalStateException("conversations of a later version: " + format);
        }
        ConversationState conversation = new ConversationState();
        conversation.changedAt = from.number();
        conversation.until = from.number();
        for (int i = from.integer(); i > 0; i--) {
            ConversationState.Leg leg = ConversationState.Leg.of(FoundLinkCodec.readId(from));
            leg.over = from.flag();
            leg.toldConversation = from.text();
            leg.toldLeg = from.integer();
            conversation.legs.add(leg);
        }
        for (int i = from.integer(); i > 0; i--) {
            conversation.links.add(links.read(from));
        }
        return conversation;
    }
}
