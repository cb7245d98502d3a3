package io.siphon.udf.session;

/** What a message is to offer and answer (RFC 3264; RFC 6337, 2.2). */
public enum Role {
    /** It has no session description, or one that changes nothing: in an ACK after an answer. */
    NONE,
    OFFER,
    ANSWER,
    /** As heard before: a retransmission, another agent's view, a 2xx after its 183. */
    REPEATED
}
