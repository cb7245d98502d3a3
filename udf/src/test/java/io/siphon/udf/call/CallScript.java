package io.siphon.udf.call;

import io.siphon.udf.sip.SipMessage;
import io.siphon.udf.sip.Via;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * The messages of one call, told in order: {@code invite().ringing(s(2)).answered(s(5))}. Times
 * count from {@link #BEGINNING}. Alice calls Bob by a proxy; messages are at Alice's hop unless
 * {@link #beyond} says otherwise.
 */
final class CallScript {

    static final long BEGINNING = 1_700_000_000_250_000L;

    static final String ALICE = "udp:192.0.2.1:5060";
    static final String PROXY = "udp:192.0.2.10:5060";
    static final String BOB = "udp:192.0.2.2:5060";

    private final List<SipMessage> messages = new ArrayList<>();
    private final String callId;
    private String fork = "";
    private String toTag = "bob";
    private long cseq = 1;
    private Consumer<SipFixture> touch = m -> {};

    private CallScript(String callId) {
        this.callId = callId;
    }

    static CallScript call() {
        return call("call-1");
    }

    static CallScript call(String callId) {
        return new CallScript(callId);
    }

    static Duration s(double seconds) {
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }

    static Duration ms(double millis) {
        return s(millis / 1000);
    }

    static long micros(Duration sinceBeginning) {
        return BEGINNING + sinceBeginning.toNanos() / 1000;
    }

    List<SipMessage> messages() {
        return messages;
    }

    /** From now on, messages are between the proxy and a callee, on that branch. */
    CallScript beyond(String branch) {
        fork = branch;
        return this;
    }

    /** From now on, messages are between Alice and the proxy. */
    CallScript atCaller() {
        fork = "";
        return this;
    }

    CallScript by(String calleeTag) {
        toTag = calleeTag;
        return this;
    }

    CallScript cseq(long number) {
        cseq = number;
        return this;
    }

    CallScript invite() {
        return invite(Duration.ZERO);
    }

    CallScript invite(Duration at) {
        return tell(at, "INVITE", 0, true, m -> m.toTag = "");
    }

    CallScript reinvite(Duration at) {
        return tell(at, "INVITE", 0, true, m -> m.vias[0] = via("re-" + cseq));
    }

    /** A response to the re-INVITE. */
    CallScript reresponse(Duration at, int status) {
        return tell(at, "INVITE", status, false, m -> m.vias[0] = via("re-" + cseq));
    }

    CallScript ringing(Duration at) {
        return response(at, 180);
    }

    CallScript answered(Duration at) {
        return response(at, 200);
    }

    CallScript response(Duration at, int status) {
        return tell(at, "INVITE", status, false, m -> {});
    }

    /** The ACK of a 2xx: a transaction of its own. */
    CallScript ack(Duration at) {
        return tell(at, "ACK", 0, true, m -> m.vias[0] = via("ack-" + cseq + fork));
    }

    /** The ACK of a failure: of the INVITE's transaction, hop by hop. */
    CallScript ackFailure(Duration at) {
        return tell(at, "ACK", 0, true, m -> m.vias = new Via[] {m.vias[0]});
    }

    CallScript challenged(Duration at, int status) {
        return response(at, status).ackFailure(at.plusMillis(1));
    }

    CallScript cancel(Duration at) {
        return tell(
                at,
                "CANCEL",
                0,
                true,
                m -> {
                    m.toTag = "";
                    m.vias = new Via[] {m.vias[0]};
                });
    }

    CallScript bye(Duration at) {
        return tell(at, "BYE", 0, true, m -> bye(m, cseq + 1));
    }

    CallScript byeResponse(Duration at, int status) {
        return tell(at, "BYE", status, false, m -> bye(m, cseq + 1));
    }

    CallScript byeByCallee(Duration at) {
        return tell(
                at,
                "BYE",
                0,
                false,
                m -> {
                    bye(m, 77);
                    m.fromTag = toTag;
                    m.toTag = "alice";
                });
    }

    CallScript update(Duration at) {
        return tell(at, "UPDATE", 0, true, m -> m.vias[0] = via("update-" + at));
    }

    /** All so far as a second agent saw it, on the same hop, a little later. */
    CallScript otherAgent() {
        for (SipMessage m : List.copyOf(messages)) {
            messages.add(
                    copy(
                            m,
                            f -> {
                                f.node = "probe";
                                f.timeMicros += 300;
                            }));
        }
        return this;
    }

    /** All so far between the proxy and Bob as well, 2 ms off. */
    CallScript secondHop() {
        for (SipMessage m : List.copyOf(messages)) {
            boolean down = m.source().equals(ALICE);
            messages.add(
                    copy(
                            m,
                            f -> {
                                f.timeMicros += down ? 2000 : -2000;
                                f.source = down ? PROXY : BOB;
                                f.destination = down ? BOB : PROXY;
                                Via below = via("hop2-" + m.branch());
                                boolean single =
                                        m.method().equals("CANCEL")
                                                || m.method().equals("ACK")
                                                        && !m.branch().startsWith("ack");
                                f.vias =
                                        single ? new Via[] {below} : new Via[] {below, m.vias()[0]};
                            }));
        }
        return this;
    }

    static Via via(String branch) {
        return new Via("UDP", "192.0.2.1:5060", branch);
    }

    private void bye(SipFixture m, long number) {
        m.cseq = number;
        m.vias[0] = via("bye-" + number);
    }

    private CallScript tell(
            Duration at, String method, int status, boolean down, Consumer<SipFixture> shape) {
        SipFixture m = new SipFixture();
        m.callId = callId;
        m.timeMicros = micros(at);
        m.method = method;
        m.status = status;
        m.requestUri = status == 0 ? "sip:bob@example.org" : "";
        m.fromTag = "alice";
        m.toTag = toTag;
        m.cseq = cseq;
        String near = fork.isEmpty() ? ALICE : PROXY;
        String far = fork.isEmpty() ? PROXY : BOB;
        m.source = down ? near : far;
        m.destination = down ? far : near;
        if (fork.isEmpty()) {
            m.vias("invite-" + cseq);
        } else {
            m.vias(fork + "-" + cseq, "invite-" + cseq);
        }
        shape.accept(m);
        touch.accept(m);
        touch = x -> {};
        messages.add(m.build());
        return this;
    }

    /** The next message told is changed so. */
    CallScript next(Consumer<SipFixture> change) {
        touch = change;
        return this;
    }

    static SipMessage copy(SipMessage m, Consumer<SipFixture> change) {
        SipFixture f = new SipFixture();
        f.timeMicros = m.timeMicros();
        f.node = m.node();
        f.source = m.source();
        f.destination = m.destination();
        f.trunk = m.trunk();
        f.direction = m.direction();
        f.correlationId = m.correlationId();
        f.callId = m.callId();
        f.method = m.method();
        f.status = m.status();
        f.reason = m.reason();
        f.requestUri = m.requestUri();
        f.fromUri = m.fromUri();
        f.fromTag = m.fromTag();
        f.toUri = m.toUri();
        f.toTag = m.toTag();
        f.cseq = m.cseq();
        f.vias = m.vias().clone();
        f.contact = m.contact();
        f.assertedIdentity = m.assertedIdentity();
        f.userAgent = m.userAgent();
        f.q850Cause = m.q850Cause();
        f.xcid = m.xcid();
        f.sdp = m.sdp();
        f.explanation = m.explanation();
        f.sipCause = m.sipCause();
        f.retryAfter = m.retryAfter();
        f.credentials = m.credentials();
        f.attestation = m.attestation();
        change.accept(f);
        return f.build();
    }

    static List<SipMessage> all(Collection<CallScript> scripts) {
        return scripts.stream().flatMap(s -> s.messages.stream()).toList();
    }
}
