package io.siphon.udf.correlation;

import io.siphon.schema.LinkReason;
import io.siphon.udf.call.SipFixture;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** What a message says that another call may say too. */
class LegIdentifiersTest {

    private final LegIdentifiers identifiers = new LegIdentifiers(CorrelationSettings.DEFAULT);

    @Test
    void numbersAreTheirLastDigits() {
        PartyNumbers numbers = new PartyNumbers(6);

        assertThat(numbers.party("sip:+49-30-900-000@x;user=phone")).isEqualTo("900000");
        assertThat(numbers.party("tel:+442071815000;phone-context=x")).isEqualTo("815000");
        assertThat(numbers.party("sip:0900000;npdi@x")).isEqualTo("900000");
        assertThat(numbers.party("sip:1001@x")).isEqualTo("1001");
        assertThat(numbers.party("sip:Alice@x")).isEqualTo("alice");
        assertThat(numbers.party("sip:12@x")).isEmpty();
        assertThat(numbers.party("sip:anonymous@anonymous.invalid")).isEmpty();
        assertThat(numbers.party("sip:x")).isEmpty();
        assertThat(numbers.party("")).isEmpty();
    }

    @Test
    void whoWasCalledFirstIsOneOfTheNumbers() {
        SipFixture diverted = new SipFixture();
        diverted.fromUri = "sip:anonymous@anonymous.invalid";
        diverted.requestUri = "sip:+442071999999@carrier";
        diverted.toUri = "sip:+442071999999@carrier";
        diverted.headers =
                new String[] {
                    "Remote-Party-ID", "\"A\" <sip:+4930900000@x>;party=calling",
                    "Diversion", "<sip:+442071815000@pbx>;reason=unconditional"
                };

        assertThat(new PartyNumbers(6).of(diverted.build()))
                .containsExactly("900000 999999", "900000 815000");
    }

    @Test
    void aHeaderRuleTakesAPart() {
        HeaderRule icid = HeaderRule.of("P-Charging-Vector, icid-value=\"?([^\";]+)");

        assertThat(icid.name()).isEqualTo("P-Charging-Vector");
        assertThat(icid.value("icid-value=\"1234bc9876e\";orig-ioi=home1.net"))
                .isEqualTo("1234bc9876e");
        assertThat(icid.value("orig-ioi=home1.net")).isEmpty();
        assertThat(HeaderRule.of("X-CID").value(" a@b.example ")).isEqualTo("a@b.example");
        assertThat(HeaderRule.of("X-CID").value("17")).as("a counter").isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> HeaderRule.of(",x"));
        assertThatIllegalArgumentException().isThrownBy(() -> HeaderRule.of("X,("));
    }

    @Test
    void everyCallNamedInInReplyToIsOne() {
        assertThat(ofHeader("In-Reply-To", "70710@saturn.example, 17320@saturn.example"))
                .containsExactly(
                        new Identifier(LinkReason.IN_REPLY_TO, "70710@saturn.example"),
                        new Identifier(LinkReason.IN_REPLY_TO, "17320@saturn.example"));
    }

    /** Whatever a stranger writes there, it is read in bounded time and space. */
    @Test
    void anyValueOfAnyHeaderIsReadOrLeftOut() {
        Random random = new Random(3);
        String alphabet = "0123456789abcdef;,=?&<>@%\"_/\u00fc ";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder value = new StringBuilder();
            for (int length = random.nextInt(700); length > 0; length--) {
                value.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            String name = LegIdentifiers.HEADERS.get(random.nextInt(LegIdentifiers.HEADERS.size()));
            for (Identifier said : ofHeader(name, name + "replaces=remote=" + value)) {
                assertThat(said.value().length()).isBetween(1, 253);
            }
        }
    }

    private List<Identifier> ofHeader(String name, String value) {
        SipFixture invite = new SipFixture();
        invite.headers = new String[] {name, value};
        List<Identifier> said = identifiers.ofInvite(invite.build());
        said.removeIf(identifier -> identifier.reason() == LinkReason.NUMBERS);
        invite.method = "REFER";
        said.addAll(identifiers.ofRefer(invite.build()));
        return said;
    }
}
