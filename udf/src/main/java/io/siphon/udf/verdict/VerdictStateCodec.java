package io.siphon.udf.verdict;

import io.siphon.udf.edge.RecordBuffer;

/**
 * A {@link VerdictState} in state: a section of the codec of its call, with a version of its own.
 */
public final class VerdictStateCodec {

    private static final int VERSION = 1;

    private VerdictStateCodec() {}

    public static void write(VerdictState state, RecordBuffer to) {
        to.integer(VERSION);
        to.integer(state.seen);
        to.integer(state.invites);
        to.integer(state.answers);
        to.integer(state.byes);
        to.number(state.repeatedAt);
        to.integer(state.challenges);
        to.text(state.refuser);
        to.integer(state.refusal);
        to.integer(state.retryAfter);
        to.text(state.hint);
        to.integer(state.sipCause);
    }

    public static void read(VerdictState state, RecordBuffer from) {
        int version = from.integer();
        if (version != VERSION) {
            throw new IllegalStateException("verdicts of a later version: " + version);
        }
        state.seen = from.integer();
        state.invites = from.integer();
        state.answers = from.integer();
        state.byes = from.integer();
        state.repeatedAt = from.number();
        state.challenges = from.integer();
        state.refuser = from.recurring();
        state.refusal = from.integer();
        state.retryAfter = from.integer();
        state.hint = from.recurring();
        state.sipCause = from.integer();
    }
}
