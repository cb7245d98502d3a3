package io.siphon.schema;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Why a call ended as it did, as one word. Stored in lower case, never renamed. The rules that
 * choose it are in {@code udf/verdict}, and {@code docs/causes.md} lists them.
 */
public enum CallCause {
    /** The call is up, or its row is older than causes. */
    NONE(Shown.NOTHING, "not over"),

    NORMAL(Shown.BYE, "answered, and one side hung up"),
    RELEASED_BY_NETWORK(Shown.BYE, "a proxy ended the answered call"),
    RELEASED_ABNORMALLY(Shown.BYE, "the BYE says that something went wrong"),
    MEDIA_TIMEOUT(Shown.BYE, "answered, and released because no media came"),
    ACK_MISSING(Shown.ANSWER, "answered, and the ACK never came"),
    BYE_LOST(Shown.ANSWER, "answered, and no BYE was seen"),
    BYE_UNANSWERED(Shown.BYE, "the BYE was repeated, and nobody answered it"),
    NAT(Shown.ANSWER, "requests went to a private address behind NAT"),

    BUSY(Shown.RESPONSE, "the callee is busy"),
    NO_ANSWER(Shown.RESPONSE, "it rang, and nobody answered"),
    DECLINED(Shown.RESPONSE, "the callee declined"),
    CALLER_GAVE_UP(Shown.CANCEL, "the caller gave up while it rang"),
    CANCELLED_BEFORE_RINGING(Shown.CANCEL, "the caller gave up before it rang"),
    ANSWERED_ELSEWHERE(Shown.CANCEL, "another phone took the call"),
    EARLY_MEDIA_ONLY(Shown.PROVISIONAL, "the caller heard early media, and no answer came"),
    REDIRECTED(Shown.RESPONSE, "redirected, and the caller did not follow"),

    NO_ROUTE(Shown.RESPONSE, "the number is not known, or has no route"),
    BAD_NUMBER(Shown.RESPONSE, "the number is incomplete or malformed"),
    NOT_REGISTERED(Shown.RESPONSE, "the callee is not registered"),
    UNREACHABLE(Shown.RESPONSE, "the callee could not be reached"),
    NO_CREDENTIALS(Shown.RESPONSE, "the caller did not answer the challenge"),
    WRONG_CREDENTIALS(Shown.RESPONSE, "the caller's credentials were refused"),
    CODEC_REFUSED(Shown.RESPONSE, "no codec or medium suits both sides"),
    BLOCKED(Shown.RESPONSE, "blocked by policy"),
    TRUNK_OVERLOADED(Shown.RESPONSE, "a server or trunk is out of capacity"),
    TRUNK_DOWN(Shown.RESPONSE, "a server or trunk is down, or the next one does not answer"),
    SERVER_ERROR(Shown.RESPONSE, "a server has an error"),
    LOOP(Shown.RESPONSE, "the call went in a loop"),
    TOO_MANY_HOPS(Shown.RESPONSE, "the call passed too many proxies"),
    BAD_REQUEST(Shown.RESPONSE, "the request was refused as it is built"),

    TIMER_B(Shown.INVITE, "nobody answered the INVITE at all"),
    NO_FINAL_RESPONSE(Shown.INVITE, "no final response was seen"),

    /** {@link CallOutcome#EVICTED}. */
    EVICTED(Shown.NOTHING, "followed no further, for want of room"),
    UNKNOWN(Shown.RESPONSE, "not known");

    /** Which message shows it. */
    public enum Shown {
        NOTHING,
        INVITE,
        /** The last provisional response with a session description. */
        PROVISIONAL,
        /** The 2xx. */
        ANSWER,
        /** The final response that decided. */
        RESPONSE,
        CANCEL,
        BYE
    }

    /** All that a stored call may have, as they are written in searches. */
    public static final List<String> TAGS =
            Arrays.stream(values()).filter(cause -> cause != NONE).map(CallCause::tag).toList();

    private final Shown shown;
    private final String meaning;

    CallCause(Shown shown, String meaning) {
        this.shown = shown;
        this.meaning = meaning;
    }

    /** As it is stored and tagged: {@code no_route}. */
    public String tag() {
        return this == NONE ? "" : name().toLowerCase(Locale.ROOT);
    }

    /** What {@link #tag} gave; of a later version's word {@link #UNKNOWN}. */
    public static CallCause ofTag(String tag) {
        for (CallCause cause : values()) {
            if (cause.tag().equals(tag)) {
                return cause;
            }
        }
        return UNKNOWN;
    }

    /** Which message of the call shows it. */
    public Shown shown() {
        return shown;
    }

    /** In a few words, for people. */
    public String meaning() {
        return meaning;
    }

    /** Whether it is over, and did not end as answered calls should. */
    public boolean isFailure() {
        return this != NONE && this != NORMAL;
    }
}
