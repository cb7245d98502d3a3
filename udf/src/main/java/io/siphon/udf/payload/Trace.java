package io.siphon.udf.payload;

import io.siphon.sources.hep.HepPacket;

/**
 * One stored message: a HEP packet and the columns that a table is searched by. Of a payload with
 * several SIP messages there are several traces, each with its own part as payload.
 *
 * @param packet what was captured
 * @param source {@code proto:ip:port}, IPv6 in brackets, as Kamailio writes {@code fromip}
 * @param destination {@code proto:ip:port}
 * @param callId Call-ID of SIP; of anything else the correlation id; empty when there is none
 * @param method SIP method, of a response that of its CSeq; empty for anything but SIP
 * @param status {@code 200}; empty for requests and for anything but SIP
 * @param direction {@code in}, {@code out} or empty, see {@link io.siphon.udf.sip.SipMessage}
 * @param ordinal of the message in its payload, from 0: two may be the same
 */
public record Trace(
        HepPacket packet,
        String source,
        String destination,
        String callId,
        String method,
        String status,
        String fromTag,
        String toTag,
        String direction,
        int ordinal) {}
