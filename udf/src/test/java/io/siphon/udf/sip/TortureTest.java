package io.siphon.udf.sip;

import io.siphon.schema.BoundedText;
import io.siphon.udf.payload.Hop;
import io.siphon.udf.payload.PayloadException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Messages with the traits of the torture tests of RFC 4475, by its names for them. Of a valid one
 * every field must be right; of an invalid one what is still to be read, and no exception.
 */
class TortureTest {

    private static final Hop HOP = new Hop(0, "1", "", "", "", "", null);

    private final SipParser parser = new SipParser();

    // 3.1.1 valid messages

    @Test
    void wsinv() throws Exception {
        SipMessage message =
                message(
                        "INVITE sip:carol@bank.example.org;oddpar SIP/2.0",
                        "TO :",
                        " sip:carol@bank.example.org ;   tag    = 77x1s",
                        "from   : \"C D \\\\\\\"\"       <sip:cd@example.net>",
                        "  ;",
                        "  tag = 3a4b",
                        "MaX-fOrWaRdS: 0068",
                        "Call-ID: wsinv.k2j3h4@192.0.2.77",
                        "CSeq: 0012",
                        "  INVITE",
                        "Via  : SIP  /   2.0",
                        " /UDP",
                        "    192.0.2.2;branch=4d3c",
                        "s :",
                        "OddHeader:   odd value",
                        " goes on",
                        "HeaderOfPunctuation: ,,;;,;;,",
                        "Content-Type: application/sdp",
                        "Route:",
                        " <sip:services.example.com;lr;odd=value;odder>",
                        "v:  SIP  / 2.0  / TCP     gate.example.com   ;",
                        "  branch  =   z9hG4bKzz ,",
                        " SIP  /    2.0   / UDP  192.168.255.7   ; branch=",
                        " z9hG4bK30",
                        "m:\"Quoted string \\\"\\\"\" <sip:cd@example.net> ; newparam =",
                        "      newvalue ;",
                        "  secondparam ; q = 0.33",
                        "",
                        "v=0",
                        "c=IN IP4 192.0.2.3",
                        "m=audio 42170 RTP/AVP 0 12");

        assertThat(message.method()).isEqualTo("INVITE");
        assertThat(message.requestUri()).isEqualTo("sip:carol@bank.example.org;oddpar");
        assertThat(message.toUri()).isEqualTo("sip:carol@bank.example.org");
        assertThat(message.toTag()).isEqualTo("77x1s");
        assertThat(message.fromUri()).isEqualTo("sip:cd@example.net");
        assertThat(message.fromTag()).isEqualTo("3a4b");
        assertThat(message.callId()).isEqualTo("wsinv.k2j3h4@192.0.2.77");
        assertThat(message.cseq()).isEqualTo(12);
        assertThat(message.vias())
                .containsExactly(
                        new Via("UDP", "192.0.2.2", "4d3c"),
                        new Via("TCP", "gate.example.com", "z9hG4bKzz"),
                        new Via("UDP", "192.168.255.7", "z9hG4bK30"));
        assertThat(message.contact()).isEqualTo("sip:cd@example.net");
        assertThat(message.sdp().codecNames()).isEqualTo("PCMU,QCELP");
        assertThat(message.missing()).isEmpty();
    }

    @Test
    void intmeth() throws Exception {
        SipMessage message =
                message(
                        "!odd-Method42_*+`.%yes'~ sip:1_odd~(yes!)&it+$/,;;*:&p=1@example.com SIP/2.0",
                        "Via: SIP/2.0/TCP host1.example.com;branch=z9hG4bK-.!%66*_+`'~",
                        "To: \"BEL:\\\u0007 NUL:\\\0 DEL:\\\u007f\" <sip:1_odd~(yes!)&it+$/,;;*@example.com>",
                        "From: token1~` token2'+_ token3*%!.- <sip:plain@example.com>"
                                + ";param''~+*_!.-%=\"работа;tag=no\";tag=_tok~1'+`*%!-.",
                        "Call-ID: intmeth.word%ZK-!.*_+'@word`~)(><:\\/\"][?}{",
                        "CSeq: 139122385 !odd-Method42_*+`.%yes'~",
                        "Max-Forwards: 255",
                        "extHeader-!.%*+_`'~:\ufeff大停電",
                        "Content-Length: 0",
                        "",
                        "");

        assertThat(message.method()).isEqualTo("!odd-Method42_*+`.%yes'~");
        assertThat(message.requestUri()).isEqualTo("sip:1_odd~(yes!)&it+$/,;;*:&p=1@example.com");
        assertThat(message.toUri()).isEqualTo("sip:1_odd~(yes!)&it+$/,;;*@example.com");
        assertThat(message.fromUri()).isEqualTo("sip:plain@example.com");
        assertThat(message.fromTag()).isEqualTo("_tok~1'+`*%!-.");
        assertThat(message.callId()).isEqualTo("intmeth.word%ZK-!.*_+'@word`~)(><:\\/\"][?}{");
        assertThat(message.branch()).isEqualTo("z9hG4bK-.!%66*_+`'~");
        assertThat(message.missing()).isEmpty();
    }

    @Test
    void esc01() throws Exception {
        SipMessage message =
                request(
                        "INVITE sip:sips%3Acarol%40example.com@example.net SIP/2.0",
                        "To: sip:%75se%72@example.com",
                        "From: <sip:With%20blanks@example.net>;tag=938");

        assertThat(message.requestUri()).isEqualTo("sip:sips%3Acarol%40example.com@example.net");
        assertThat(message.toUri()).isEqualTo("sip:%75se%72@example.com");
        assertThat(message.fromUri()).isEqualTo("sip:With%20blanks@example.net");
        assertThat(message.missing()).isEmpty();
    }

    @Test
    void escnull() throws Exception {
        assertThat(
                        request(
                                        "REGISTER sip:example.com SIP/2.0",
                                        "To: sip:nul-%00-nul@example.com",
                                        "From: sip:nul-%00-nul@example.com;tag=8",
                                        "Contact: <sip:%00@host.example.com>",
                                        "Contact: <sip:%00%00@host.example.com>",
                                        "L:0")
                                .contact())
                .isEqualTo("sip:%00@host.example.com");
    }

    @Test
    void esc02() throws Exception {
        SipMessage message =
                message(
                        "RE%47IST%45R sip:registrar.example.com SIP/2.0",
                        "To: \"%Z%45\" <sip:carol@example.com>",
                        "From: \"%Z%45\" <sip:carol@example.com>;tag=f2",
                        "Call-ID: esc02",
                        "CSeq: 29344 RE%47IST%45R",
                        "Via: SIP/2.0/TCP host.example.com;branch=z9hG4bK209%fzs",
                        "C%6Fntact: <sip:not-a-contact@example.com>",
                        "Contact: <sip:alias@host3.example.com>",
                        "Content-Length: 0",
                        "",
                        "");

        assertThat(message.method()).isEqualTo("RE%47IST%45R");
        assertThat(message.contact()).isEqualTo("sip:alias@host3.example.com");
        assertThat(message.missing()).isEmpty();
    }

    @Test
    void lwsdisp() throws Exception {
        SipMessage message =
                request(
                        "OPTIONS sip:carol@example.com SIP/2.0",
                        "From: caller<sip:c@example.com>;tag=323");

        assertThat(message.fromUri()).isEqualTo("sip:c@example.com");
        assertThat(message.fromTag()).isEqualTo("323");
    }

    @Test
    void longreq() throws Exception {
        String longName = "long".repeat(60);
        String[] lines = new String[45];
        Arrays.setAll(
                lines, i -> (i % 2 == 0 ? "Via" : "v") + ": SIP/2.0/TCP sip" + i + ".example.com");
        SipMessage message =
                request(
                        "INVITE sip:carol@example.com SIP/2.0",
                        "To: \""
                                + longName
                                + "\" <sip:carol@example.com:6000;"
                                + longName
                                + "="
                                + longName
                                + ">",
                        "F: sip:" + longName + "@example.net;tag=12" + longName + "424",
                        longName + ": " + longName,
                        String.join("\r\n", lines),
                        "Contact: <sip:" + longName + "@host5.example.net>");

        assertThat(message.toUri()).endsWith("=" + longName);
        assertThat(message.fromTag())
                .isEqualTo(BoundedText.of("12" + longName + "424", BoundedText.TAG));
        assertThat(message.vias()).hasSize(46);
        assertThat(message.contact()).hasSizeGreaterThan(240);
        assertThat(message.missing()).isEmpty();
    }

    @Test
    void dblreq() throws Exception {
        byte[] both =
                (text("REGISTER sip:example.com SIP/2.0", "I: one", "l: 0")
                                + "\r\n\r\n"
                                + text("INVITE sip:joe@example.com SIP/2.0", "I: two", "l: 0"))
                        .getBytes(UTF_8);

        int end = parser.parse(both);
        assertThat(parser.callId()).isEqualTo("one");
        assertThat(parser.parse(both, end, both.length - end)).isEqualTo(both.length);
        assertThat(parser.callId()).isEqualTo("two");
    }

    @Test
    void semiuri() throws Exception {
        assertThat(request("OPTIONS sip:user;par=u%40example.net@example.com SIP/2.0").requestUri())
                .isEqualTo("sip:user;par=u%40example.net@example.com");
    }

    @Test
    void transports() throws Exception {
        assertThat(
                        message(
                                        "OPTIONS sip:carol@example.com SIP/2.0",
                                        "Via: SIP/2.0/UDP t1.example.com;branch=z9hG4bKa",
                                        "Via: SIP/2.0/SCTP t2.example.com;branch=z9hG4bKb",
                                        "Via: SIP/2.0/TLS t3.example.com;branch=z9hG4bKc",
                                        "Via: SIP/2.0/UNKNOWN t4.example.com;branch=z9hG4bKd",
                                        "Via: SIP/2.0/TCP t5.example.com;branch=z9hG4bKe",
                                        "",
                                        "")
                                .vias())
                .extracting(Via::transport)
                .containsExactly("UDP", "SCTP", "TLS", "UNKNOWN", "TCP");
    }

    @Test
    void mpart01() throws Exception {
        parser.parse(
                (text(
                                        "MESSAGE sip:carol@example.com SIP/2.0",
                                        "Content-Type: multipart/mixed;boundary=5e1f00d5")
                                + "--5e1f00d5\r\nContent-Type: text/plain\r\n\r\nHello\r\n"
                                + "--5e1f00d5\r\nContent-Type: application/octet-stream\r\n\r\n"
                                + "0\u0082\u0001R\0\r\u00ff\r\n--5e1f00d5--")
                        .getBytes(ISO_8859_1));

        assertThat(parser.contentType()).isEqualTo("multipart/mixed");
        assertThat(parser.sdp()).isNull();
        assertThat(parser.missing()).isEmpty();
    }

    @Test
    void unreason() throws Exception {
        SipMessage message = request("SIP/2.0 200 = 10**2 * 2 и больше ничего");

        assertThat(message.status()).isEqualTo(200);
        assertThat(message.reason()).isEqualTo("= 10**2 * 2 и больше ничего");
        assertThat(message.missing()).isEmpty();
    }

    @Test
    void noreason() throws Exception {
        SipMessage message = request("SIP/2.0 100 ");

        assertThat(message.status()).isEqualTo(100);
        assertThat(message.reason()).isEmpty();
        assertThat(message.missing()).isEmpty();
    }

    // 3.1.2 invalid messages

    @Test
    void badinv01() throws Exception {
        SipMessage message =
                message(
                        "INVITE sip:carol@example.com SIP/2.0",
                        "To: sip:j.carol@example.com",
                        "From: sip:caller@example.net;tag=13",
                        "Call-ID: badinv01",
                        "CSeq: 8 INVITE",
                        "Via: SIP/2.0/UDP 192.0.2.15;;,;,,",
                        "Contact: \"Joe\" <sip:joe@example.org>;;;;",
                        "",
                        "");

        assertThat(message.branch()).isEmpty();
        assertThat(message.vias()[0].sentBy()).isEqualTo("192.0.2.15");
        assertThat(message.contact()).isEqualTo("sip:joe@example.org");
    }

    @Test
    void clerr() throws Exception {
        assertThat(
                        request("INVITE sip:carol@example.com SIP/2.0", "Content-Length: 9999")
                                .missing())
                .isEqualTo("truncated");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-999", "x", "1 2", "", "0x10"})
    void ncl(String length) throws Exception {
        SipMessage message =
                message(
                        "INVITE sip:carol@example.com SIP/2.0",
                        "Content-Length: " + length,
                        "c: application/sdp",
                        "",
                        "v=0",
                        "m=audio 4 RTP/AVP 0");

        assertThat(message.missing()).endsWith("content-length");
        assertThat(message.sdp().codecNames()).isEqualTo("PCMU");
    }

    @Test
    void scalar02() throws Exception {
        SipMessage message =
                message(
                        "REGISTER sip:example.com SIP/2.0",
                        "Via: SIP/2.0/TCP h;branch=z9hG4bK3",
                        "To: <sip:carol@example.com>",
                        "From: <sip:carol@example.com>;tag=2",
                        "CSeq: 36893488147419103232 REGISTER",
                        "Call-ID: scalar02",
                        "Expires: " + "9".repeat(100),
                        "Content-Length: 0",
                        "",
                        "");

        assertThat(message.cseq()).isEqualTo(-1);
        assertThat(message.method()).isEqualTo("REGISTER");
        assertThat(message.missing()).isEqualTo("cseq");
    }

    @Test
    void scalarlg() throws Exception {
        SipMessage message =
                message(
                        "SIP/2.0 503 Service Unavailable",
                        "CSeq: 9292394834772304023312 OPTIONS",
                        "Content-Length: 99999999999999999999999",
                        "Retry-After: 949302838503028349304023988",
                        "",
                        "");

        assertThat(message.status()).isEqualTo(503);
        assertThat(message.method()).isEqualTo("OPTIONS");
        assertThat(message.missing()).isEqualTo("call-id,cseq,from,to,via,truncated");
    }

    @Test
    void quotbal() throws Exception {
        SipMessage message =
                request(
                        "INVITE sip:carol@example.com SIP/2.0",
                        "To: \"Mr. J. Carol <sip:j.carol@example.com>",
                        "Contact: \"Joe\" <sip:joe@example.org>;x=\"open");

        assertThat(message.toUri()).isEqualTo("sip:j.carol@example.com");
        assertThat(message.contact()).isEqualTo("sip:joe@example.org");
    }

    @Test
    void ltgtruri() throws Exception {
        SipMessage message = request("INVITE <sip:carol@example.com> SIP/2.0");

        assertThat(message.requestUri()).isEqualTo("sip:carol@example.com");
        assertThat(message.missing()).isEqualTo("uri");
    }

    @Test
    void lwsruri() throws Exception {
        SipMessage message = request("INVITE sip:carol@example.com; lr SIP/2.0");

        assertThat(message.requestUri()).isEqualTo("sip:carol@example.com; lr");
        assertThat(message.missing()).isEqualTo("uri");
    }

    @Test
    void lwsstart() throws Exception {
        SipMessage message = request("INVITE  sip:carol@example.com  SIP/2.0");

        assertThat(message.method()).isEqualTo("INVITE");
        assertThat(message.requestUri()).isEqualTo("sip:carol@example.com");
    }

    @Test
    void trws() throws Exception {
        assertThat(request("OPTIONS sip:carol@example.com SIP/2.0  ").requestUri())
                .isEqualTo("sip:carol@example.com");
    }

    @Test
    void escruri() throws Exception {
        assertThat(
                        request("INVITE sip:c@example.com?Route=%3Csip:example.com%3E SIP/2.0")
                                .requestUri())
                .isEqualTo("sip:c@example.com?Route=%3Csip:example.com%3E");
    }

    @Test
    void baddate() throws Exception {
        assertThat(
                        request(
                                        "INVITE sip:c@example.com SIP/2.0",
                                        "Date: Sat, 32 Foo 2010 25:00:00 EST")
                                .missing())
                .isEmpty();
    }

    @Test
    void regbadct() throws Exception {
        assertThat(
                        request(
                                        "REGISTER sip:example.com SIP/2.0",
                                        "Contact: sip:c@example.com?Route=%3Csip:sip.example.com%3E")
                                .contact())
                .isEqualTo("sip:c@example.com?Route=%3Csip:sip.example.com%3E");
    }

    @Test
    void badaspec() throws Exception {
        assertThat(
                        request(
                                        "OPTIONS sip:c@example.org SIP/2.0",
                                        "To: \"Wat, Th\" < sip:t.wat@example.org >")
                                .toUri())
                .isEqualTo("sip:t.wat@example.org");
    }

    @Test
    void baddn() throws Exception {
        SipMessage message =
                request(
                        "OPTIONS sip:c@example.org SIP/2.0",
                        "From:    Bell, A <sip:ab@example.com>;tag=43");

        assertThat(message.fromUri()).isEqualTo("sip:ab@example.com");
        assertThat(message.fromTag()).isEqualTo("43");
    }

    @Test
    void badvers() throws Exception {
        SipMessage message = request("OPTIONS sip:c@example.org SIP/7.0");

        assertThat(message.method()).isEqualTo("OPTIONS");
        assertThat(message.missing()).isEqualTo("version");
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPTIONS", "NOVEL"})
    void mismatch01and02(String method) throws Exception {
        SipMessage message =
                message(method + " sip:c@example.com SIP/2.0", "CSeq: 8 INVITE", "l: 0", "", "");

        assertThat(message.method()).isEqualTo(method);
        assertThat(message.cseq()).isEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4294967301", "99", "700", "-1", "2OO", "999999999999999999999999"})
    void bigcode(String code) throws Exception {
        SipMessage message = request("SIP/2.0 " + code + " is no code");

        assertThat(message.isRequest()).isFalse();
        assertThat(message.status()).isEqualTo(-1);
        assertThat(message.missing()).isEqualTo("status");
        assertThat(parser.statusText()).isEqualTo(code);
    }

    // 3.2 transaction layer, 3.3 application layer

    @Test
    void badbranch() throws Exception {
        assertThat(
                        message(
                                        "OPTIONS sip:c@example.com SIP/2.0",
                                        "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK",
                                        "",
                                        "")
                                .branch())
                .isEqualTo("z9hG4bK");
    }

    @Test
    void insuf() throws Exception {
        assertThat(
                        message(
                                        "INVITE sip:c@example.com SIP/2.0",
                                        "CSeq: 193942 INVITE",
                                        "l: 0",
                                        "",
                                        "")
                                .missing())
                .isEqualTo("call-id,from,to,via");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mystery:opaque-part",
                "x.relay://198.51.100.3:3002",
                "label:Some_Body",
                "tel:+49-30-901820;phone-context=a%40b"
            })
    void unkscmAndNovelscAndUnksm2(String uri) throws Exception {
        SipMessage message =
                request(
                        "OPTIONS " + uri + " SIP/2.0",
                        "To: urn:example:42",
                        "From: <" + uri + ">;tag=3");

        assertThat(message.requestUri()).isEqualTo(uri);
        assertThat(message.toUri()).isEqualTo("urn:example:42");
        assertThat(message.fromUri()).isEqualTo(uri);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Require: feature-a, feature-b\r\nProxy-Require: feature-c", // bext01
                "Content-Type: application/x-riddle", // invut
                "Authorization: Riddle answer=none", // regaut01
                "Max-Forwards: 0", // zeromf
                "Contact: sip:+4930901820@gw3.example.net;oddparam", // cparam01
                "Contact: <sip:+4930901820@gw3.example.net;oddparam>", // cparam02
                "M: <sip:c@example.com?Route=%3Csip:sip.example.com%3E>", // regescrt
                "Accept: text/x-riddle" // sdp01
            })
    void headersOfAnyContent(String line) throws Exception {
        SipMessage message = request("REGISTER sip:example.com SIP/2.0", line);

        assertThat(message.callId()).isEqualTo("torture");
        assertThat(message.missing()).isEmpty();
    }

    @Test
    void cparam() throws Exception {
        assertThat(
                        request("REGISTER sip:x SIP/2.0", "Contact: sip:+1@gw.example.net;oddparam")
                                .contact())
                .isEqualTo("sip:+1@gw.example.net");
        assertThat(
                        request(
                                        "REGISTER sip:x SIP/2.0",
                                        "Contact: <sip:+1@gw.example.net;oddparam>")
                                .contact())
                .isEqualTo("sip:+1@gw.example.net;oddparam");
    }

    @Test
    void multi01() throws Exception {
        SipMessage message =
                message(
                        "INVITE sip:c@example.com SIP/2.0",
                        "CSeq: 5 INVITE",
                        "Via: SIP/2.0/UDP 192.0.2.25;branch=z9hG4bKk",
                        "Max-Forwards: 70",
                        "Call-ID: multi01.1",
                        "From: sip:one@example.net;tag=3413415",
                        "To: sip:c@example.com",
                        "From: sip:two@example.net;tag=2923420123",
                        "CSeq: 59 INVITE",
                        "Call-ID: multi01.2",
                        "",
                        "");

        assertThat(message.callId()).isEqualTo("multi01.1");
        assertThat(message.fromTag()).isEqualTo("3413415");
        assertThat(message.cseq()).isEqualTo(5);
    }

    @Test
    void mcl01() throws Exception {
        byte[] octets =
                (text(
                                        "OPTIONS sip:c@example.com SIP/2.0",
                                        "Content-Length: 13",
                                        "Content-Length: 5")
                                + "Nobody can tell how long this is.")
                        .getBytes(UTF_8);

        assertThat(parser.parse(octets)).isEqualTo(octets.length);
        assertThat(parser.missing()).isEqualTo("content-length,trailing");
    }

    @Test
    void bcast() throws Exception {
        SipMessage message =
                message(
                        "SIP/2.0 200 OK",
                        "Via: SIP/2.0/UDP 192.0.2.198;branch=z9hG4bK1",
                        "Via: SIP/2.0/UDP 255.255.255.255;branch=z9hG4bK2",
                        "CSeq: 35 INVITE",
                        "",
                        "");

        assertThat(message.vias()[1].sentBy()).isEqualTo("255.255.255.255");
    }

    @Test
    void inv2543() throws Exception {
        SipMessage message =
                message(
                        "INVITE sip:+16505550100@example.com SIP/2.0",
                        "Via: SIP/2.0/UDP gw.example.com",
                        "From: <sip:+13035550100@gw.example.net;user=phone>",
                        "To: sip:+16505550199@ss7.example.net;user=phone",
                        "Call-ID: inv2543",
                        "CSeq: 56 INVITE",
                        "Content-Type: application/sdp",
                        "",
                        "v=0",
                        "m=audio 42170 RTP/AVP 0");

        assertThat(message.fromTag()).isEmpty();
        assertThat(message.toUri()).isEqualTo("sip:+16505550199@ss7.example.net");
        assertThat(message.branch()).isEmpty();
        assertThat(message.sdp().media()).hasSize(1);
        assertThat(message.missing()).isEmpty();
    }

    /** A start line with the headers that it needs; those given come first, and so count. */
    private SipMessage request(String startLine, String... headers) throws PayloadException {
        parser.parse(text(startLine, headers).getBytes(UTF_8));
        return parser.toMessage(HOP);
    }

    private static String text(String startLine, String... headers) {
        StringBuilder text = new StringBuilder(startLine).append("\r\n");
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        return text.append("Via: SIP/2.0/UDP host5.example.com;branch=z9hG4bKkd\r\n")
                .append("From: <sip:caller@example.net>;tag=1\r\n")
                .append("To: <sip:callee@example.net>\r\n")
                .append("Call-ID: torture\r\nCSeq: 8 INVITE\r\n\r\n")
                .toString();
    }

    private SipMessage message(String... lines) throws PayloadException {
        parser.parse(String.join("\r\n", lines).getBytes(UTF_8));
        return parser.toMessage(HOP);
    }
}
