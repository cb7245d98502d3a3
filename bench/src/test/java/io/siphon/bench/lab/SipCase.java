package io.siphon.bench.lab;

import javax.annotation.Nullable;

/** The kinds of traffic: which SIPp scenario plays which side, and what becomes of it. */
public enum SipCase {
    /** The caller hangs up. */
    ANSWERED("uac_ok", "uas_ok", "+442071801", "answered", 200),
    CALLEE_HANGS_UP("uac_calleebye", "uas_calleebye", "+442071816", "answered", 200),
    /** 407 first. */
    AUTHENTICATED("uac_authcall", "uas_ok", "+442071801", "answered", 200),
    BUSY("uac_busy", "uas_busy", "+442071802", "busy", 486),
    NOT_FOUND("uac_404", "uas_404", "+442071803", "rejected", 404),
    CANCELLED("uac_cancel", "uas_ring", "+442071804", "cancelled", 487),
    /** 480 after ringing. */
    NO_ANSWER("uac_480", "uas_480", "+442071813", "no_answer", 480),
    DECLINED("uac_603", "uas_603", "+442071807", "rejected", 603),
    REDIRECTED("uac_302", "uas_302", "+442071808", "redirected", 302),
    /** By Kamailio itself, without a transaction. */
    UNAVAILABLE("uac_503", null, "+442071891", "failed", 503),
    /** 401 first; no call. */
    REGISTERED("uac_register", null, "+442071890", null, 200);

    /** What a {@link MediaCall} calls. */
    static final String MEDIA_PREFIX = "+442071850";

    private final String caller;
    @Nullable private final String callee;
    private final String prefix;
    @Nullable private final String outcome;
    private final int finalStatus;

    SipCase(
            String caller,
            @Nullable String callee,
            String prefix,
            @Nullable String outcome,
            int finalStatus) {
        this.caller = caller;
        this.callee = callee;
        this.prefix = prefix;
        this.outcome = outcome;
        this.finalStatus = finalStatus;
    }

    /** The calling side's scenario. */
    public String caller() {
        return caller;
    }

    /** The called side's scenario; null where Kamailio answers by itself. */
    @Nullable
    public String callee() {
        return callee;
    }

    /** What numbers called in this case begin with. */
    public String prefix() {
        return prefix;
    }

    /** {@code calls.outcome}; null when it is no call. */
    @Nullable
    public String outcome() {
        return outcome;
    }

    /** {@code calls.final_status}. */
    public int finalStatus() {
        return finalStatus;
    }

    /** User part of the n-th caller: Kamailio challenges the calls of users named auth. */
    String user(int n) {
        return this == AUTHENTICATED ? "auth%d".formatted(n) : "+4930900%03d".formatted(n);
    }

    /** The n-th number called. */
    String number(int n) {
        return prefix + "%03d".formatted(n);
    }
}
