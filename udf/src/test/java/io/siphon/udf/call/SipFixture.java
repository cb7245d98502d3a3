package io.siphon.udf.call;

import io.siphon.udf.sdp.Codec;
import io.siphon.udf.sdp.Media;
import io.siphon.udf.sdp.Sdp;
import io.siphon.udf.sip.Binding;
import io.siphon.udf.sip.SipMessage;
import io.siphon.udf.sip.Via;

import javax.annotation.Nullable;

import java.util.Arrays;

/** A message under construction: sane by default, each test says only what matters to it. */
public final class SipFixture {

    public long timeMicros;
    public String node = "proxy";
    public String source = "udp:192.0.2.1:5060";
    public String destination = "udp:192.0.2.10:5060";
    public String trunk = "";
    public String direction = "in";
    public @Nullable String correlationId;
    public String callId = "call-1";
    public String method = "INVITE";
    public int status;
    public String reason = "";
    public String requestUri = "";
    public String fromUri = "sip:alice@example.org";
    public String fromTag = "";
    public String toUri = "sip:bob@example.org";
    public String toTag = "";
    public long cseq = 1;
    public Via[] vias = {};
    public Binding[] bindings = {};
    public String contact = "";
    public String assertedIdentity = "";
    public String userAgent = "";
    public int q850Cause;
    public String xcid = "";
    public String[] headers = {};
    public @Nullable Sdp sdp;
    public String explanation = "";
    public int sipCause;
    public int retryAfter = -1;
    public boolean credentials;
    public String attestation = "";

    public SipMessage build() {
        return new SipMessage(
                timeMicros,
                node,
                source,
                destination,
                trunk,
                direction,
                correlationId,
                callId,
                method,
                status,
                reason,
                requestUri,
                fromUri,
                fromTag,
                toUri,
                toTag,
                cseq,
                vias,
                bindings.length == 0 ? contact : bindings[0].contact(),
                bindings,
                assertedIdentity,
                userAgent,
                q850Cause,
                xcid,
                headers,
                sdp == null ? "" : "application/sdp",
                sdp,
                "",
                0,
                explanation,
                sipCause,
                retryAfter,
                credentials,
                attestation);
    }

    public SipFixture vias(String... branches) {
        vias =
                Arrays.stream(branches)
                        .map(b -> new Via("UDP", "192.0.2.1:5060", b))
                        .toArray(Via[]::new);
        return this;
    }

    /** One audio line; codecs as {@code name/clock}, numbered from 96. */
    public static Sdp audio(String ip, int port, String... codecs) {
        Codec[] list = new Codec[codecs.length];
        for (int i = 0; i < codecs.length; i++) {
            String[] parts = codecs[i].split("/");
            list[i] = new Codec(96 + i, parts[0], Integer.parseInt(parts[1]));
        }
        return new Sdp(
                ip,
                new Media[] {new Media("audio", ip, port, port + 1, "RTP/AVP", "sendrecv", list)});
    }
}
