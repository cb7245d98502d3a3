package io.siphon.udf.sip;

import io.siphon.udf.sdp.Sdp;

import javax.annotation.Nullable;

/**
 * One SIP message at one hop, as one agent saw it (RFC 3261). Text that the message does not have
 * is empty, never null, unless a component says so; {@link #missing} names what a whole message
 * would have had.
 *
 * @param timeMicros when it was captured, epoch µs, by a clock that is right
 * @param node who captured it, see {@link io.siphon.sources.hep.HepPacket#node}
 * @param source {@code proto:ip:port}, IPv6 in brackets: {@code udp:[2001:db8::1]:5060}
 * @param destination {@code proto:ip:port}
 * @param trunk alias of the configured trunk at its source or destination; empty when none
 * @param direction {@code in} or {@code out} as seen by the capturing proxy; empty when unknown
 * @param correlationId the agent's correlation id; null when not sent
 * @param callId Call-ID (20.8)
 * @param method method of a request; of a response, that of its CSeq
 * @param status 100..699 for a response, -1 for one whose code is none of these, 0 for a request
 * @param reason reason phrase of a response
 * @param requestUri of a request
 * @param cseq sequence number (20.16); -1 when missing
 * @param vias topmost first (20.42)
 * @param contact URI of the first Contact
 * @param bindings of REGISTER and its responses: every Contact (10.2, 10.3); empty for all others
 * @param assertedIdentity URI of P-Asserted-Identity (RFC 3325)
 * @param userAgent User-Agent of a request, Server (else User-Agent) of a response
 * @param q850Cause cause of a {@code Reason: Q.850} header (RFC 3326); 0 when there is none
 * @param xcid X-CID: the other leg's Call-ID, as B2BUAs send it
 * @param headers configured extra headers, alternating name and value
 * @param contentType media type without parameters, lower case
 * @param sdp the session description; null when there is none
 * @param missing what is missing or damaged, words of {@link SipDefect}, comma separated; empty for
 *     a whole message
 * @param clockOffset how far its agent's clock is ahead, µs, see {@link
 *     io.siphon.sources.hep.HepPacket#clockOffsetMicros}
 * @param explanation of a failure response, a BYE or a CANCEL: text of its first Warning (20.43),
 *     else of its first Reason that has one; empty for all others
 * @param sipCause of a BYE or a CANCEL: cause of a {@code Reason: SIP} header; 0 when there is none
 * @param retryAfter of a failure response: Retry-After (20.33), s; -1 when there is none
 * @param credentials whether a request answers a challenge: its Authorization or
 *     Proxy-Authorization has a response (22.2). IMS phones send one without (TS 24.229, 5.1.1.2)
 * @param attestation of a request, see {@link io.siphon.schema.CallSignalling#attestation}
 */
public record SipMessage(
        long timeMicros,
        String node,
        String source,
        String destination,
        String trunk,
        String direction,
        @Nullable String correlationId,
        String callId,
        String method,
        int status,
        String reason,
        String requestUri,
        String fromUri,
        String fromTag,
        String toUri,
        String toTag,
        long cseq,
        Via[] vias,
        String contact,
        Binding[] bindings,
        String assertedIdentity,
        String userAgent,
        int q850Cause,
        String xcid,
        String[] headers,
        String contentType,
        @Nullable Sdp sdp,
        String missing,
        long clockOffset,
        String explanation,
        int sipCause,
        int retryAfter,
        boolean credentials,
        String attestation) {

    public boolean isRequest() {
        return status == 0;
    }

    /** The branch of the topmost Via; empty when there is none. */
    public String branch() {
        return vias.length == 0 ? "" : vias[0].branch();
    }
}
