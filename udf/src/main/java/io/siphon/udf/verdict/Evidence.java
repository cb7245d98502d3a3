package io.siphon.udf.verdict;

import io.siphon.schema.BoundedText;
import io.siphon.schema.Call;
import io.siphon.schema.CallCause;
import io.siphon.schema.CallOutcome;
import io.siphon.schema.CallVerdict;
import io.siphon.udf.payload.Endpoints;

import java.util.Locale;

/**
 * What a {@link VerdictRule} judges by: a call that is over.
 *
 * @param call without a verdict
 * @param state what was noted beside
 */
public record Evidence(Call call, VerdictState state) {

    /** Octets of a reason phrase in a sentence. */
    private static final int PHRASE_WIDTH = 64;

    /** Whether a 2xx was seen, or a BYE of the dialog shows that there was one. */
    boolean isAnswered() {
        return call.answeredAt() > 0 || is(CallOutcome.ANSWERED);
    }

    /** From the answer to the end; from the INVITE where no answer was seen. */
    String lasted() {
        long from = call.answeredAt() > 0 ? call.answeredAt() : call.startedAt();
        return seconds(call.endedAt() - from);
    }

    /** {@code the caller (192.0.2.1)}: who ended the call. */
    String releaser() {
        return switch (call.releasedBy()) {
            case "caller" -> caller();
            case "callee" -> "the callee (behind " + destination() + ")";
            case "network" -> "a proxy";
            default -> "one side";
        };
    }

    /**
     * @param side {@code caller}, {@code callee} or {@code network}
     */
    boolean isReleasedBy(String side) {
        return call.releasedBy().equals(side);
    }

    boolean is(CallOutcome outcome) {
        return call.outcome() == outcome;
    }

    /** Of the final response; 0 when there is none. */
    int status() {
        return call.finalStatus();
    }

    boolean isStatus(int one, int other) {
        return status() == one || status() == other;
    }

    int q850() {
        return call.q850Cause();
    }

    boolean isQ850(int one, int other) {
        return q850() == one || q850() == other;
    }

    boolean rang() {
        return call.ringingAt() > 0;
    }

    boolean has(int bit) {
        return state.has(bit);
    }

    /** Whether the reason phrase, or the text of Warning or Reason, has one of these words. */
    boolean says(String... lowerCase) {
        return hasOne(lowerCase, call.reason() + " " + state.hint);
    }

    /** Likewise, the text of Warning or Reason alone: most calls have none. */
    boolean hints(String... lowerCase) {
        return !state.hint.isEmpty() && hasOne(lowerCase, state.hint);
    }

    private static boolean hasOne(String[] lowerCase, String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        for (String word : lowerCase) {
            if (lower.contains(word)) {
                return true;
            }
        }
        return false;
    }

    /** Address of the caller, or of the proxy next to him that was seen. */
    String caller() {
        return "the caller (" + Endpoints.address(call.source()) + ")";
    }

    /** Address that the INVITE went to. */
    String destination() {
        return Endpoints.address(call.destination());
    }

    /** Who sent the final response first. */
    String refuser() {
        boolean known = state.refusal == status() && !state.refuser.isEmpty();
        String host = known ? Endpoints.address(state.refuser) : destination();
        return host.isEmpty() ? "The other side" : host;
    }

    /** {@code X answered 486 Busy Here (text of Warning): why.} */
    CallVerdict refused(CallCause cause, String why) {
        return verdict(cause, refuser() + " answered " + answer() + ": " + why + ".");
    }

    /** {@code 486 Busy Here (text of Warning)}. */
    String answer() {
        String phrase = BoundedText.cut(call.reason(), PHRASE_WIDTH).strip();
        StringBuilder answer = new StringBuilder().append(status());
        answer.append(phrase.isEmpty() ? "" : " ").append(phrase);
        if (state.retryAfter >= 0) {
            answer.append(" with Retry-After ").append(state.retryAfter).append(" s");
        }
        if (q850() > 0) {
            answer.append(" with Q.850 cause ").append(q850());
        }
        return answer.append(hint()).toString();
    }

    /** {@code (text of Warning or Reason)} after a blank; empty when there is none. */
    String hint() {
        String hint = state.hint.strip();
        return hint.isEmpty() ? "" : " (" + hint + ")";
    }

    /** {@code 12.3 s}. */
    static String seconds(long micros) {
        long tenths = (Math.max(0, micros) + 50_000) / 100_000;
        return tenths / 10 + "." + tenths % 10 + " s";
    }

    static String times(int count) {
        return count == 1 ? "once" : count == 2 ? "twice" : count + " times";
    }

    /** Begins with a capital, unless with an address, and fits its column. */
    static CallVerdict verdict(CallCause cause, String sentence) {
        char first = sentence.charAt(0);
        boolean word = sentence.startsWith("the ") || sentence.startsWith("one ");
        String whole = word ? Character.toUpperCase(first) + sentence.substring(1) : sentence;
        return new CallVerdict(cause, BoundedText.cut(whole, CallVerdict.TEXT_WIDTH));
    }
}
