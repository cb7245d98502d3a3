package io.siphon.udf.call;

import io.siphon.schema.Call;
import io.siphon.udf.rtcp.MediaEvent;
import io.siphon.udf.rtcp.RtcpQuality;
import io.siphon.udf.rtcp.RtcpReport;
import io.siphon.udf.sip.SipMessage;

import org.apache.flink.types.PojoTestUtils;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CallStateTest {

    @ParameterizedTest
    @ValueSource(
            classes = {
                Call.class,
                CallEvent.class,
                MediaEvent.class,
                RtcpReport.class,
                RtcpQuality.class,
                SipMessage.class
            })
    void isSerializedWithoutKryo(Class<?> type) {
        PojoTestUtils.assertSerializedAsPojoWithoutKryo(type);
    }

    @ParameterizedTest
    @CsvSource({
        "200, false, false, ANSWERED",
        "302, false, false, REDIRECTED",
        "401, false, false, REJECTED",
        "404, false, false, REJECTED",
        "408, false, false, FAILED",
        "408, true,  false, NO_ANSWER",
        "408, true,  true,  CANCELLED",
        "480, false, false, REJECTED",
        "480, true,  false, NO_ANSWER",
        "483, false, false, FAILED",
        "486, true,  false, BUSY",
        "486, true,  true,  BUSY",
        "487, true,  true,  CANCELLED",
        "487, true,  false, CANCELLED",
        "487, false, false, CANCELLED",
        "503, false, false, FAILED",
        "600, false, false, BUSY",
        "603, true,  false, REJECTED",
        "699, false, false, FAILED"
    })
    void tellsTheOutcomeOfAFinalResponse(
            int status, boolean rang, boolean cancelled, CallOutcome outcome) {
        assertThat(CallOutcome.of(status, rang, cancelled)).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({
        "sip:alice@example.org, alice",
        "sips:+49301234;npdi;rn=123@example.org;user=phone, +49301234",
        "sip:alice:secret@example.org, alice",
        "sip:example.org, sip:example.org",
        "tel:+49-30-1234;phone-context=example.org, +49301234",
        "SIP:alice@[2001:db8::1]:5060, alice",
        "nonsense, nonsense",
        "sip:%2B4930111@example.org, +4930111",
        "sip:%2b4930111;npdi@example.org, +4930111",
        "tel:%2B4930111;phone-context=x, +4930111",
        "sip:%61lice@example.org, alice",
        "sip:alice%40corp%3Bx@example.org, alice@corp;x",
        "sip:J%C3%BCrgen@example.org, Jürgen",
        "sip:100%@example.org, 100%",
        "sip:%4@example.org, %4",
        "sip:%G1x@example.org, %G1x",
        "sip:%252B49@example.org, %2B49",
        "sip:a%00b@example.org, a%00b", // no control characters
        "sip:a%0D%0Ab@example.org, a%0D%0Ab",
        "sip:%E2%80%AEevil@example.org, %E2%80%AEevil", // no marks of direction
        "sip:%FF%FE@example.org, %FF%FE", // no UTF-8
    })
    void takesTheUserPart(String uri, String user) {
        assertThat(UserPart.of("", uri)).isEqualTo(user);
        assertThat(UserPart.of(uri, "sip:other@example.org")).isEqualTo(user);
    }

    @ParameterizedTest
    @CsvSource({
        "udp:192.0.2.1:5060, udp:192.0.2.1:5060, true",
        "udp:192.0.2.1:5060, udp:192.0.2.1:5061, false",
        "udp:192.0.2.1:5060, udp:192.0.2.2:5060, false",
        "tcp:192.0.2.1:5060, tcp:192.0.2.1:40123, true",
        "tls:192.0.2.1:0, tls:192.0.2.1:40123, true",
        "udp:192.0.2.1:0, udp:192.0.2.1:5060, true",
        "udp:[2001:db8::1]:5060, udp:[2001:db8::1]:5061, false",
        "tcp:[2001:db8::1]:5060, tcp:[2001:db8::2]:5060, false"
    })
    void believesPortsOnlyOfDatagrams(String a, String b, boolean same) {
        assertThat(SocketName.same(a, b)).isEqualTo(same);
    }
}
