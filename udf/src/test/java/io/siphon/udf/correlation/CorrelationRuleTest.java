package io.siphon.udf.correlation;

import io.siphon.schema.LinkReason;
import io.siphon.schema.LinkState;
import io.siphon.udf.call.SipFixture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

class CorrelationRuleTest {

    /** Those of docs/correlation.md. */
    @Test
    void readsWhatDevicesSay() {
        assertThat(
                        said(
                                "asterisk header=X-Asterisk-Leg regex=^([^;]+)",
                                m -> m.headers = header("X-Asterisk-Leg", "a-17@phone;n=2")))
                .containsExactly(new Identifier(LinkReason.HEADER, "a-17@phone"));
        assertThat(said("freeswitch call-id-prefix=b-", m -> m.callId = "b-a17@phone"))
                .containsExactly(new Identifier(LinkReason.CALL_ID, "a17@phone"));
        assertThat(said("suffix call-id-suffix=-leg2 score=0.7", m -> m.callId = "a17-leg2"))
                .containsExactly(new Identifier(LinkReason.CALL_ID, "a17", 0.7));
        assertThat(
                        said(
                                "cisco header=Cisco-Gucid regex=([0-9A-F]{32}) from=192.0.2.9",
                                m -> {
                                    m.source = "udp:192.0.2.9:5060";
                                    m.headers = header("cisco-gucid", "0".repeat(31) + "A");
                                }))
                .containsExactly(new Identifier(LinkReason.HEADER, "0".repeat(31) + "A"));
        assertThat(
                        said(
                                "oracle call-id=^SD[a-z0-9]{8}-([^-]+)-",
                                m -> m.callId = "SDb0a3k801-6c1f-x"))
                .containsExactly(new Identifier(LinkReason.CALL_ID, "6c1f"));
        assertThat(
                        said(
                                "\"a name\" header=X-Leg regex=\"id (.*)\"",
                                m -> m.headers = header("X-Leg", "id 123456")))
                .containsExactly(new Identifier(LinkReason.HEADER, "123456"));
    }

    @Test
    void countsAtItsSideOfTheDeviceOnly() {
        String rule = "x call-id-prefix=b- to=192.0.2.9";
        assertThat(
                        said(
                                rule,
                                m -> {
                                    m.callId = "b-a17@phone";
                                    m.destination = "udp:192.0.2.9:5060";
                                }))
                .hasSize(1);
        assertThat(
                        said(
                                rule,
                                m -> {
                                    m.callId = "b-a17@phone";
                                    m.source = "udp:192.0.2.9:5060";
                                }))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    x                               | expected header=, call-id=, call-id-prefix= or call-id-suffix=, got x
                    x header                        | expected header, call-id, call-id-prefix, call-id-suffix, regex, from, to, score, got header
                    x heder=X-A                     | expected header, call-id, call-id-prefix, call-id-suffix, regex, from, to, score, got heder=X-A
                    x header=                       | expected a value behind header=, got header=
                    x header=A header=B             | expected header once, got header=B
                    x header=A call-id-suffix=b     | expected one of header and call-id…, got x header=A call-id-suffix=b
                    x call-id=abc                   | expected a group for the other leg's Call-ID, as in call-id=^(.+)-b$, got abc
                    x call-id-prefix=a regex=b      | expected regex= with header= only, got x call-id-prefix=a regex=b
                    x header=A score=2              | expected a score of 0.01 to 1, got 2
                    x header=A score=high           | expected a score of 0.01 to 1, got high
                    x header=A regex=(              | expected a regular expression of RE2 (without look-around and back-references), got (: missing closing )
                    x header=A regex=(?<!b)a        | expected a regular expression of RE2 (without look-around and back-references), got (?<!b)a: invalid named capture
                    x header="A                     | expected a closing quote, got x header="A
                    """)
    void saysWhatIsWrong(String line, String sentence) {
        assertThatThrownBy(() -> CorrelationRule.parse(line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(sentence);
    }

    /** It takes java.util.regex for ever. */
    @Test
    void takesItsTimeWhateverAStrangerSends() {
        TextPart part = TextPart.of("^(([a-z])+.)+[A-Z]([a-z])+$");
        assertTimeout(
                Duration.ofSeconds(5), () -> assertThat(part.in("a".repeat(100_000))).isEmpty());
    }

    @Test
    void aLinkOfALowScoreIsAGuessThatJoinsNothing() throws Exception {
        CorrelationSettings settings =
                new CorrelationSettings(
                        List.of(),
                        List.of(CorrelationRule.parse("x header=X-Leg score=0.5")),
                        List.of(),
                        0,
                        15_000_000,
                        20,
                        1);
        assertThat(settings.headerNames()).contains("X-Leg");
        try (LegsHarness legs = new LegsHarness(settings)) {
            legs.feed(
                            LegScript.all(
                                    LegScript.leg("a-123456", 0).invite().bye(2),
                                    LegScript.leg("b-123456", 1)
                                            .invite("X-Leg", "a-123456")
                                            .bye(2)))
                    .end();
            assertThat(legs.rows()).hasSize(1);
            assertThat(legs.rows().get(0).score()).isEqualTo(0.5);
            assertThat(legs.rows().get(0).state()).isEqualTo(LinkState.PROVISIONAL);
            assertThat(legs.notes()).isEmpty();
            legs.assertNothingLeft();
        }
    }

    private static List<Identifier> said(String rule, Consumer<SipFixture> change) {
        CorrelationSettings settings =
                new CorrelationSettings(
                        List.of(),
                        List.of(CorrelationRule.parse(rule)),
                        List.of(),
                        0,
                        15_000_000,
                        20,
                        1);
        SipFixture invite = new SipFixture();
        change.accept(invite);
        return new LegIdentifiers(settings).ofInvite(invite.build());
    }

    private static String[] header(String name, String value) {
        return new String[] {name, value};
    }
}
