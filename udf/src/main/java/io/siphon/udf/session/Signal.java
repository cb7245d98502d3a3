package io.siphon.udf.session;

import java.util.Set;

/** What offer and answer need to know of a message. */
public interface Signal {

    /** Methods that carry offers and answers of a call (RFC 6337, 2.2). */
    Set<String> NEGOTIATING = Set.of("INVITE", "ACK", "PRACK", "UPDATE");

    String method();

    /** 0 for a request. */
    int status();

    long cseq();

    /** Of the topmost Via: a request and its responses at one hop share it. */
    String branch();

    String fromTag();

    String toTag();

    /** The same for both directions between two sockets, see {@link #hop(String, String)}. */
    int hop();

    /** Whether it has a session description. */
    boolean hasDescription();

    /** An INVITE that begins a call, and no re-INVITE. */
    default boolean isInitial() {
        return status() == 0 && toTag().isEmpty() && method().equals("INVITE");
    }

    static int hop(String source, String destination) {
        return source.hashCode() + destination.hashCode();
    }
}
