package io.siphon.udf.suspect;

import io.siphon.schema.Call;
import io.siphon.schema.CallChange;
import io.siphon.schema.CallLeg;
import io.siphon.schema.CallMedia;
import io.siphon.schema.CallOutcome;
import io.siphon.schema.CallSignalling;
import io.siphon.schema.CallVerdict;

/** Calls as {@code CallTracker} gives them. Times are seconds after {@link #BEGINNING}. */
final class CallFixture {

    static final long BEGINNING = 1_717_200_000_000_000L;

    private String callId = "a84b4c76e66710";
    private CallLeg leg = CallLeg.NONE;
    private String caller = "1001";
    private String callee = "1002";
    private String address = "192.0.2.66";
    private String destination = "203.0.113.1";
    private String userAgent = "Desk phone 1.0";
    private double startedAt;
    private double ringingAt = -1;
    private double answeredAt = -1;
    private int retries;
    private CallSignalling signalling = CallSignalling.NONE;

    static long micros(double seconds) {
        return BEGINNING + Math.round(seconds * 1e6);
    }

    static CallFixture call(double startedAt) {
        CallFixture call = new CallFixture();
        call.startedAt = startedAt;
        return call;
    }

    CallFixture id(String otherCallId) {
        callId = otherCallId;
        return this;
    }

    /** The B2BUA's other half of the call. */
    CallFixture laterLeg() {
        leg = new CallLeg("a84b4c76e66710", 2);
        return this;
    }

    CallFixture firstLeg() {
        leg = CallLeg.NONE;
        return this;
    }

    CallFixture from(String otherAddress) {
        address = otherAddress;
        return this;
    }

    CallFixture of(String otherCaller) {
        caller = otherCaller;
        return this;
    }

    CallFixture to(String otherCallee) {
        callee = otherCallee;
        return this;
    }

    CallFixture at(String otherDestination) {
        destination = otherDestination;
        return this;
    }

    CallFixture by(String otherUserAgent) {
        userAgent = otherUserAgent;
        return this;
    }

    CallFixture attested(String attestation) {
        signalling = new CallSignalling(0, attestation);
        return this;
    }

    CallFixture retried() {
        retries = 1;
        return this;
    }

    CallFixture ringing(double seconds) {
        ringingAt = seconds;
        return this;
    }

    Call started() {
        return build(CallChange.STARTED, startedAt, CallOutcome.IN_PROGRESS, 0);
    }

    Call answered(double seconds) {
        answeredAt = seconds;
        return build(CallChange.ANSWERED, seconds, CallOutcome.ANSWERED, 200);
    }

    Call ended(double seconds) {
        return build(CallChange.ENDED, seconds, CallOutcome.ANSWERED, 200);
    }

    Call refused(double seconds, CallOutcome outcome, int status) {
        return build(CallChange.ENDED, seconds, outcome, status);
    }

    private static long time(double seconds) {
        return seconds < 0 ? 0 : micros(seconds);
    }

    private Call build(CallChange change, double at, CallOutcome outcome, int status) {
        return new Call(
                callId,
                change,
                micros(at),
                caller,
                callee,
                "1928301774",
                "a6c85cf",
                "udp:" + address + ":5060",
                "udp:" + destination + ":5060",
                "proxy1",
                "",
                "in",
                micros(startedAt),
                time(ringingAt),
                time(answeredAt),
                change == CallChange.ENDED ? micros(at) : 0,
                -1,
                -1,
                -1,
                outcome,
                status,
                0,
                "",
                userAgent,
                "",
                "",
                "",
                retries,
                0,
                leg,
                CallMedia.NONE,
                CallVerdict.NONE,
                signalling);
    }
}
