package io.siphon.udf.sip;

import io.siphon.schema.CallSignalling;
import io.siphon.udf.payload.Hop;
import io.siphon.udf.payload.PayloadException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SipParserTest {

    private static final Hop HOP =
            new Hop(7, "2001", "udp:192.0.2.1:5060", "udp:192.0.2.2:5060", "t", "in", null);

    private static final String[] INVITE = {
        "INVITE sip:+442071812000@lab.example.org SIP/2.0",
        "Via: SIP/2.0/UDP 192.0.2.1:5060;rport;branch=z9hG4bKa1, SIP/2.0/TCP [2001:db8::9]:5062;branch=z9hG4bKb2",
        "Via: SIP/2.0/WSS df7jal23ls0d.invalid;branch=z9hG4bKc3;received=192.0.2.99",
        "Max-Forwards: 70",
        "From: \"Alice; \\\"<Ally>\\\"\" <sip:alice@lab.example.org;user=phone>;tag=a-1",
        "To: sip:bob@lab.example.org;user=phone",
        "Call-ID: call-1@192.0.2.1",
        "CSeq: 314159 INVITE",
        "Contact: \"A\" <sip:alice@192.0.2.1:5060>;expires=60, <sip:other@192.0.2.1>",
        "P-Asserted-Identity: <tel:+4930900000>",
        "User-Agent: Phone 1.0",
        "X-CID: call-0@192.0.2.1",
        "Subject: hello",
        "Content-Type: application/sdp",
        "Content-Length: 58",
        "",
        "v=0",
        "c=IN IP4 192.0.2.1",
        "t=0 0",
        "m=audio 4000 RTP/AVP 8 101",
    };

    private final SipParser parser = new SipParser();

    /** TS 24.229, 5.1.1.2: the first REGISTER of an IMS phone has an empty response. */
    @Test
    void credentialsAreAResponseThatIsNotEmpty() throws Exception {
        assertThat(carries("Authorization: Digest username=\"a,b\", response=\"0f\"")).isTrue();
        assertThat(carries("Proxy-Authorization: Digest realm=\"x\",Response = 0f")).isTrue();
        assertThat(carries("Authorization: Digest username=\"a\", nonce=\"\", response=\"\""))
                .isFalse();
        assertThat(carries("Authorization: Digest username=\"response=1\"")).isFalse();
        assertThat(carries("Authorization: Digest response=")).isFalse();
        assertThat(carries("Authorization:")).isFalse();
        assertThat(carries("Subject: none")).isFalse();
    }

    private boolean carries(String header) throws Exception {
        parser.parse(octets("REGISTER sip:example.org SIP/2.0", "CSeq: 2 REGISTER", header, ""));
        return parser.credentials();
    }

    /** RFC 8588, 4: the payload is {@code {"attest":"B","dest":{"tn":["12155551213"]}}}. */
    @Test
    void anAttestationIsThatOfTheFirstPassportThatHasOne() throws Exception {
        assertThat(attestation(identity("{\"attest\":\"B\",\"dest\":{\"tn\":[\"12155551213\"]}}")))
                .isEqualTo("B");
        assertThat(attestation("y: e30.eyJhdHRlc3QiOiJBIn0.c2ln;info=<https://c.example>"))
                .isEqualTo("A");
        assertThat(
                        attestation(
                                identity("{\"div\":{\"tn\":\"1\"}}"),
                                identity("{\"attest\" : \"C\"}")))
                .isEqualTo("C");
        assertThat(attestation("Subject: none")).isEmpty();
    }

    @Test
    void whatHasNoAttestationIsUnknown() throws Exception {
        String unknown = CallSignalling.UNREADABLE;
        assertThat(attestation("Identity: ..c2ln;info=<https://c.example>")).isEqualTo(unknown);
        assertThat(attestation("Identity:")).isEqualTo(unknown);
        assertThat(attestation("Identity: .")).isEqualTo(unknown);
        assertThat(attestation("Identity: e30.&&&.c2ln")).isEqualTo(unknown);
        assertThat(attestation("Identity: e30.eyJhdHRlc3QiOiJBIn0")).isEqualTo(unknown);
        assertThat(attestation(identity("{\"attest\":\"D\"}"))).isEqualTo(unknown);
        assertThat(attestation(identity("{\"attest\""))).isEqualTo(unknown);
        String room = " ".repeat(2000);
        assertThat(attestation(identity("{" + room + "\"attest\":\"A\"}"))).isEqualTo(unknown);
    }

    private static String identity(String payload) {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        return "Identity: e30."
                + encoder.encodeToString(payload.getBytes(UTF_8))
                + ".c2ln;info=<https://c.example>;alg=ES256;ppt=\"shaken\"";
    }

    private String attestation(String... headers) throws Exception {
        List<String> lines = new ArrayList<>(List.of("INVITE sip:b SIP/2.0", "CSeq: 1 INVITE"));
        lines.addAll(List.of(headers));
        lines.add("");
        parser.parse(octets(lines.toArray(String[]::new)));
        return parser.attestation();
    }

    @Test
    void readsTheBindingsOfARegister() throws Exception {
        parser.parse(
                octets(
                        "REGISTER sip:example.org SIP/2.0",
                        "CSeq: 2 REGISTER",
                        "Contact: \"A, B\" <sip:a@192.0.2.1;x=1,2>;q=0.5;expires=60, sip:b@192.0.2.1",
                        "m: <sip:c@192.0.2.1>;Expires=\"0\", <sip:d@192.0.2.1>;expires=soon",
                        "Expires: 3600",
                        ""));

        assertThat(parser.bindings())
                .containsExactly(
                        new Binding("sip:a@192.0.2.1;x=1,2", 60),
                        new Binding("sip:b@192.0.2.1", 3600),
                        new Binding("sip:c@192.0.2.1", 0),
                        new Binding("sip:d@192.0.2.1", 3600));
    }

    @Test
    void readsTheBindingsThatARegistrarKnows() throws Exception {
        parser.parse(
                octets(
                        "SIP/2.0 200 OK",
                        "CSeq: 2 REGISTER",
                        "Contact: <sip:a@192.0.2.1>;expires=99999999999999999999",
                        "Contact: *",
                        ""));

        assertThat(parser.bindings())
                .containsExactly(
                        new Binding("sip:a@192.0.2.1", 0xFFFF_FFFFL), new Binding("*", -1));
    }

    @Test
    void hasBindingsOfRegisterOnlyAndNotTooMany() throws Exception {
        parser.parse(octets(INVITE));
        assertThat(parser.bindings()).isEmpty();
        parser.parse(octets("REGISTER sip:x SIP/2.0", "Contact: " + "sip:a@b, ".repeat(100), ""));
        assertThat(parser.bindings()).hasSize(BindingReader.MAX_BINDINGS);
    }

    @Test
    void readsARequest() throws Exception {
        SipParser extra = new SipParser(List.of("subject", "Contact"));
        extra.parse(octets(INVITE));
        SipMessage message = extra.toMessage(HOP);

        assertThat(message.isRequest()).isTrue();
        assertThat(message.method()).isEqualTo("INVITE");
        assertThat(message.reason()).isEmpty();
        assertThat(message.requestUri()).isEqualTo("sip:+442071812000@lab.example.org");
        assertThat(message.callId()).isEqualTo("call-1@192.0.2.1");
        assertThat(message.fromUri()).isEqualTo("sip:alice@lab.example.org;user=phone");
        assertThat(message.fromTag()).isEqualTo("a-1");
        assertThat(message.toUri()).isEqualTo("sip:bob@lab.example.org");
        assertThat(message.toTag()).isEmpty();
        assertThat(message.cseq()).isEqualTo(314159);
        assertThat(message.branch()).isEqualTo("z9hG4bKa1");
        assertThat(message.vias())
                .containsExactly(
                        new Via("UDP", "192.0.2.1:5060", "z9hG4bKa1"),
                        new Via("TCP", "[2001:db8::9]:5062", "z9hG4bKb2"),
                        new Via("WSS", "df7jal23ls0d.invalid", "z9hG4bKc3"));
        assertThat(message.contact()).isEqualTo("sip:alice@192.0.2.1:5060");
        assertThat(message.assertedIdentity()).isEqualTo("tel:+4930900000");
        assertThat(message.userAgent()).isEqualTo("Phone 1.0");
        assertThat(message.xcid()).isEqualTo("call-0@192.0.2.1");
        assertThat(message.headers())
                .containsExactly(
                        "Contact",
                        "\"A\" <sip:alice@192.0.2.1:5060>;expires=60, <sip:other@192.0.2.1>",
                        "subject",
                        "hello");
        assertThat(message.contentType()).isEqualTo("application/sdp");
        assertThat(message.sdp().codecNames()).isEqualTo("PCMA,101");
        assertThat(message.missing()).isEmpty();
        assertThat(message.timeMicros()).isEqualTo(7);
        assertThat(message.node()).isEqualTo("2001");
        assertThat(message.source()).isEqualTo("udp:192.0.2.1:5060");
        assertThat(message.direction()).isEqualTo("in");
        assertThat(message.correlationId()).isNull();
    }

    @Test
    void readsAResponse() throws Exception {
        SipMessage message =
                message(
                        "SIP/2.0 486 Busy Here",
                        "v: SIP/2.0/TLS proxy.example.org;branch=z9hG4bKx",
                        "f: <sip:a@example.org>;tag=1",
                        "t: <sip:b@example.org>;tag=2",
                        "i: 5",
                        "CSeq: 2 INVITE",
                        "User-Agent: not this",
                        "Server: Switch/7",
                        "Reason: SIP;cause=486;text=\"Busy, Here\", q.850 ; text=\"a;cause=1\" ; cause = 17",
                        "l: 0",
                        "",
                        "");

        assertThat(message.isRequest()).isFalse();
        assertThat(message.status()).isEqualTo(486);
        assertThat(message.reason()).isEqualTo("Busy Here");
        assertThat(message.method()).isEqualTo("INVITE");
        assertThat(message.requestUri()).isEmpty();
        assertThat(message.callId()).isEqualTo("5");
        assertThat(message.toTag()).isEqualTo("2");
        assertThat(message.userAgent()).isEqualTo("Switch/7");
        assertThat(message.q850Cause()).isEqualTo(17);
        assertThat(message.sdp()).isNull();
        assertThat(message.missing()).isEmpty();
    }

    @Test
    void givesTheRawStoreItsColumnsWithoutARecord() throws Exception {
        parser.parse(octets("SIP/2.0 200 OK", "Call-ID: 1", "CSeq: 7 BYE", "", ""));

        assertThat(parser.callId()).isEqualTo("1");
        assertThat(parser.method()).isEqualTo("BYE");
        assertThat(parser.status()).isEqualTo(200);
        assertThat(parser.statusText()).isEqualTo("200");
        parser.parse(octets("BYE sip:a SIP/2.0", "Call-ID: 2", "", ""));
        assertThat(parser.callId()).isEqualTo("2");
        assertThat(parser.statusText()).isEmpty();
    }

    @Test
    void sharesTextsThatComeAgainAndAgain() throws Exception {
        SipMessage one = message(INVITE);
        SipMessage other = message(INVITE);

        assertThat(one.method()).isSameAs(other.method());
        assertThat(one.contentType()).isSameAs(other.contentType());
        assertThat(one.vias()[0].transport()).isSameAs(other.vias()[0].transport());
    }

    @Test
    void takesTheFirstOfSeveralReasonHeaders() throws Exception {
        SipMessage message =
                message(
                        "BYE sip:a SIP/2.0",
                        "Reason: SIP;cause=200",
                        "Reason: Q.850;cause=999",
                        "Reason: Q.850;cause=31",
                        "Reason: Q.850;cause=16",
                        "",
                        "");

        assertThat(message.q850Cause()).isEqualTo(31);
    }

    @Test
    void readsWhyARequestIsRefused() throws Exception {
        SipMessage message =
                message(
                        "SIP/2.0 503 Service Unavailable",
                        "CSeq: 1 INVITE",
                        "Warning: 399 gw.example.org \"All \\\"lines\\\" busy\", 300 x \"b\"",
                        "Reason: Q.850;cause=34;text=\"not this\"",
                        "Retry-After: 120 (maintenance);duration=3600",
                        "Authorization: Digest",
                        "",
                        "");

        assertThat(message.explanation()).isEqualTo("All \"lines\" busy");
        assertThat(message.retryAfter()).isEqualTo(120);
        assertThat(message.credentials()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "Retry-After: 99999999999999999999999, 86400",
        "Retry-After: soon, -1",
        "Retry-After:, -1",
        "Retry-After: -5, -1",
        "Retry-After: 0, 0"
    })
    void boundsRetryAfter(String header, int seconds) throws Exception {
        assertThat(message("SIP/2.0 503 Busy", header, "", "").retryAfter()).isEqualTo(seconds);
    }

    @Test
    void readsWhyACallIsReleased() throws Exception {
        SipMessage message =
                message(
                        "CANCEL sip:a SIP/2.0",
                        "Reason: SIP;cause=200;text=\"Call completed elsewhere\"",
                        "Proxy-Authorization: Digest username=\"a\", response=\"6629fae4\"",
                        "",
                        "");

        assertThat(message.sipCause()).isEqualTo(200);
        assertThat(message.explanation()).isEqualTo("Call completed elsewhere");
        assertThat(message.retryAfter()).isEqualTo(-1);
        assertThat(message.credentials()).isTrue();
    }

    @Test
    void explainsNothingElse() throws Exception {
        SipMessage message =
                message(
                        "SIP/2.0 180 Ringing",
                        "CSeq: 1 INVITE",
                        "Warning: 399 x \"y\"",
                        "Retry-After: 3",
                        "",
                        "");

        assertThat(message.explanation()).isEmpty();
        assertThat(message.sipCause()).isZero();
        assertThat(message.retryAfter()).isEqualTo(-1);
        assertThat(
                        message("BYE sip:a SIP/2.0", "Warning: 399 \"never closed", "", "")
                                .explanation())
                .isEqualTo("never closed");
    }

    @Test
    void namesWhatIsMissing() throws Exception {
        assertThat(message("INVITE sip:a SIP/2.0", "", "").missing())
                .isEqualTo("call-id,cseq,from,to,via");
        assertThat(
                        message(
                                        "INVITE sip:a SIP/2.0",
                                        "From: <>",
                                        "To: ",
                                        "Call-ID:",
                                        "CSeq: x y",
                                        "no",
                                        "")
                                .missing())
                .isEqualTo("call-id,cseq,from,to,via,header,truncated");
    }

    @Test
    void readsTruncatedMessages() throws Exception {
        byte[] whole = octets(INVITE);
        for (int length = INVITE[0].length(); length < whole.length; length++) {
            int end = parser.parse(whole, 0, length);
            assertThat(end).isEqualTo(length);
            assertThat(parser.toMessage(HOP).requestUri()).startsWith("sip:+4420");
            assertThat(parser.missing()).as("cut at " + length).endsWith("truncated");
        }
    }

    /** RFC 3261, 7.3 and 25.1: half a Call-ID, tag or number would be another's. */
    @Test
    void believesNoHalfLineOfACutMessage() throws Exception {
        byte[] whole = octets(INVITE);
        parser.parse(whole);
        SipMessage all = parser.toMessage(HOP);
        parser.cut(true);
        for (int length = INVITE[0].length() + 2; length < whole.length; length++) {
            assertThat(parser.parse(whole, 0, length)).isEqualTo(length);
            SipMessage cut = parser.toMessage(HOP);
            assertThat(cut.callId()).isIn("", all.callId());
            assertThat(cut.fromUri()).isIn("", all.fromUri());
            assertThat(cut.fromTag()).isIn("", all.fromTag());
            assertThat(cut.toUri()).isIn("", all.toUri());
            assertThat(cut.cseq()).isIn(-1L, all.cseq());
            assertThat(cut.contact()).isIn("", all.contact());
            assertThat(cut.userAgent()).isIn("", all.userAgent());
            assertThat(cut.xcid()).isIn("", all.xcid());
            assertThat(cut.contentType()).isIn("", all.contentType());
            assertThat(parser.contentLength()).isIn(-1L, 58L);
            assertThat(List.of(all.vias()).subList(0, cut.vias().length))
                    .containsExactly(cut.vias());
            assertThat(cut.missing()).as("cut at " + length).endsWith("truncated");
        }
        String text = new String(whole, UTF_8);
        int half = text.indexOf("call-1@") + 8;
        parser.parse(whole, 0, half);
        assertThat(parser.callId()).isEmpty();
        assertThat(parser.missing()).isEqualTo("call-id,cseq,truncated");
        parser.parse(whole, 0, text.indexOf("\n", half)); // its end is there, but for the LF
        assertThat(parser.callId()).isEqualTo("call-1@192.0.2.1");
        parser.parse(octets("BYE sip:a SIP/2.0", "Call-ID:", " c1"));
        assertThat(parser.callId()).isEmpty();
    }

    /** Of a session description that the capture cut, half a port would be another's. */
    @Test
    void believesNoHalfLineOfACutBody() throws Exception {
        byte[] whole = octets(INVITE);
        parser.cut(true);
        parser.parse(whole, 0, new String(whole, UTF_8).indexOf("4000 RTP") + 2);
        assertThat(parser.body())
                .asString(UTF_8)
                .isEqualTo("v=0\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n");
        byte[] unknown = octets("INFO sip:a SIP/2.0", "Content-Type: text/plain", "", "one", "tw");
        parser.parse(unknown);
        assertThat(parser.body()).asString(UTF_8).isEqualTo("one\r\n");
        assertThat(parser.missing()).endsWith("truncated");
        parser.cut(false);
        parser.parse(unknown);
        assertThat(parser.body()).asString(UTF_8).isEqualTo("one\r\ntw");
        assertThat(parser.missing()).doesNotContain("truncated");
    }

    /** As senders do that forget the empty line, and the end of the last line. */
    @Test
    void believesALastLineWithoutItsEndOfAWholeMessage() throws Exception {
        parser.parse(octets("BYE sip:a SIP/2.0", "CSeq: 2 BYE", "Call-ID: c1"));
        assertThat(parser.callId()).isEqualTo("c1");
        assertThat(parser.missing()).endsWith("truncated");
    }

    @Test
    void readsSeveralMessagesInOnePayload() throws Exception {
        byte[] first =
                octets(
                        "REGISTER sip:a SIP/2.0",
                        "Call-ID: 1",
                        "Content-Length: 3",
                        "",
                        "ab\n\r\n\r\n");
        byte[] second =
                octets(
                        "SIP/2.0 100 Trying",
                        "Call-ID: 2",
                        "",
                        "SIP/2.0 200 OK",
                        "Call-ID: 3",
                        "",
                        "");

        byte[] both = new byte[first.length + second.length];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        List<String> callIds = new ArrayList<>();
        int at = 0;
        while (at < both.length) {
            at = parser.parse(both, at, both.length - at);
            callIds.add(parser.callId());
        }
        assertThat(callIds).containsExactly("1", "2", "3");
    }

    @Test
    void takesABodyLikeSipForABody() throws Exception {
        byte[] notify =
                octets(
                        "NOTIFY sip:a SIP/2.0",
                        "Content-Type: message/sipfrag",
                        "",
                        "SIP/2.0 200 OK",
                        "");

        assertThat(parser.parse(notify)).isEqualTo(notify.length);
        assertThat(
                        new String(
                                notify,
                                parser.bodyStart(),
                                parser.bodyEnd() - parser.bodyStart(),
                                UTF_8))
                .isEqualTo("SIP/2.0 200 OK\r\n");
    }

    @Test
    void keepsJunkAfterTheBodyWithItsMessage() throws Exception {
        byte[] message = octets("OPTIONS sip:a SIP/2.0", "l: 2", "", "ab\0\0junk");

        assertThat(parser.parse(message)).isEqualTo(message.length);
        assertThat(parser.missing()).endsWith("trailing");
        byte[] padded = octets("OPTIONS sip:a SIP/2.0", "l: 2", "", "ab\0\0\r\n");
        assertThat(parser.parse(padded)).isEqualTo(padded.length);
        assertThat(parser.missing()).doesNotContain("trailing");
    }

    @Test
    void readsEveryKindOfLineEnd() throws Exception {
        String text = String.join("\r\n", INVITE).replace("Content-Length: 58\r\n", "");
        for (String lineEnd : List.of("\n", "\r", "\r\r\n")) {
            parser.parse(("\r\n\r\n" + text.replace("\r\n", lineEnd)).getBytes(UTF_8));
            SipMessage message = parser.toMessage(HOP);
            assertThat(message.callId()).isEqualTo("call-1@192.0.2.1");
            assertThat(message.vias()).hasSize(3);
            assertThat(message.missing()).isEmpty();
            assertThat(message.sdp().connection()).isEqualTo("192.0.2.1");
        }
    }

    @Test
    void unfoldsLines() throws Exception {
        SipMessage message =
                message(
                        "OPTIONS sip:a SIP/2.0",
                        "User-Agent  :  folded",
                        "   agent",
                        "\tof  three lines ",
                        "From:",
                        "  \"A\"",
                        " <sip:a@example.org>",
                        " ;",
                        "  tag",
                        " =  t1",
                        "Call-ID\t:\t7",
                        "",
                        "");

        assertThat(message.userAgent()).isEqualTo("folded agent of  three lines");
        assertThat(message.fromUri()).isEqualTo("sip:a@example.org");
        assertThat(message.fromTag()).isEqualTo("t1");
        assertThat(message.callId()).isEqualTo("7");
    }

    @Test
    void readsAddressesOfEveryForm() throws Exception {
        assertFrom("<sip:a@x>;tag=1", "sip:a@x", "1");
        assertFrom("sip:a@x;tag=1", "sip:a@x", "1");
        assertFrom("sip:a@x ; x=\"<sip:b>;tag=9\" ; tag=1", "sip:a@x", "1");
        assertFrom("A B <sip:a@x;tag=2>;x;TAG=1", "sip:a@x;tag=2", "1");
        assertFrom("Bell, Alex; ander <sip:a@x>;tag=1", "sip:a@x", "1");
        assertFrom("A<sip:a@x>;tag=1", "sip:a@x", "1");
        assertFrom("\"<sip:no@x>;tag=0\\\"\" <sip:a@x>;tag=\"1\"", "sip:a@x", "1");
        assertFrom("\"unbalanced <sip:a@x>;tag=1", "sip:a@x", "1");
        assertFrom("< sip:a@x >;tag=;tag=1", "sip:a@x", "1");
        assertFrom("<sip:a@x", "sip:a@x", "");
        assertFrom(
                "<sips:a@[2001:db8::1]:5061;transport=tcp?x=1>;tag=1",
                "sips:a@[2001:db8::1]:5061;transport=tcp?x=1",
                "1");
        assertFrom("anonymous;tag=1", "anonymous", "1");
    }

    private void assertFrom(String value, String uri, String tag) throws PayloadException {
        SipMessage message = message("INFO sip:a SIP/2.0", "From: " + value, "", "");
        assertThat(message.fromUri()).as(value).isEqualTo(uri);
        assertThat(message.fromTag()).as(value).isEqualTo(tag);
    }

    @Test
    void readsViasWithBlanksAndComments() throws Exception {
        SipMessage message =
                message(
                        "INFO sip:a SIP/2.0",
                        "Via: SIP / 2.0 / UDP  host : 5060 (a comment) ; x=\"a,b\" ; branch = z1 ,",
                        "Via: , pigeon ,SIP/2.0/TCP 192.0.2.1",
                        "",
                        "");

        assertThat(message.vias())
                .containsExactly(
                        new Via("UDP", "host:5060", "z1"),
                        new Via("pigeon", "", ""),
                        new Via("TCP", "192.0.2.1", ""));
    }

    @Test
    void findsSdpInsideMultipart() throws Exception {
        String sdp = "v=0\r\nm=audio 4000 RTP/AVP 0\r\n";
        for (String type :
                List.of("multipart/mixed;boundary=\"b 1\"", "Multipart/Mixed ; Boundary=b")) {
            String boundary = type.contains("\"") ? "b 1" : "b";
            SipMessage message =
                    message(
                            "INVITE sip:a SIP/2.0",
                            "c: " + type,
                            "",
                            "preamble",
                            "--" + boundary,
                            "Content-Type: application/isup;version=x",
                            "",
                            "\0\1\2",
                            "--" + boundary,
                            "Content-Type: multipart/alternative;",
                            "   boundary=inner",
                            "",
                            "--inner",
                            "c: application/sdp",
                            "Content-Disposition: session",
                            "",
                            sdp + "--inner--",
                            "--" + boundary + "--");
            assertThat(message.contentType()).isEqualTo("multipart/mixed");
            assertThat(message.sdp()).as(type).isNotNull();
            assertThat(message.sdp().codecNames()).isEqualTo("PCMU");
        }
    }

    @Test
    void readsUtf8AndLatin1() throws Exception {
        for (var charset : List.of(UTF_8, ISO_8859_1)) {
            parser.parse(
                    "INFO sip:a SIP/2.0\r\nUser-Agent: Größe\0\r\nCall-ID: ä\r\n\r\n"
                            .getBytes(charset));
            assertThat(parser.userAgent()).isEqualTo("Größe\0");
            assertThat(parser.callId()).isEqualTo("ä");
        }
    }

    @Test
    void looksOnlyAtItsRange() throws Exception {
        byte[] octets =
                octets(
                        "Call-ID: no",
                        "INFO sip:a SIP/2.0",
                        "Call-ID: yes",
                        "",
                        "",
                        "CSeq: 1 NO",
                        "");
        int offset = "Call-ID: no\r\n".length();
        int length = "INFO sip:a SIP/2.0\r\nCall-ID: yes\r\n\r\n".length();

        assertThat(parser.parse(octets, offset, length)).isEqualTo(offset + length);
        assertThat(parser.callId()).isEqualTo("yes");
        assertThat(parser.cseq()).isEqualTo(-1);
    }

    @Test
    void boundsWhatItKeeps() throws Exception {
        String via = "Via: SIP/2.0/UDP h" + ",SIP/2.0/UDP h".repeat(500) + "\r\n";
        parser.parse(("INFO sip:a SIP/2.0\r\n" + via.repeat(10) + "\r\n").getBytes(UTF_8));
        assertThat(parser.vias()).hasSize(ViaReader.MAX_VIAS);
        parser.parse(("INFO sip:a SIP/2.0\r\n" + "v:x\r\n".repeat(5000) + "\r\n").getBytes(UTF_8));
        assertThat(parser.vias()).hasSize(ViaReader.MAX_VIAS);
    }

    @Test
    void refusesWhatDoesNotBeginLikeSip() {
        assertRefused("", "empty");
        assertRefused("\r\n\r\n", "empty");
        assertRefused("\0\0\0\0", "empty");
        assertRefused("GET / HTTP/1.1\r\nHost: a\r\n\r\n", "no-start-line");
        assertRefused("OPTIONS rtsp://a RTSP/1.0\r\n\r\n", "no-start-line");
        assertRefused("\0\1\0\10!\u0012\u00a4Bxxxxxxxxxxxx", "no-start-line");
        assertRefused("INVITE\r\n\r\n", "no-start-line");
        assertRefused("INVITE sip:a\r\nVia: SIP/2.0/UDP a SIP/2.0\r\n", "no-start-line");
        assertRefused("INV(TE sip:a SIP/2.0\r\n\r\n", "no-start-line");
        assertRefused("SIP/ 200 OK\r\n\r\n", "no-start-line");
        assertRefused("SIP/2.0", "no-start-line");
    }

    private void assertRefused(String text, String reason) {
        assertThatExceptionOfType(PayloadException.class)
                .as(text)
                .isThrownBy(() -> parser.parse(text.getBytes(ISO_8859_1)))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason))
                .satisfies(e -> assertThat(e.getStackTrace()).isEmpty())
                .satisfies(e -> assertThat(e.detail()).hasSizeLessThanOrEqualTo(200));
    }

    private SipMessage message(String... lines) throws PayloadException {
        parser.parse(octets(lines));
        return parser.toMessage(HOP);
    }

    private static byte[] octets(String... lines) {
        return String.join("\r\n", lines).getBytes(UTF_8);
    }
}
