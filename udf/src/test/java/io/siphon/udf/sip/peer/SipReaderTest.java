package io.siphon.udf.sip.peer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** The parsers that are measured against each other do the same work. */
class SipReaderTest {

    private static final String CALL_ID = "1-2140@192.0.2.21";
    private static final String ALICE = "sip:+4930900000@lab.example.org";
    private static final String BOB = "sip:+442071812000@lab.example.org";
    private static final String BRANCH = "z9hG4bK2db6.b85842715390879dae322a5954dd3420.0";
    private static final String CONTACT = "sip:+442071812000@192.0.2.31:5060;transport=UDP";

    private static final List<DialogFields> EXPECTED =
            List.of(
                    message("", 1, "INVITE", BOB, 0),
                    message("", 1, "INVITE", null, 100),
                    message("8b2f51c0a7", 1, "INVITE", null, 180),
                    message("8b2f51c0a7", 1, "INVITE", null, 200),
                    message("8b2f51c0a7", 1, "ACK", CONTACT, 0),
                    message("8b2f51c0a7", 2, "BYE", CONTACT, 0),
                    message("8b2f51c0a7", 2, "BYE", null, 200));

    @ParameterizedTest
    @EnumSource
    void givesTheSameValuesAsTheOthers(SipReader parser) throws Exception {
        SipReader.Fields reader = parser.reader();
        for (int i = 0; i < EXPECTED.size(); i++) {
            assertThat(reader.of(DialogMessages.dialog().get(i)))
                    .as("%s, message %d", parser, i)
                    .isEqualTo(EXPECTED.get(i));
        }
    }

    @Test
    void messagesAreOfTheSizeThatIsSaid() {
        assertThat(DialogMessages.invite()).hasSize(1130);
        assertThat(DialogMessages.dialog().stream().mapToInt(m -> m.length).average().orElse(0))
                .isBetween(740.0, 780.0);
    }

    private static DialogFields message(
            String toTag, long cseq, String method, String requestUri, int status) {
        return new DialogFields(
                CALL_ID,
                ALICE,
                "2140SIPpTag001",
                BOB,
                toTag,
                cseq,
                method,
                BRANCH,
                requestUri,
                status);
    }
}
