package io.siphon.udf.call;

import io.siphon.schema.CallLeg;

/**
 * The text of a note of kind {@code leg}: which conversation a call belongs to.
 *
 * @param startedAt first INVITE of the call that is meant, epoch µs: its Call-ID may come again
 */
public record LegNote(long startedAt, CallLeg leg) {

    /** The note as an event, to be applied at that time, epoch µs. */
    public CallEvent toEvent(String callId, long timeMicros) {
        return CallEvent.note(
                CallNotes.LEG,
                callId,
                timeMicros,
                startedAt + " " + leg.leg() + " " + leg.conversationId());
    }

    static LegNote read(String text) {
        int first = text.indexOf(' ');
        int second = text.indexOf(' ', first + 1);
        return new LegNote(
                Long.parseLong(text, 0, first, 10),
                new CallLeg(
                        text.substring(second + 1), Integer.parseInt(text, first + 1, second, 10)));
    }

    /** Returns whether it changed anything: it may be of another call of that Call-ID. */
    boolean applyTo(CallState call) {
        boolean meant =
                startedAt >= call.startedAt - CallState.OVERTAKING
                        && (call.closedAt == 0 || startedAt <= call.endedAt);
        if (!meant || leg.equals(call.leg)) {
            return false;
        }
        call.leg = leg;
        return true;
    }
}
