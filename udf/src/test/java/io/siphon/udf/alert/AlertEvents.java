package io.siphon.udf.alert;

import io.siphon.schema.Call;
import io.siphon.schema.CallChange;
import io.siphon.schema.CallLeg;
import io.siphon.schema.CallMedia;
import io.siphon.schema.CallOutcome;
import io.siphon.schema.CallSignalling;
import io.siphon.schema.CallVerdict;
import io.siphon.schema.Registration;
import io.siphon.schema.RegistrationChange;
import io.siphon.schema.RegistrationKind;
import io.siphon.schema.RegistrationOutcome;
import io.siphon.schema.RtcpStreamSummary;
import io.siphon.schema.RtpStream;
import io.siphon.udf.qos.QosSettings;

import java.time.Duration;

/** What these tests speak of. Times are seconds after {@link #BEGINNING}; the node is proxy1. */
final class AlertEvents {

    /** 2024-06-01T00:00:00Z, at the start of a window of any usual length. */
    static final long BEGINNING = 1_717_200_000_000_000L;

    static final long MINUTE = 60_000_000;

    /** Small numbers that can be counted by hand. */
    static final AlertSettings SETTINGS =
            new AlertSettings(
                    Detectors.NAMES,
                    new QosSettings(Duration.ofMinutes(1), Duration.ofMinutes(1), 100),
                    20,
                    10,
                    3,
                    6,
                    new MediaThresholds(3.6, 10, 5, Duration.ofSeconds(10)),
                    new Troubles(
                            new Trouble(3, 2),
                            new Trouble(5, 5),
                            new Trouble(5, 5),
                            new Trouble(10, 10)),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(2),
                    new LifeSettings(Duration.ofMinutes(3), Duration.ofMinutes(15), true, null, 0));

    static long at(double seconds) {
        return BEGINNING + Math.round(seconds * 1e6);
    }

    static Call started(double seconds, String source) {
        return call(
                "carrier-a", source, CallChange.STARTED, seconds, false, CallOutcome.IN_PROGRESS);
    }

    static Call answered(double seconds, String trunk) {
        return call(
                trunk,
                "udp:192.0.2.1:5060",
                CallChange.ANSWERED,
                seconds,
                true,
                CallOutcome.ANSWERED);
    }

    /** The end of a call that was answered, or was not. */
    static Call ended(double seconds, String trunk, boolean answered, CallOutcome outcome) {
        return call(trunk, "udp:192.0.2.1:5060", CallChange.ENDED, seconds, answered, outcome);
    }

    private static Call call(
            String trunk,
            String source,
            CallChange change,
            double seconds,
            boolean answered,
            CallOutcome outcome) {
        return call(
                trunk,
                source,
                change,
                seconds,
                answered,
                outcome,
                -1,
                CallMedia.NONE,
                CallVerdict.NONE,
                CallSignalling.NONE);
    }

    static Call call(
            String trunk,
            String source,
            CallChange change,
            double seconds,
            boolean answered,
            CallOutcome outcome,
            long durationMs,
            CallMedia media,
            CallVerdict verdict,
            CallSignalling signalling) {
        boolean over = change == CallChange.ENDED || change == CallChange.NOTED;
        return new Call(
                "a84b4c76e66710",
                change,
                at(seconds),
                "alice",
                "bob",
                "1928301774",
                "a6c85cf",
                source,
                "udp:192.0.2.2:5060",
                "proxy1",
                trunk,
                "in",
                BEGINNING,
                0,
                answered ? BEGINNING + 1 : 0,
                over ? at(seconds) : 0,
                -1,
                -1,
                durationMs,
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
                media,
                verdict,
                signalling);
    }

    static Registration registration(
            double seconds, String source, RegistrationOutcome outcome, int status) {
        return new Registration(
                "sip:alice@example.org",
                "a84b4c76e66710",
                1,
                outcome == RegistrationOutcome.IN_PROGRESS
                        ? RegistrationChange.STARTED
                        : RegistrationChange.ENDED,
                at(seconds),
                RegistrationKind.INITIAL,
                "sip:alice@192.0.2.1",
                "",
                source,
                "udp:192.0.2.2:5060",
                "proxy1",
                "",
                "in",
                BEGINNING,
                0,
                at(seconds),
                0,
                -1,
                300,
                300,
                outcome,
                status,
                0);
    }

    static RtpStream stream(double from, double to, boolean ended, double mos) {
        return new RtpStream(
                "a84b4c76e66710",
                ended,
                false,
                at(to + 30),
                "proxy1",
                "carrier-a",
                "udp:192.0.2.1:30000",
                "udp:192.0.2.2:30000",
                0xCAFEL,
                8,
                "PCMA",
                8000,
                true,
                RtpStream.FROM_CALLER,
                at(from),
                at(to),
                1000,
                160_000,
                0,
                0,
                0,
                0,
                1,
                1,
                20,
                1,
                mos * 20,
                mos,
                Double.NaN,
                0);
    }

    static RtcpStreamSummary reported(double from, double to, double mos) {
        return new RtcpStreamSummary(
                "a84b4c76e66710",
                "udp:192.0.2.1:30001",
                "udp:192.0.2.2:30001",
                "proxy1",
                "",
                0xCAFEL,
                "PCMA",
                at(from),
                at(to),
                4,
                0,
                0,
                0,
                1,
                1,
                Double.NaN,
                Double.NaN,
                mos,
                mos,
                0,
                4,
                RtcpStreamSummary.RTCP,
                "",
                0);
    }

    private AlertEvents() {}
}
