package io.siphon.udf.session;

import io.siphon.udf.call.SipFixture;
import io.siphon.udf.sdp.Sdp;
import io.siphon.udf.sdp.SdpParser;
import io.siphon.udf.sip.SipMessage;

import javax.annotation.Nullable;

import java.util.ArrayList;
import java.util.List;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The messages of one call that matter to its session, told in order, half a second apart from
 * {@link #BEGINNING} on: Alice (192.0.2.1) calls Bob (192.0.2.2). SDP is told as its lines.
 */
public final class SessionScript {

    public static final long BEGINNING = 1_700_000_000_000_000L;

    private static final long STEP = 500_000;

    private final String callId;
    private final List<SipMessage> messages = new ArrayList<>();
    private long at = BEGINNING;
    private long step = STEP;
    private String hop = "";
    private boolean byBob;
    private String bobsTag = "bob";
    private long cseq;
    private String method = "INVITE";

    private SessionScript(String callId) {
        this.callId = callId;
    }

    public static SessionScript call(String callId) {
        return new SessionScript(callId);
    }

    public static SessionScript call() {
        return call("call-1");
    }

    /** That many seconds after the beginning. */
    public SessionScript at(double seconds) {
        at = BEGINNING + Math.round(seconds * 1e6);
        return this;
    }

    /** From now on, of another hop. */
    public SessionScript hop(String name) {
        hop = name;
        return this;
    }

    /** From now on, Bob's requests and Alice's responses. */
    public SessionScript byBob() {
        byBob = true;
        return this;
    }

    public SessionScript byAlice() {
        byBob = false;
        return this;
    }

    /** From now on, of another fork. */
    public SessionScript fork(String tag) {
        bobsTag = tag;
        return this;
    }

    public SessionScript invite(String... sdp) {
        cseq = 1;
        return tell("INVITE", 0, "", sdp);
    }

    /** With a new CSeq, after a challenge. */
    public SessionScript inviteAgain(String... sdp) {
        cseq++;
        return tell("INVITE", 0, "", sdp);
    }

    public SessionScript reinvite(String... sdp) {
        cseq++;
        return tell("INVITE", 0, bobsTag, sdp);
    }

    public SessionScript update(String... sdp) {
        cseq++;
        return tell("UPDATE", 0, bobsTag, sdp);
    }

    public SessionScript prack(String... sdp) {
        cseq++;
        return tell("PRACK", 0, bobsTag, sdp);
    }

    public SessionScript ack(String... sdp) {
        return tell("ACK", 0, bobsTag, sdp);
    }

    public SessionScript bye() {
        cseq++;
        return tell("BYE", 0, bobsTag);
    }

    /** To the last request. */
    public SessionScript response(int status, String... sdp) {
        return tell(method, status, bobsTag, sdp);
    }

    /** To the first INVITE, whatever came in between. */
    public SessionScript inviteResponse(int status, String... sdp) {
        long last = cseq;
        cseq = 1;
        tell("INVITE", status, bobsTag, sdp);
        cseq = last;
        return this;
    }

    /** The last message once more. */
    public SessionScript again() {
        messages.add(messages.get(messages.size() - 1));
        return this;
    }

    public List<SipMessage> messages() {
        return messages;
    }

    private SessionScript tell(String of, int status, String toTag, String... sdp) {
        SipFixture m = new SipFixture();
        boolean towardsBob = byBob == status > 0;
        method = of;
        m.callId = callId;
        m.timeMicros = at;
        m.method = of;
        m.status = status;
        m.cseq = cseq;
        m.source = (towardsBob ? "udp:192.0.2.1:5060" : "udp:192.0.2.2:5060") + hop;
        m.destination = (towardsBob ? "udp:192.0.2.2:5060" : "udp:192.0.2.1:5060") + hop;
        m.fromTag = byBob ? bobsTag : "alice";
        m.toTag = byBob ? "alice" : toTag;
        String transaction = of.equals("ACK") ? "ack-" : "";
        m.vias(transaction + (byBob ? "bob-" : "alice-") + cseq + hop);
        m.sdp = sdp.length == 0 ? null : sdp(sdp);
        messages.add(m.build());
        at += step;
        return this;
    }

    /** {@code c=192.0.2.1} and {@code m=audio …} are enough. */
    public static @Nullable Sdp sdp(String... lines) {
        byte[] octets = ("v=0\r\n" + String.join("\r\n", lines) + "\r\n").getBytes(UTF_8);
        return SdpParser.parse(octets, 0, octets.length, new SdpParser.LeftOut());
    }
}
