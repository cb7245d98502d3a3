package io.siphon.udf.registration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SipUriTest {

    @ParameterizedTest
    @CsvSource({
        "sip:Alice@Example.ORG;transport=tcp?Subject=x, sip:Alice@example.org",
        "sip:alice;day=tue@example.org:5070, sip:alice;day=tue@example.org:5070",
        "sips:[2001:DB8::1]:5061;lr, sips:[2001:db8::1]:5061",
        "sip:Example.org, sip:example.org",
        "tel:+49301234;phone-context=x, tel:+49301234",
        "sip:%2B4930@Example.org, sip:+4930@example.org",
        "sip:%2b4930@example.org, sip:+4930@example.org",
        "sip:alice%40corp%3aX@example.org, sip:alice%40corp%3AX@example.org",
        "sip:J%c3%bcrgen@example.org, sip:J%C3%BCrgen@example.org",
        "sip:a%00%zz%4@example.org, sip:a%00%zz%4@example.org",
        "*, *",
        "'', ''"
    })
    void leavesOutWhatRegistrarsDoNotCompare(String uri, String bare) {
        assertThat(SipUri.bare(uri)).isEqualTo(bare);
    }

    @ParameterizedTest
    @CsvSource({
        "sip:%2B4930@Example.org;line=%2B?x=%2B, sip:+4930@Example.org;line=%2B?x=%2B",
        "sip:a%40b%3ac@example.org, sip:a%40b%3Ac@example.org",
        "sip:192.0.2.1;line=%2B, sip:192.0.2.1;line=%2B",
        "*, *",
        "'', ''"
    })
    void writesTheUserInOneWay(String uri, String plain) {
        assertThat(SipUri.plain(uri)).isEqualTo(plain);
    }
}
