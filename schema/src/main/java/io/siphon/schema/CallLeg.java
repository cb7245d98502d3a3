package io.siphon.schema;

/**
 * Which conversation a call is a leg of. Two calls are legs of one conversation when a {@link
 * CallLink} joins them.
 *
 * @param conversationId Call-ID of the first leg; empty where that is the call itself
 * @param leg 1 for the first leg, and for a call that is alone
 */
public record CallLeg(String conversationId, int leg) {

    /** A call that is alone, or the first leg of others. */
    public static final CallLeg NONE = new CallLeg("", 1);

    /**
     * Whether figures by conversation count the call: later legs repeat what the first one does.
     */
    public boolean isFirst() {
        return leg <= 1;
    }
}
