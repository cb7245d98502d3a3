package io.siphon.udf.sip.peer;

import java.util.ArrayList;
import java.util.List;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * The seven messages of an answered call behind a proxy, 759 octets on average; the first is an
 * INVITE of 1130.
 */
public final class DialogMessages {

    private static final int INVITE_SIZE = 1130;

    private static final String VIAS =
            """
            Via: SIP/2.0/UDP 192.0.2.10;branch=z9hG4bK2db6.b85842715390879dae322a5954dd3420.0
            Via: SIP/2.0/UDP 192.0.2.21:5160;received=192.0.2.21;rport=5160;branch=z9hG4bKi1-2140-1
            """;
    private static final String RECORD_ROUTE =
            "Record-Route: <sip:192.0.2.10;lr=on;ftag=2140SIPpTag001;did=a9f.3311>\n";
    private static final String FROM =
            "From: \"Alice\" <sip:+4930900000@lab.example.org>;tag=2140SIPpTag001\n";
    private static final String TO = "To: <sip:+442071812000@lab.example.org>";
    private static final String CALL_ID = "Call-ID: 1-2140@192.0.2.21\n";
    private static final String CHARGING =
            "P-Charging-Vector: icid-value=2140a9f33110c51;icid-generated-at=192.0.2.10\n";
    private static final String CALLER =
            """
            Contact: <sip:+4930900000@192.0.2.21:5160;transport=UDP>
            User-Agent: Phone GX 1.0.11.64
            Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, REFER, NOTIFY, PRACK, UPDATE, MESSAGE
            Supported: replaces, timer, 100rel
            P-Asserted-Identity: <sip:+4930900000@lab.example.org>
            """;
    private static final String CALLEE =
            """
            Contact: <sip:+442071812000@192.0.2.31:5060;transport=UDP>
            Server: Gateway 4.2.1 (build 20240611)
            Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, REFER, NOTIFY, PRACK, UPDATE, MESSAGE
            Supported: replaces, timer, 100rel
            """;

    private static final String OFFER =
            """
            v=0
            o=- 53891 1 IN IP4 192.0.2.21
            s=call
            c=IN IP4 192.0.2.21
            t=0 0
            m=audio 6004 RTP/AVP 8 0 101
            a=rtpmap:8 PCMA/8000
            a=rtpmap:0 PCMU/8000
            a=rtpmap:101 telephone-event/8000
            a=fmtp:101 0-16
            a=ptime:20
            a=sendrecv
            """;

    private DialogMessages() {}

    /** INVITE with SDP. */
    public static byte[] invite() {
        int missing = INVITE_SIZE - invite(OFFER).length;
        return invite("a=tool:" + "x".repeat(missing - 9) + "\n" + OFFER);
    }

    /** INVITE, 100, 180, 200, ACK, BYE, 200. */
    public static List<byte[]> dialog() {
        List<byte[]> messages = new ArrayList<>();
        messages.add(invite());
        messages.add(message("SIP/2.0 100 Trying\n", "", "", "1 INVITE", "", ""));
        String tag = ";tag=8b2f51c0a7";
        messages.add(
                message(
                        "SIP/2.0 180 Ringing\n",
                        RECORD_ROUTE,
                        tag,
                        "1 INVITE",
                        CALLEE + CHARGING,
                        ""));
        messages.add(
                message(
                        "SIP/2.0 200 OK\n",
                        RECORD_ROUTE,
                        tag,
                        "1 INVITE",
                        CALLEE + CHARGING,
                        OFFER.replace("192.0.2.21", "192.0.2.31").replace("6004", "31002")));
        String callee = "sip:+442071812000@192.0.2.31:5060;transport=UDP SIP/2.0\n";
        String route = "Route: <sip:192.0.2.10;lr=on;ftag=2140SIPpTag001;did=a9f.3311>\n";
        String agent = CALLER.substring(0, CALLER.indexOf("Allow")) + CHARGING;
        messages.add(message("ACK " + callee, route, tag, "1 ACK", agent, ""));
        messages.add(
                message(
                        "BYE " + callee,
                        route,
                        tag,
                        "2 BYE",
                        agent + "Reason: Q.850;cause=16;text=\"Normal call clearing\"\n",
                        ""));
        messages.add(message("SIP/2.0 200 OK\n", "", tag, "2 BYE", CALLEE + CHARGING, ""));
        return messages;
    }

    private static byte[] invite(String body) {
        return message(
                "INVITE sip:+442071812000@lab.example.org SIP/2.0\n",
                RECORD_ROUTE,
                "",
                "1 INVITE",
                CALLER,
                body);
    }

    private static byte[] message(
            String start, String route, String toTag, String cseq, String headers, String body) {
        String lines = body.replace("\n", "\r\n");
        String head =
                start
                        + route
                        + VIAS
                        + (start.startsWith("SIP") ? "" : "Max-Forwards: 69\n")
                        + FROM
                        + TO
                        + toTag
                        + "\n"
                        + CALL_ID
                        + "CSeq: "
                        + cseq
                        + "\n"
                        + headers
                        + (body.isEmpty() ? "" : "Content-Type: application/sdp\n")
                        + "Content-Length: "
                        + lines.length()
                        + "\n\n";
        return (head.replace("\n", "\r\n") + lines).getBytes(US_ASCII);
    }
}
