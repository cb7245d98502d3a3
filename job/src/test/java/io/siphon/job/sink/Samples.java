package io.siphon.job.sink;

import io.siphon.schema.Alert;
import io.siphon.schema.AlertState;
import io.siphon.schema.Call;
import io.siphon.schema.CallCause;
import io.siphon.schema.CallChange;
import io.siphon.schema.CallLeg;
import io.siphon.schema.CallLink;
import io.siphon.schema.CallMedia;
import io.siphon.schema.CallOutcome;
import io.siphon.schema.CallSignalling;
import io.siphon.schema.CallVerdict;
import io.siphon.schema.LinkReason;
import io.siphon.schema.LinkState;
import io.siphon.schema.Measurement;
import io.siphon.schema.MediaFigures;
import io.siphon.schema.Registration;
import io.siphon.schema.RegistrationChange;
import io.siphon.schema.RegistrationKind;
import io.siphon.schema.RegistrationOutcome;
import io.siphon.schema.RtcpStreamSummary;
import io.siphon.schema.RtpStream;
import io.siphon.schema.Severity;
import io.siphon.schema.Trace;
import io.siphon.schema.Undecodable;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;

/** Records to store, small and readable. */
public final class Samples {

    /** 2026-03-01T12:00:00.123456Z. */
    public static final long NOON = micros("2026-03-01T12:00:00.123456");

    private Samples() {}

    /** Epoch µs of a UTC date and time. */
    public static long micros(String utc) {
        LocalDateTime time = LocalDateTime.parse(utc);
        return time.toEpochSecond(ZoneOffset.UTC) * 1_000_000 + time.getNano() / 1000;
    }

    /** An INVITE of that call, {@code number} µs after noon. */
    public static Trace invite(String callId, int number) {
        return sip(
                callId,
                NOON + number,
                ("INVITE sip:b@example.net SIP/2.0\r\nCall-ID: " + callId + "\r\n\r\n")
                        .getBytes(StandardCharsets.UTF_8));
    }

    public static Trace sip(String callId, long micros, byte[] message) {
        return trace(1, callId, micros, message);
    }

    public static Trace trace(int protocol, String callId, long micros, byte[] payload) {
        boolean sip = protocol == 1;
        return new Trace(
                micros,
                micros + 7,
                protocol,
                "proxy-1",
                sip ? null : callId,
                payload,
                "udp:192.0.2.1:5060",
                "udp:[2001:db8::2]:5080",
                callId,
                sip ? "INVITE" : "",
                "",
                sip ? "from-1" : "",
                "",
                sip ? "in" : "",
                0);
    }

    public static Call call(String callId, CallChange change) {
        return call(callId, change, 0);
    }

    /** A call that ends {@code number} µs later than the others. */
    public static Call call(String callId, CallChange change, long number) {
        boolean answered = change == CallChange.ANSWERED || change == CallChange.ENDED;
        boolean ended = change == CallChange.ENDED;
        return new Call(
                callId,
                change,
                NOON,
                "alice",
                "bob",
                "from-1",
                answered ? "to-1" : "",
                "udp:192.0.2.1:5060",
                "udp:192.0.2.2:5060",
                "proxy-1",
                "carrier-a",
                "in",
                NOON,
                0,
                answered ? NOON + 2_000_000 : 0,
                ended ? NOON + 32_000_001 + number : 0,
                answered ? 2000 : -1,
                answered ? 2000 : -1,
                ended ? 30_000 : -1,
                ended ? CallOutcome.ANSWERED : CallOutcome.IN_PROGRESS,
                answered ? 200 : 0,
                ended ? 16 : 0,
                ended ? "caller" : "",
                "phone/1.0",
                "PCMA,opus",
                "",
                answered ? "OK" : "",
                0,
                0,
                answered ? new CallLeg("leg-1@example.org", 2) : CallLeg.NONE,
                ended
                        ? new CallMedia(
                                CallMedia.ONE_WAY,
                                new MediaFigures("rtp", 3.5, 4.25, 2.5, 1.25, 9.5, 3.25),
                                MediaFigures.NONE)
                        : CallMedia.NONE,
                ended
                        ? new CallVerdict(CallCause.NORMAL, "The caller (192.0.2.1) sent BYE.")
                        : CallVerdict.NONE,
                ended ? new CallSignalling(2, "A") : CallSignalling.NONE);
    }

    /** The same call by all but its Call-ID's coming again, so many µs later. */
    public static Call later(long micros, Call c) {
        return new Call(
                c.callId(),
                c.change(),
                c.changeMicros(),
                c.caller(),
                c.callee(),
                c.fromTag(),
                c.toTag(),
                c.source(),
                c.destination(),
                c.node(),
                c.trunk(),
                c.direction(),
                c.startedAt() + micros,
                c.ringingAt(),
                c.answeredAt(),
                c.endedAt(),
                c.pddMs(),
                c.setupMs(),
                c.durationMs(),
                c.outcome(),
                c.finalStatus(),
                c.q850Cause(),
                c.releasedBy(),
                c.userAgent(),
                c.codecs(),
                c.correlationId(),
                c.reason(),
                c.retries(),
                0,
                c.leg(),
                c.media(),
                c.verdict(),
                c.signalling());
    }

    /** The second leg of a call. */
    public static CallLink link(long number, LinkState state) {
        return new CallLink(
                "call-" + number,
                "call-" + number,
                NOON,
                "leg-" + number,
                NOON + 4_000,
                LinkReason.HEADER,
                "call-" + number,
                1,
                state,
                NOON + 4_000);
    }

    /** A registration for 300 s that was challenged and then accepted, 42 ms after it began. */
    public static Registration registration(String callId, RegistrationChange change) {
        boolean ended = change != RegistrationChange.STARTED;
        return new Registration(
                "sip:alice@example.org",
                callId,
                1,
                change,
                NOON,
                RegistrationKind.INITIAL,
                "sip:alice@192.0.2.1:5060;transport=udp",
                "phone/1.0",
                "udp:192.0.2.1:5060",
                "udp:192.0.2.2:5060",
                "proxy-1",
                "carrier-a",
                "in",
                NOON,
                ended ? NOON + 20_000 : 0,
                ended ? NOON + 42_000 : 0,
                change == RegistrationChange.LAPSED ? NOON + 300_042_000 : 0,
                ended ? 42 : -1,
                3600,
                ended ? 300 : -1,
                ended ? RegistrationOutcome.ACCEPTED : RegistrationOutcome.IN_PROGRESS,
                ended ? 200 : 0,
                0);
    }

    /** A stream of 20 s with that SSRC. */
    public static RtpStream stream(long ssrc, boolean ended) {
        return new RtpStream(
                "call-1",
                ended,
                false,
                NOON + 50_000_000,
                "tap-1",
                "carrier-a",
                "udp:192.0.2.1:4000",
                "udp:[2001:db8::2]:5000",
                ssrc,
                8,
                "PCMA",
                8000,
                true,
                RtpStream.FROM_CALLER,
                NOON,
                NOON + 20_000_000,
                990,
                158_400,
                10,
                1,
                2,
                1.0,
                2.5,
                7.25,
                91.5,
                1.25,
                88.5,
                Double.NaN,
                12.5,
                0);
    }

    /** A stream with that SSRC as two reports tell of it; nobody answered a sender report. */
    public static RtcpStreamSummary reported(long ssrc) {
        return new RtcpStreamSummary(
                "call-1",
                "udp:192.0.2.1:4001",
                "udp:[2001:db8::2]:5001",
                "tap-1",
                "carrier-a",
                ssrc,
                "PCMA",
                NOON,
                NOON + 5_000_000,
                2,
                -1,
                1.5,
                2.0,
                3.25,
                4.5,
                Double.NaN,
                Double.NaN,
                4.25,
                4.0,
                0,
                2,
                RtcpStreamSummary.RTCP,
                RtpStream.FROM_CALLER,
                0);
    }

    public static Measurement measurement(Map<String, Double> fields) {
        return measurement(fields, "proxy-1");
    }

    public static Measurement measurement(Map<String, Double> fields, String node) {
        return new Measurement(
                "call_duration_s",
                micros("2026-03-01T12:00:00"),
                micros("2026-03-01T12:01:00"),
                new TreeMap<>(Map.of("node", node, "trunk", "carrier-a", "code", "200")),
                fields,
                new byte[] {1, 2, 3});
    }

    /** That 42 of 100 calls of that trunk failed in the minute after noon; still open. */
    public static Alert alert(String trunk, Severity severity) {
        return new Alert(
                "call_failures",
                severity,
                "proxy-1",
                trunk,
                AlertState.OPEN,
                micros("2026-03-01T12:00:00"),
                micros("2026-03-01T12:01:00"),
                micros("2026-03-01T12:00:00"),
                0,
                42.0,
                20.0,
                1,
                0,
                100,
                "",
                "42.0 % of 100 calls of trunk " + trunk + " failed in the network",
                true);
    }

    public static Undecodable undecodable(byte[] bytes) {
        return new Undecodable(
                NOON, NOON, "198.51.100.1", "7", 0, "bad_magic", "expected HEP3, got EEP9", bytes);
    }
}
