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

    private static final int OVER = 1;
    private static final int FAILED = 2;

    /** Others have given way before it: how many follows. */
    private static final int GONE = 4;

    private final FoundLinkCodec links = new FoundLinkCodec();

    @Override
    public void write(ConversationState conversation, RecordBuffer to) {
        to.integer(FORMAT);
        to.number(conversation.changedAt);
        to.number(conversation.until);
        to.integer(conversation.legs.size());
        for (ConversationState.Leg leg : conversation.legs) {
            FoundLinkCodec.write(leg.id, to);
            to.octet((leg.over ? OVER : 0) | (leg.failed ? FAILED : 0) | (leg.gone > 0 ? GONE : 0));
            to.text(leg.toldConversation);
            to.integer(leg.toldLeg);
            if (leg.gone > 0) {
                to.integer(leg.gone);
            }
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
            int flags = from.octet();
            leg.over = (flags & OVER) != 0;
            leg.failed = (flags & FAILED) != 0;
            leg.toldConversation = from.text();
            leg.toldLeg = from.integer();
            leg.gone = (flags & GONE) == 0 ? 0 : from.integer();
            conversation.legs.add(leg);
        }
        for (int i = from.integer(); i > 0; i--) {
            conversation.links.add(links.read(from));
        }
        return conversation;
    }
}
