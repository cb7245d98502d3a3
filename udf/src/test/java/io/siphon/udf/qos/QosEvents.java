package io.siphon.udf.qos;

import io.siphon.schema.Call;
import io.siphon.schema.CallChange;
import io.siphon.schema.CallLeg;
import io.siphon.schema.CallMedia;
import io.siphon.schema.CallOutcome;
import io.siphon.schema.CallSignalling;
import io.siphon.schema.CallVerdict;
import io.siphon.schema.Distribution;
import io.siphon.schema.Registration;
import io.siphon.schema.RegistrationChange;
import io.siphon.schema.RegistrationKind;
import io.siphon.schema.RegistrationOutcome;
import io.siphon.schema.RtcpStreamSummary;
import io.siphon.schema.RtpStream;
import io.siphon.udf.rtcp.RtcpQuality;
import io.siphon.udf.rtcp.RtcpXr;
import io.siphon.udf.sip.Binding;
import io.siphon.udf.sip.SipMessage;
import io.siphon.udf.sip.Via;

/** The events that these tests speak of. Times are seconds after {@link #BEGINNING}. */
final class QosEvents {

    /** 2024-06-01T00:00:00Z, at the start of a window of any usual length. */
    static final long BEGINNING = 1_717_200_000_000_000L;

    static long at(double seconds) {
        return BEGINNING + Math.round(seconds * 1e6);
    }

    static long ms(double seconds) {
        return at(seconds) / 1_000;
    }

    static SipMessage request(double seconds, String node, String method) {
        return message(at(seconds), node, "carrier-a", "in", method, 0);
    }

    static SipMessage response(double seconds, String node, String method, int status) {
        return message(at(seconds), node, "carrier-a", "out", method, status);
    }

    static SipMessage message(
            long micros, String node, String trunk, String direction, String method, int status) {
        return new SipMessage(
                micros,
                node,
                "udp:192.0.2.1:5060",
                "udp:192.0.2.2:5060",
                trunk,
                direction,
                null,
                "a84b4c76e66710",
                method,
                status,
                "",
                "",
                "",
                "",
                "",
                "",
                1,
                new Via[0],
                "",
                new Binding[0],
                "",
                "",
                0,
                "",
                new String[0],
                "",
                null,
                "",
                0,
                "",
                0,
                -1,
                false,
                "");
    }

    static Call started(double seconds) {
        return call(CallChange.STARTED, seconds, 0, 0, CallOutcome.IN_PROGRESS);
    }

    /** A call that began at 0 rings. */
    static Call ringing(double seconds) {
        return call(CallChange.RINGING, seconds, seconds, 0, CallOutcome.IN_PROGRESS);
    }

    /** A call that began at 0 is answered. */
    static Call answered(double ringing, double seconds) {
        return call(CallChange.ANSWERED, seconds, ringing, seconds, CallOutcome.ANSWERED);
    }

    static Call ended(double answered, double seconds, CallOutcome outcome) {
        return call(CallChange.ENDED, seconds, 0, answered, outcome);
    }

    private static Call call(
            CallChange change,
            double seconds,
            double ringing,
            double answered,
            CallOutcome outcome) {
        return call(
                "proxy1",
                "carrier-a",
                change,
                at(seconds),
                micros(ringing),
                micros(answered),
                outcome);
    }

    private static long micros(double seconds) {
        return seconds == 0 ? 0 : at(seconds);
    }

    /** A call that began at 0, by epoch µs. */
    static Call call(
            String node,
            String trunk,
            CallChange change,
            long changeMicros,
            long ringingAt,
            long answeredAt,
            CallOutcome outcome) {
        return call(node, trunk, change, changeMicros, ringingAt, answeredAt, outcome, "");
    }

    /** Likewise, attested as {@code A}, {@code B} or {@code C}. */
    static Call call(
            String node,
            String trunk,
            CallChange change,
            long changeMicros,
            long ringingAt,
            long answeredAt,
            CallOutcome outcome,
            String attestation) {
        boolean ended = change == CallChange.ENDED;
        long first = ringingAt > 0 ? ringingAt : answeredAt;
        return new Call(
                "a84b4c76e66710",
                change,
                changeMicros,
                "alice",
                "bob",
                "1928301774",
                "a6c85cf",
                "udp:192.0.2.1:5060",
                "udp:192.0.2.2:5060",
                node,
                trunk,
                "in",
                BEGINNING,
                ringingAt,
                answeredAt,
                ended ? changeMicros : 0,
                first > 0 ? (first - BEGINNING) / 1_000 : -1,
                answeredAt > 0 ? (answeredAt - BEGINNING) / 1_000 : -1,
                ended && answeredAt > 0 ? (changeMicros - answeredAt) / 1_000 : -1,
                outcome,
                0,
                0,
                "",
                "",
                "",
                "",
                "",
                0,
                0,
                CallLeg.NONE,
                CallMedia.NONE,
                CallVerdict.NONE,
                new CallSignalling(0, attestation));
    }

    /** A registration that was challenged; accepted in 42 ms if it was. */
    static Registration registration(
            double seconds, RegistrationChange change, RegistrationOutcome outcome, int status) {
        boolean started = change == RegistrationChange.STARTED;
        return new Registration(
                "sip:alice@example.org",
                "a84b4c76e66710",
                1,
                change,
                at(seconds),
                RegistrationKind.INITIAL,
                "sip:alice@192.0.2.1",
                "",
                "udp:192.0.2.1:5060",
                "udp:192.0.2.2:5060",
                "proxy1",
                "carrier-a",
                "in",
                BEGINNING,
                started ? 0 : BEGINNING + 20_000,
                started ? 0 : at(seconds),
                change == RegistrationChange.LAPSED ? at(seconds) : 0,
                outcome == RegistrationOutcome.ACCEPTED ? 42 : -1,
                300,
                300,
                outcome,
                status,
                0);
    }

    static RtcpQuality quality(
            long micros, String codec, double jitterMs, double lossPct, double rttMs) {
        return new RtcpQuality(
                micros,
                "proxy1",
                "carrier-a",
                "a84b4c76e66710",
                "udp:192.0.2.1:30001",
                "udp:192.0.2.2:30001",
                0xCAFEL,
                codec,
                8000,
                codec.isEmpty(),
                jitterMs,
                lossPct,
                0,
                rttMs,
                RtcpStreamSummary.RTCP,
                Double.NaN);
    }

    /** What a phone says in a body of vq-rtcpxr. */
    static RtcpQuality ofPhone(
            long micros, double jitterMs, double lossPct, double rttMs, double mos) {
        return new RtcpQuality(
                micros,
                "proxy1",
                "carrier-a",
                "a84b4c76e66710",
                "udp:192.0.2.1:30000",
                "udp:192.0.2.2:30000",
                0xCAFEL,
                "PCMA",
                8000,
                false,
                jitterMs,
                lossPct,
                0,
                rttMs,
                RtcpStreamSummary.VQ,
                mos);
    }

    /**
     * @param mosCq NaN when the receiver does not say
     */
    static RtcpXr extended(long micros, double mosCq) {
        return new RtcpXr(
                micros,
                "proxy1",
                "udp:192.0.2.1:30001",
                "udp:192.0.2.2:30001",
                "carrier-a",
                0xBEEFL,
                0xCAFEL,
                2,
                1.5,
                25,
                0.5,
                120,
                9000,
                42,
                60,
                -20,
                -60,
                Double.NaN,
                16,
                82,
                Double.NaN,
                4.1,
                mosCq,
                3,
                3,
                40,
                80,
                200);
    }

    static RtpStream stream(
            long endedAt,
            long reportedMicros,
            boolean ended,
            String codec,
            double jitterMs,
            double lossPct,
            double mos) {
        return new RtpStream(
                "a84b4c76e66710",
                ended,
                false,
                reportedMicros,
                "proxy1",
                "carrier-a",
                "udp:192.0.2.1:30000",
                "udp:192.0.2.2:30000",
                0xCAFEL,
                8,
                codec,
                8000,
                true,
                RtpStream.FROM_CALLER,
                endedAt - 20_000_000,
                endedAt,
                1000,
                160_000,
                0,
                0,
                0,
                lossPct,
                jitterMs,
                jitterMs,
                20,
                1,
                mos * 20,
                mos,
                Double.NaN,
                0);
    }

    private QosEvents() {}

    static Distribution distribution(double... values) {
        Distribution distribution = new Distribution();
        for (double value : values) {
            distribution.add(value);
        }
        return distribution;
    }
}
