package io.siphon.udf.correlation;

import io.siphon.udf.call.SipFixture;
import io.siphon.udf.sdp.Sdp;
import io.siphon.udf.sip.SipMessage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** The messages of one call between two hosts. Times are seconds after {@link #BEGINNING}. */
final class LegScript {

    static final long BEGINNING = 1_700_000_000_250_000L;

    final String callId;
    final double start;
    private final List<SipMessage> messages = new ArrayList<>();
    private String from = "4930900001";
    private String to = "442071815000";
    private String tag = "a";
    private String source = "udp:192.0.2.1:5060";
    private String destination = "udp:192.0.2.10:5060";

    private LegScript(String callId, double start) {
        this.callId = callId;
        this.start = start;
    }

    static LegScript leg(String callId, double start) {
        return new LegScript(callId, start);
    }

    static long micros(double seconds) {
        return BEGINNING + Math.round(seconds * 1e6);
    }

    LegScript between(String sourceIp, String destinationIp) {
        source = "udp:" + sourceIp + ":5060";
        destination = "udp:" + destinationIp + ":5060";
        return this;
    }

    LegScript tag(String callers) {
        tag = callers;
        return this;
    }

    LegScript numbers(String caller, String callee) {
        from = caller;
        to = callee;
        return this;
    }

    LegScript invite() {
        return invite(m -> {});
    }

    LegScript invite(String header, String value) {
        return invite(m -> m.headers = new String[] {header, value});
    }

    LegScript invite(Sdp sdp) {
        return invite(m -> m.sdp = sdp);
    }

    LegScript invite(Consumer<SipFixture> change) {
        return add(start, "INVITE", 0, true, change);
    }

    LegScript ringing(double at) {
        return add(at, "INVITE", 180, false, m -> {});
    }

    LegScript ringing(double at, String header, String value) {
        return add(at, "INVITE", 180, false, m -> m.headers = new String[] {header, value});
    }

    LegScript answered(double at) {
        return add(at, "INVITE", 200, false, m -> {});
    }

    LegScript answered(double at, Sdp sdp) {
        return add(at, "INVITE", 200, false, m -> m.sdp = sdp);
    }

    LegScript failed(double at, int status) {
        return add(at, "INVITE", status, false, m -> {});
    }

    LegScript bye(double at) {
        return add(at, "BYE", 0, true, m -> m.toTag = "b");
    }

    LegScript refer(double at, String referTo) {
        return add(
                at,
                "REFER",
                0,
                true,
                m -> {
                    m.toTag = "b";
                    m.headers = new String[] {"Refer-To", referTo};
                });
    }

    private LegScript add(
            double at, String method, int status, boolean down, Consumer<SipFixture> change) {
        SipFixture m = new SipFixture();
        m.callId = callId;
        m.timeMicros = micros(at);
        m.method = method;
        m.status = status;
        m.requestUri = status == 0 ? "sip:" + to + "@example.org" : "";
        m.fromUri = "sip:" + from + "@example.org";
        m.toUri = "sip:" + to + "@example.org";
        m.fromTag = tag;
        m.source = down ? source : destination;
        m.destination = down ? destination : source;
        m.vias(callId);
        change.accept(m);
        messages.add(m.build());
        return this;
    }

    static List<SipMessage> all(LegScript... legs) {
        return all(List.of(legs));
    }

    static List<SipMessage> all(List<LegScript> legs) {
        return legs.stream()
                .flatMap(leg -> leg.messages.stream())
                .sorted(Comparator.comparingLong(SipMessage::timeMicros))
                .toList();
    }
}
