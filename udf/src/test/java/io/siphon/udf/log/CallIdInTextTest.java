package io.siphon.udf.log;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class CallIdInTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "NOTICE: new branch Call-ID: 3c26700857a87f84@192.0.2.1 to b | 3c26700857a87f84@192.0.2.1",
                "callid=1-2@3, ruri=sip:b@example.org | 1-2@3",
                "{\"event\":\"x\",\"call_id\":\"abc\"} | abc",
                "{\"text\":\"{\\\"call-id\\\": \\\"abc\\\"}\"} | abc",
                "ERROR: <core> [ci=17@x]: no route | 17@x",
                "1(12) INFO {1 102 INVITE 6a2f0c4d11e8@198.51.100.7} script: relay | 6a2f0c4d11e8@198.51.100.7",
                "EXECUTE b9f0c1d2-1111-2222-3333-0123456789ab answer() | b9f0c1d2-1111-2222-3333-0123456789ab",
                "Call 3848276298220188511@atlanta.example.com. | 3848276298220188511@atlanta.example.com",
                "from sip:49301234567@example.org to <sip:49309876543@example.org> | ``",
                "mail alice.miller@example.org | ``",
                "calling 49301234567 | ``",
                "callid= | ``",
                "recall-id: 5 | ``",
            })
    void findsTheCallIdOfALine(String line, String callId) {
        assertThat(CallIdInText.find(line)).isEqualTo(callId);
    }

    /** No line takes time that grows with more than its length. */
    @Test
    void looksAtAHostileLineOnce() {
        for (String part :
                new String[] {"1", "call-id", "a@", "ci: ", "1-", "\\\"", "1234567890"}) {
            assertThat(CallIdInText.find(part.repeat(500_000)).length()).isLessThanOrEqualTo(255);
        }
    }
}
